package se.trepart.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import se.trepart.RunningHub;
import se.trepart.simulator.Pasis;
import se.trepart.simulator.Ports;
import se.trepart.simulator.PrimaryCare;
import se.trepart.simulator.Simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** A message's way through the hub, told afterwards, and which of its fields made what. */
class TraceIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PERSON = "199101022391";
    private static final String SPECIALIST =
            "'specialist':{'hsaId':'SE162321000255-TRP953'},'specialistUnit':'SE162321000255-TRP202'";

    @TempDir private static Path data;
    private static Simulator<Pasis> pasis;
    private static Simulator<PrimaryCare> primaryCare;
    private static RunningHub hub;

    @BeforeAll
    static void start() throws IOException {
        pasis = Simulator.start(new Pasis(), Ports.FREE, null);
        primaryCare = Simulator.start(new PrimaryCare(), Ports.FREE, null);
        hub = RunningHub.start(data, pasis.mllpPort(), primaryCare.mllpPort());
    }

    @AfterAll
    static void stop() throws IOException {
        hub.close();
        pasis.close();
        primaryCare.close();
    }

    private static String visit(String name, String unit) {
        return """
        MSH|^~\\&|JOURNAL|%2$s|TREPART||20261117095500||ADT^A04^ADT_A01|%1$s|P|2.5.1||||||UNICODE UTF-8
        EVN|A04|20261117095500
        PID|1||%3$s^^^&1.2.752.129.2.1.3.1&ISO^NI||Testsson^Test||19910102
        PV1|1|O|%2$s||||||||||||||||B-%1$s|||||||||||||||||||||||||20261117095500
        NTE|1||utan betydelse
        """
                .formatted(name, unit, PERSON);
    }

    private static void event(String name, String id, String type, String time, String data) {
        var answer =
                hub.event(
                        "{'specversion':'1.0','id':'%s-%s','source':'https://video.example.se/','type':'se.trepart.%s.v1','subject':'%s','time':'2026-11-17T%s:00+01:00','data':{%s}}"
                                .formatted(name, id, type, name, time, data)
                                .replace('\'', '"'));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    /** The specialist had left before the visit began, as the visit tells last of all. */
    private static long early(String name) {
        event(
                name,
                "1",
                "consultation.requested",
                "10:00",
                "'patient':{'identifier':{'type':'personnummer','value':'"
                        + PERSON
                        + "'}},'visit':{'id':'B-"
                        + name
                        + "','unit':'SE162321000255-TRP102'},'physician':{'hsaId':'SE162321000255-TRP902'},'specialty':'ortopedi','specialistUnit':'SE162321000255-TRP202'");
        event(name, "2", "specialist.joined", "09:45", SPECIALIST);
        event(name, "3", "specialist.left", "09:50", SPECIALIST);
        quiet();
        assertThat(RunningHub.code(hub.hl7(visit(name, "SE162321000255-TRP102")))).isEqualTo("AA");
        quiet();
        return id(name);
    }

    private static void quiet() {
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        hub.jdbc()
                                .queryForList(
                                        """
                                        select key from stream where state <> 'idle' and missing = ''
                                        union all select consultation from told, reader where (told.xid, told.position) > (reader.xid, reader.position)
                                        """)
                                .isEmpty());
    }

    private static long id(String control) {
        return hub.jdbc()
                .queryForList(
                        "select id from message where control_id = ? order by id desc limit 1",
                        Long.class,
                        control)
                .getFirst();
    }

    private static JsonNode read(String path) {
        var answer = hub.get("/api/messages/" + path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static JsonNode step(JsonNode trace, String name) {
        return StreamSupport.stream(trace.path("steps").spliterator(), false)
                .filter(step -> step.path("step").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + trace));
    }

    private static List<String> inputs(JsonNode fields, String output) {
        return StreamSupport.stream(fields.path("outputs").spliterator(), false)
                .filter(one -> one.path("output").asText().equals(output))
                .flatMap(one -> StreamSupport.stream(one.path("inputs").spliterator(), false))
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void eachStepIsToldWithItsTimeItsRowsAndWhatWasSent() {
        // given
        var message = early("K-T1");
        // when
        var trace = read(message + "/trace");
        // then
        assertThat(trace.path("steps").findValuesAsText("step"))
                .containsExactly(
                        "received",
                        "decoded",
                        "mapped",
                        "validated",
                        "appended",
                        "folded",
                        "projected",
                        "aimed",
                        "delivered",
                        "answered");
        for (var timed : List.of("received", "decoded", "appended", "folded", "projected")) {
            assertThat(step(trace, timed).path("micros").asInt()).as(timed).isPositive();
        }
        assertThat(step(trace, "decoded").path("in")).isEqualTo(step(trace, "received").path("in"));
        assertThat(step(trace, "decoded").path("dialect").asText()).isEqualTo("default");
        assertThat(step(trace, "mapped").path("mapping").asText()).isEqualTo("feed/visit");
        assertThat(step(trace, "appended").findValuesAsText("type"))
                .contains("se.trepart.visit.started.v1");
        assertThat(step(trace, "folded").findValuesAsText("id")).containsExactly("K-T1");
        assertThat(step(trace, "folded").findValuesAsText("path")).contains("/tookPlace");
        assertThat(step(trace, "projected").findValuesAsText("version"))
                .contains("Encounter/K-T1-visit/_history/1");
        assertThat(step(trace, "aimed").findValuesAsText("id"))
                .contains("pasis/K-T1", "primary-care/SE162321000255-TRP102|B-K-T1");
        assertThat(step(trace, "delivered").path("deliveries"))
                .hasSize(2)
                .allSatisfy(delivery -> {
                    assertThat(delivery.path("state").asText()).isEqualTo("confirmed");
                    assertThat(delivery.path("answerCode").asText()).isEqualTo("AA");
                });
        assertThat(trace.toString()).doesNotContain(PERSON, "Testsson", "\"bodies\"", "\"before\"");
    }

    @Test
    void forAStatedReasonEveryBodyStandsOnceUnderItsHash() {
        // given
        var message = early("K-T2");
        var body =
                visit("K-T2", "SE162321000255-TRP102")
                        .strip()
                        .replace('\n', '\r')
                        .getBytes(StandardCharsets.UTF_8);
        // when
        var answer =
                hub.post(
                        "/api/messages/" + message + "/trace",
                        "application/json",
                        "{\"reason\":\"Felsökning\"}");
        var unreasoned = hub.post("/api/messages/" + message + "/trace", "application/json", "{}");
        // then
        assertThat(answer.body()).contains("\"" + Bodies.hash(body) + "\":\"MSH|");
        assertThat(answer.body()).contains("\"before\"", "Testsson");
        assertThat(unreasoned.statusCode()).isEqualTo(422);
        assertThat(
                        hub.jdbc()
                                .queryForList(
                                        "select reason from disclosure where message = ?",
                                        String.class,
                                        message))
                .containsExactly("Felsökning");
    }

    @Test
    void aRefusedMessageEndsWhereItWasRefused() {
        // given
        hub.hl7(visit("K-T3", "SE162321000255-TRP102").replace(PERSON, "199101022390"));
        var message = id("K-T3");
        // when
        var trace = read(message + "/trace");
        var fields = read(message + "/trace/fields");
        // then
        assertThat(trace.path("steps").findValuesAsText("step"))
                .containsExactly("received", "decoded", "mapped", "validated", "answered");
        assertThat(step(trace, "validated").at("/faults/0/code").asText()).isEqualTo("TRP-202");
        assertThat(step(trace, "answered").path("answerCode").asText()).isEqualTo("AR");
        assertThat(inputs(fields, "fault TRP-202 PID-3.1"))
                .contains("PID-3.1")
                .doesNotContain("MSH-10");
        assertThat(inputs(fields, "another fault")).contains("MSH-10", "MSH-12");
        assertThat(trace + " " + fields).doesNotContain("199101022390");
    }

    @Test
    void aDuplicateIsRecognised() {
        // given
        var message = early("K-T4");
        hub.hl7(visit("K-T4", "SE162321000255-TRP102"));
        // when
        var trace = read(id("K-T4") + "/trace");
        // then
        assertThat(trace.path("steps").findValuesAsText("step"))
                .containsExactly("received", "recognised", "answered");
        assertThat(step(trace, "recognised").path("duplicateOf").asLong()).isEqualTo(message);
    }

    @Test
    void whatEachFieldMadeIsFoundByAlteringIt() {
        // given
        var message = early("K-T5");
        // when
        var fields = read(message + "/trace/fields");
        var one = read(message + "/trace/fields?of=Encounter/K-T5-visit/period/start");
        // then
        assertThat(inputs(fields, "Encounter/K-T5-visit/period/start")).contains("PV1-44");
        assertThat(inputs(fields, "Encounter/K-T5-visit")).contains("PV1-19");
        assertThat(inputs(fields, "accepted")).contains("MSH-9.2", "PID-3.1");
        assertThat(inputs(fields, "consultation/K-T5/tookPlace")).contains("PV1-44", "PV1-19");
        assertThat(fields.path("unused").toString())
                .contains("\"PV1-2\"", "\"NTE-3\"", "\"NTE-1\"")
                .doesNotContain("\"PV1-44\"", "\"PV1-19\"", "\"PID-3.1\"");
        assertThat(fields.toString()).doesNotContain(PERSON, "Testsson");
        assertThat(one.path("outputs"))
                .allSatisfy(output ->
                        assertThat(output.path("output").asText())
                                .startsWith("Encounter/K-T5-visit"));
        assertThat(inputs(one, "Encounter/K-T5-visit/period/start")).contains("PV1-44");
    }

    @Test
    void lookingChangesNothing() throws IOException {
        // given
        var message = early("K-T6");
        var before = Whole.of(hub.jdbc());
        // when
        read(message + "/trace");
        read(message + "/trace/fields");
        // then
        assertThat(Whole.of(hub.jdbc())).containsExactlyInAnyOrderEntriesOf(before);
    }
}
