package se.trepart.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.RunningHub;
import se.trepart.consultation.Personidentitet;
import se.trepart.mapping.MappingSet;

import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The operator's side of replays, over a running hub's API, and a sender nobody has described. */
record Workshop(RunningHub hub) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String DIALECT =
            "name: gran\nsenders:\n  - application: GRANJOURNAL\npatient:\n  identifiers:\n    - {"
                    + " path: PID-2, as: personnummer }\n";

    /** A plan to ask for, with a reason; a dry run of today's mappings unless more is said. */
    static ObjectNode asked() {
        return JSON.createObjectNode().put("reason", "Provat");
    }

    static ObjectNode asked(String mode, Iterable<Long> messages) {
        var asked = asked().put("mode", mode);
        var list = asked.putObject("selection").putArray("messages");
        messages.forEach(list::add);
        return asked;
    }

    /** By the mappings of today and a dialect for the sender that nobody has described. */
    static ObjectNode described(ObjectNode asked) {
        return changed(asked, "feed/dialects/gran.yaml", unknown -> DIALECT);
    }

    /** By the mappings of today with one file otherwise. */
    static ObjectNode changed(ObjectNode asked, String file, UnaryOperator<String> change) {
        var today = MappingSet.load(Path.of("mappings")).files();
        var files = asked.withObject("/mapping/candidate");
        today.forEach((path, content) -> {
            if (!files.has(path)) {
                files.put(path, content);
            }
        });
        var text = new String(today.getOrDefault(file, new byte[0]), StandardCharsets.UTF_8);
        assertThat(change.apply(text)).isNotEqualTo(text);
        files.put(file, change.apply(text).getBytes(StandardCharsets.UTF_8));
        return asked;
    }

    /** Plans it as Åsa, and waits for the end of its dry run. */
    JsonNode plan(ObjectNode asked) {
        var created = post("/api/replays", "Åsa", asked);
        assertThat(created.has("id")).as(created.toString()).isTrue();
        return until(created.path("id").asLong(), "ready");
    }

    JsonNode approve(JsonNode plan, String by) {
        return post(path(plan) + "/approve", by, asked().put("hash", plan.path("hash").asText()));
    }

    JsonNode move(JsonNode plan, String verb) {
        return post(path(plan) + "/" + verb, "Åsa", asked());
    }

    /** Approves, starts, and waits for its end. */
    JsonNode carryOut(JsonNode plan) {
        if (plan.path("approvalNeeded").asBoolean()) {
            approve(plan, "Björn");
        }
        var started = move(plan, "start");
        assertThat(started.path("state").asText())
                .as(started.toString())
                .isIn("running", "finished");
        return until(plan.path("id").asLong(), "finished");
    }

    JsonNode now(JsonNode plan) {
        return get(path(plan));
    }

    long done(JsonNode plan) {
        return now(plan).path("progress").path("done").asLong();
    }

    /** What became of each message. */
    JsonNode messages(JsonNode plan) {
        return get(path(plan) + "/messages").path("messages");
    }

    JsonNode differences(JsonNode plan) {
        return post(path(plan) + "/differences", "Åsa", asked());
    }

    private static String path(JsonNode plan) {
        return "/api/replays/" + plan.path("id").asLong();
    }

    JsonNode until(long plan, String state) {
        return await().atMost(PATIENCE)
                .until(
                        () -> get("/api/replays/" + plan),
                        now -> {
                            assertThat(now.path("state").asText())
                                    .as(now.toString())
                                    .isNotEqualTo("failed");
                            return now.path("state").asText().equals(state);
                        });
    }

    JsonNode get(String path) {
        return read(hub.get(path).body());
    }

    JsonNode post(String path, String by, JsonNode body) {
        return read(
                hub.send(
                                "POST",
                                path,
                                body.toString(),
                                "X-Operator",
                                URLEncoder.encode(by, StandardCharsets.UTF_8))
                        .body());
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A consultation that was asked for at two minutes past ten; its visit is not told yet. */
    void requested(String name) {
        told(
                name,
                "consultation.requested",
                "10:02:11",
                "'patient':{'identifier':{'type':'personnummer','value':'"
                        + patient(name)
                        + "'}},'visit':{'id':'B-"
                        + name
                        + "','unit':'SE162321000255-TRP103'},'physician':{'hsaId':'SE162321000255-TRP902'},'specialty':'ortopedi','specialistUnit':'SE162321000255-TRP202'");
    }

    /** The specialist came and went. */
    void held(String name) {
        var specialist =
                "'specialist':{'hsaId':'SE162321000255-TRP953'},'specialistUnit':'SE162321000255-TRP202'";
        told(name, "specialist.joined", "10:04:00", specialist);
        told(name, "specialist.left", "10:10:00", specialist);
    }

    void told(String name, String what, String time, String data) {
        var answer =
                hub.event(
                        ("{'specversion':'1.0','id':'"
                                        + name
                                        + "-"
                                        + what
                                        + "-"
                                        + time
                                        + "','source':'https://video.example.se/','type':'se.trepart."
                                        + what
                                        + ".v1','subject':'"
                                        + name
                                        + "','time':'2023-03-14T"
                                        + time
                                        + "+01:00','data':{"
                                        + data
                                        + "}}")
                                .replace('\'', '"'));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    /** The visit as the undescribed sender tells it, which is refused; the message's number. */
    long visitRefused(String name, String trigger, String minute) {
        assertThat(RunningHub.code(hub.hl7(visit(name, trigger, minute)))).isEqualTo("AR");
        return number(name + "-" + trigger);
    }

    static String visit(String name, String trigger, String minute) {
        return "MSH|^~\\&|GRANJOURNAL|SE162321000255-TRP103|TREPART||202303141030||ADT^%2$s^ADT_A01|%1$s-%2$s|P|2.5.1||||||UNICODE UTF-8\nEVN|%2$s|20230314%3$s00\nPID|1|%4$s|||Testsson^Test\nPV1|1|O|SE162321000255-TRP103||||||||||||||||B-%1$s|||||||||||||||||||||||||20230314%3$s00"
                .formatted(name, trigger, minute, patient(name));
    }

    /** Each consultation has a patient of its own: a number of those that are kept for tests. */
    static String patient(String name) {
        var mixed = Math.floorMod(name.hashCode() * 31, 60 * 12 * 28 * 10);
        var nine =
                "%02d%02d%02d98%d"
                        .formatted(
                                30 + mixed % 60,
                                1 + mixed / 60 % 12,
                                1 + mixed / 720 % 28,
                                mixed / 20160);
        return IntStream.range(0, 10)
                .mapToObj(last -> "19" + nine + last)
                .filter(Workshop::valid)
                .findFirst()
                .orElseThrow();
    }

    private static boolean valid(String number) {
        try {
            return Personidentitet.parse(number).value().equals(number);
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }

    long number(String control) {
        return hub.jdbc()
                .queryForList(
                        "select id from message where control_id = ? order by id limit 1",
                        Long.class,
                        control)
                .getFirst();
    }

    void quiet() {
        await().atMost(PATIENCE)
                .until(() ->
                        hub.jdbc()
                                .queryForList(
                                        """
                                        select key from stream where state <> 'idle' and missing = ''
                                        union all select consultation from told, reader where (told.xid, told.position) > (reader.xid, reader.position)
                                        """)
                                .isEmpty());
    }
}
