package se.trepart.projection.referral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import se.trepart.RunningHub;
import se.trepart.simulator.Fault;
import se.trepart.simulator.MllpClient;
import se.trepart.simulator.Pasis;
import se.trepart.simulator.Ports;
import se.trepart.simulator.PrimaryCare;
import se.trepart.simulator.ReceivingUnit;
import se.trepart.simulator.Simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** The loop of a remiss through real sockets: passed on once and unchanged, answered, overdue. */
class PassingOnIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private static Path data;
    private static Simulator<Pasis> pasis;
    private static Simulator<PrimaryCare> primaryCare;
    private static Simulator<ReceivingUnit> receiving;
    private static Path witness;
    private static RunningHub hub;

    @BeforeAll
    static void start() throws IOException {
        witness = data.resolve("remiss.ndjson");
        pasis = Simulator.start(new Pasis(), Ports.FREE, null);
        primaryCare = Simulator.start(new PrimaryCare(), Ports.FREE, null);
        receiving = Simulator.start(new ReceivingUnit(), Ports.FREE, witness);
        hub =
                RunningHub.start(
                        data,
                        pasis.mllpPort(),
                        primaryCare.mllpPort(),
                        "--trepart.destination.remiss.address=localhost:" + receiving.mllpPort(),
                        "--trepart.delivery.back-off-most=1s",
                        "--trepart.delivery.answer-timeout=1s");
    }

    @AfterAll
    static void stop() throws IOException {
        hub.close();
        pasis.close();
        primaryCare.close();
        receiving.close();
    }

    @AfterEach
    void heal() {
        receiving.set(Fault.NONE);
    }

    @Test
    void passesAReferralOnByteForByteInItsSendersCharactersAndSeparators() throws IOException {
        // given
        var referral =
                referral("REMISS-1", "K-REMISS-1", "R-1")
                        .replace("UNICODE UTF-8", "8859/1")
                        .replace('\n', '\r')
                        .replace("Test^Åsa", "Test^Åsa\\S\\ ö")
                        .getBytes(StandardCharsets.ISO_8859_1);
        // when
        var answer = send(referral);
        // then
        assertThat(RunningHub.code(answer)).isEqualTo("AA");
        await().atMost(Duration.ofSeconds(20)).until(() -> state("REMISS-1").equals("confirmed"));
        assertThat(frames("REMISS-1")).containsExactly(referral);
    }

    @Test
    void passesAReferralOnOnceThoughItArrivesTwice() throws IOException {
        // given
        var referral = bytes(referral("REMISS-2", "K-REMISS-2", "R-2"));
        // when
        var first = send(referral);
        var second = send(referral);
        var other = send(bytes(referral("REMISS-2", "K-REMISS-2", "R-OTHER")));
        // then
        assertThat(second).isEqualTo(first);
        assertThat(RunningHub.code(other)).as("the same control id, other content").isEqualTo("AR");
        await().atMost(Duration.ofSeconds(20)).until(() -> state("REMISS-2").equals("confirmed"));
        assertThat(frames("REMISS-2")).containsExactly(referral);
    }

    @Test
    void keepsTheOrderOfAConsultationsReferralsWhileAnotherConsultationsGoesOn()
            throws IOException {
        // given
        receiving.set(
                new Fault(
                        Fault.Mode.REFUSE_AE,
                        null,
                        null,
                        java.util.regex.Pattern.compile("REMISS-3A")));
        // when
        send(bytes(referral("REMISS-3A", "K-REMISS-3", "R-3A")));
        send(bytes(referral("REMISS-3B", "K-REMISS-3", "R-3B")));
        send(bytes(referral("REMISS-4", "K-REMISS-4", "R-4")));
        // then
        await().atMost(Duration.ofSeconds(20)).until(() -> state("REMISS-4").equals("confirmed"));
        assertThat(frames("REMISS-3A")).isNotEmpty();
        assertThat(frames("REMISS-3B")).isEmpty();
        receiving.set(Fault.NONE);
        await().atMost(Duration.ofSeconds(20)).until(() -> state("REMISS-3B").equals("confirmed"));
        assertThat(state("REMISS-3A")).isEqualTo("confirmed");
    }

    @Test
    void holdsAReferralThatTheReceivingUnitRefusesWithItsCause() throws IOException {
        // given
        receiving.set(
                new Fault(
                        Fault.Mode.REFUSE_AR,
                        null,
                        null,
                        java.util.regex.Pattern.compile("REMISS-5")));
        // when
        send(bytes(referral("REMISS-5", "K-REMISS-5", "R-5")));
        // then
        await().atMost(Duration.ofSeconds(20)).until(() -> state("REMISS-5").equals("held"));
        var consultation = json("/api/consultations/K-REMISS-5");
        assertThat(consultation.path("agreed").asBoolean()).isFalse();
        assertThat(consultation.at("/causes/0/destination").asText()).isEqualTo("remiss");
        assertThat(consultation.at("/causes/0/code").asText()).isEqualTo("TRP-405");
    }

    @Test
    void listsAReferralAsOverdueUntilTheReceivingUnitHasAnswered() throws IOException {
        // given
        send(bytes(referral("REMISS-6", "K-REMISS-6", "R-6")));
        assertThat(overdue("K-REMISS-6"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("due").asText()).isEqualTo("2023-03-28");
                    assertThat(line.path("status").asText()).isEqualTo("sent");
                });
        // when
        var answer =
                send(
                        bytes(
                                """
                                MSH|^~\\&|SJUKHUS|SE162321000255-TRP202|TREPART||20230316090000||RRI^I12^RRI_I12|RRI-6|P|2.5.1||||||UNICODE UTF-8
                                MSA|AA|REMISS-6
                                RF1|A|||||R-6|||||VA-6
                                PRD|RP||||||SE162321000255-TRP101^HSA-ID
                                PRD|RT||||||SE162321000255-TRP202^HSA-ID
                                ZKD|1||||K-REMISS-6
                                """));
        // then
        assertThat(RunningHub.code(answer)).isEqualTo("AA");
        assertThat(overdue("K-REMISS-6")).isEmpty();
        var referral = json("/api/consultations/K-REMISS-6").at("/referrals/0");
        assertThat(referral.path("status").asText()).isEqualTo("accepted");
        assertThat(referral.path("vardatagande").asText()).isEqualTo("VA-6");
    }

    @Test
    void listsAReferralThatTheOutcomeAsksForUntilOneIsSent() throws IOException {
        // given
        var told =
                hub.event(
                        """
                        {"specversion":"1.0","id":"needed-7","source":"https://journal.example.se/","type":"se.trepart.outcome.recorded.v1",
                         "subject":"K-REMISS-7","time":"2023-04-05T10:30:00+02:00","data":{"outcome":"referral-needed","by":{"hsaId":"SE162321000255-TRP901"}}}
                        """);
        assertThat(told.statusCode()).isEqualTo(201);
        assertThat(overdue("K-REMISS-7")).as("no vårdcentral is known that has days").isEmpty();
        assertThat(hub.event(REQUESTED).statusCode()).isEqualTo(201);
        // when
        var wanted = overdue("K-REMISS-7");
        // then
        assertThat(wanted)
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("due").asText()).as("over Easter").isEqualTo("2023-04-12");
                    assertThat(line.path("status").asText()).isEqualTo("requested");
                });
        var task = json("/fhir/Task/K-REMISS-7-referral-needed");
        assertThat(task.path("status").asText()).isEqualTo("requested");
        assertThat(task.at("/restriction/period/end").asText()).isEqualTo("2023-04-12");
        send(bytes(referral("REMISS-7", "K-REMISS-7", "R-7")));
        assertThat(json("/fhir/Task/K-REMISS-7-referral-needed").path("status").asText())
                .isEqualTo("completed");
        assertThat(overdue("K-REMISS-7"))
                .extracting(line -> line.path("status").asText())
                .containsExactly("sent");
    }

    private static final String REQUESTED =
            """
            {"specversion":"1.0","id":"requested-7","source":"https://journal.example.se/","type":"se.trepart.consultation.requested.v1",
             "subject":"K-REMISS-7","time":"2023-04-05T10:02:00+02:00","data":{"patient":{"identifier":{"type":"personnummer","value":"199101022391"}},
             "visit":{"id":"B-REMISS-7","unit":"SE162321000255-TRP101"},"physician":{"hsaId":"SE162321000255-TRP901"},
             "specialty":"ortopedi","specialistUnit":"SE162321000255-TRP202"}}
            """;

    private static String referral(String controlId, String consultation, String id) {
        return """
        MSH|^~\\&|JOURNAL|SE162321000255-TRP101|TREPART||20230314103000||REF^I12^REF_I12|%s|P|2.5.1||||||UNICODE UTF-8
        RF1|P|||||%s
        PRD|RP||||||SE162321000255-TRP101^HSA-ID
        PRD|RT||||||SE162321000255-TRP202^HSA-ID
        PID|1||199101022391^^^&1.2.752.129.2.1.3.1&ISO^NI||Test^Åsa
        ZKD|1||||%s
        ZZZ|what nobody knows|^~
        """
                .formatted(controlId, id, consultation);
    }

    private static byte[] bytes(String message) {
        return message.replace('\n', '\r').getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] send(byte[] message) throws IOException {
        try (MllpClient client = hub.mllp()) {
            return client.send(message);
        }
    }

    private static String state(String controlId) {
        return hub.jdbc()
                .queryForList(
                        "select coalesce((select state from delivery where control_id = ? order by"
                                + " id desc limit 1), '')",
                        String.class,
                        controlId)
                .getFirst();
    }

    /** What the receiving unit got under that control id, as bytes; line feeds for the test. */
    private static List<byte[]> frames(String controlId) throws IOException {
        return Files.readAllLines(witness).stream()
                .filter(line -> line.contains("\"direction\":\"in\""))
                .map(PassingOnIT::frame)
                .filter(frame ->
                        new String(frame, StandardCharsets.ISO_8859_1)
                                .contains("|" + controlId + "|"))
                .toList();
    }

    private static byte[] frame(String line) {
        try {
            return Base64.getDecoder().decode(JSON.readTree(line).path("bytes").asText());
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private static List<JsonNode> overdue(String consultation) throws IOException {
        var all = new java.util.ArrayList<JsonNode>();
        json("/api/referrals?overdue=true")
                .path("referrals")
                .forEach(line -> {
                    if (line.path("consultation").asText().equals(consultation)) {
                        all.add(line);
                    }
                });
        return all;
    }

    private static JsonNode json(String path) throws IOException {
        var answer = hub.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }
}
