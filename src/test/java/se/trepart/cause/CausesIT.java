package se.trepart.cause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import se.trepart.RunningHub;
import se.trepart.simulator.Fault;
import se.trepart.simulator.Pasis;
import se.trepart.simulator.Ports;
import se.trepart.simulator.Simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** What goes wrong in a running hub, as the few cards that people see of it. */
class CausesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int OF_EACH = 75;
    private static final String DIALECT =
            "name: gran\nsenders:\n  - application: GRANJOURNAL\npatient:\n  identifiers:\n    - {"
                    + " path: PID-2, as: personnummer }\n";

    @TempDir private static Path data;
    private static Simulator<Pasis> pasis;
    private static RunningHub hub;

    @BeforeAll
    static void start() throws IOException {
        pasis = Simulator.start(new Pasis(), Ports.FREE, null);
        pasis.set(
                new Fault(
                        Fault.Mode.REFUSE_AR,
                        null,
                        null,
                        java.util.regex.Pattern.compile("K-HELD-\\d")));
        hub =
                RunningHub.start(
                        data,
                        pasis.mllpPort(),
                        RunningHub.freePort(),
                        "--trepart.replay.alone-up-to=1000");
    }

    @AfterAll
    static void stop() throws IOException {
        hub.close();
        pasis.close();
    }

    @Test
    void threeHundredRefusalsOfFourKindsAreFourCardsAndEightAlertsNeverMore() throws Exception {
        // given
        try (var topic = new Topic(hub.jmsPort())) {
            for (var one = 0; one < OF_EACH; one++) {
                var number = String.valueOf(one);
                refused(visit("GRANJOURNAL", "C1-" + number, "|199101022391||"));
                refused(visit("VCJOURNAL", "C2-" + number, "||199101022390^^^SKV^NI|"));
                refused(
                        visit("VCJOURNAL", "C3-" + number, "||199101022391^^^SKV^NI|")
                                .replace("ADT^A04", "ADT^A60"));
                assertThat(
                                hub.event(
                                                requested("C4-" + number)
                                                        .replace("\"specialty\"", "\"speciality\""))
                                        .statusCode())
                        .isEqualTo(422);
            }
            // when
            var cards = open("refused", 4 * OF_EACH, 75);
            // then
            assertThat(cards).hasSizeGreaterThanOrEqualTo(4);
            var gran = with(cards, "TRP-201", "mllp", "GRANJOURNAL|SE162321000255-TRP103");
            assertThat(gran.path("count").asInt()).isEqualTo(OF_EACH);
            assertThat(gran.path("field").asText()).isEqualTo("PID-3");
            assertThat(gran.path("text").asText()).contains("Fyll i den");
            assertThat(with(cards, "TRP-202", "mllp", "VCJOURNAL").path("count").asInt())
                    .isEqualTo(OF_EACH);
            assertThat(with(cards, "TRP-104", "mllp", "VCJOURNAL").path("count").asInt())
                    .isEqualTo(OF_EACH);
            var schema = with(cards, "TRP-114", "http", "video");
            assertThat(schema.path("consultationCount").asInt()).isEqualTo(OF_EACH);
            assertThat(schema.path("consultations").get(0).asText()).isEqualTo("K-C4-0");
            // when: the mapping that one of them asks for
            var id = gran.path("id").asText();
            replayed(id);
            // then
            await().atMost(PATIENCE)
                    .until(() -> card(id).path("state").asText().equals("resolved"));
            assertThat(card(id).path("count").asInt()).isZero();
            assertThat(card(id).path("members").get(0).path("mendedAt").asText()).isNotEmpty();
            // when: a person says so of another
            var other = schema.path("id").asText();
            hub.post(
                    "/api/causes/" + other + "/resolve",
                    "application/json",
                    "{\"reason\":\"Avsändaren har rättat\"}");
            // then
            await().atMost(PATIENCE)
                    .until(() -> card(other).path("state").asText().equals("resolved"));
            assertThat(alerts(id)).containsExactly("opened", "resolved");
            assertThat(alerts(other)).containsExactly("opened", "resolved");
            await().atMost(PATIENCE).until(() -> topic.told(id).size() == 2);
            assertThat(topic.told(id))
                    .containsExactly("se.trepart.cause.opened.v1", "se.trepart.cause.resolved.v1");
            // when: it happens once more
            refused(visit("GRANJOURNAL", "C1-again", "|not a number||"));
            assertThat(
                            hub.event(
                                            requested("C4-again")
                                                    .replace("\"specialty\"", "\"speciality\""))
                                    .statusCode())
                    .isEqualTo(422);
            // then
            await().atMost(PATIENCE)
                    .until(() -> alerts(other).equals(List.of("opened", "resolved", "opened")));
        }
    }

    @Test
    void aRefusalIsMendedWhenItsSenderSendsItRight() {
        // given
        refused(visit("VCJOURNAL", "C5-1", "||199101022391^^^SKV^NI|").replace("2.5.1", "2.9"));
        var card = await().atMost(PATIENCE).until(() -> find("TRP-106"), found -> found != null);
        // when
        assertThat(RunningHub.code(hub.hl7(visit("VCJOURNAL", "C5-1", "||199101022391^^^SKV^NI|"))))
                .isEqualTo("AA");
        // then
        await().atMost(PATIENCE)
                .until(() ->
                        card(card.path("id").asText()).path("state").asText().equals("resolved"));
    }

    @Test
    void streamsThatAreHeldForTheSameReasonAreOneCardUntilTheyAreReleased() {
        // given
        for (var one = 1; one <= 3; one++) {
            assertThat(hub.event(requested("HELD-" + one)).statusCode()).isEqualTo(201);
            assertThat(hub.event(joined("HELD-" + one)).statusCode()).isEqualTo(201);
        }
        // when
        var held = open("held", 3, 3).getFirst();
        // then
        assertThat(held.path("place").asText()).isEqualTo("pasis");
        assertThat(held.path("code").asText()).isEqualTo("TRP-405");
        assertThat(texts(held.path("consultations")))
                .containsExactly("K-HELD-1", "K-HELD-2", "K-HELD-3");
        // when
        pasis.set(Fault.NONE);
        for (var one = 1; one <= 3; one++) {
            hub.event(
                    event(
                            "HELD-" + one,
                            "consultation.entered-in-error",
                            "11:00:00",
                            "'reason':'x'"));
        }
        // then
        await().atMost(PATIENCE)
                .until(() ->
                        card(held.path("id").asText()).path("state").asText().equals("resolved"));
    }

    @Test
    void aFeedIsSilentWhenAVardcentralIsNotHeardAsUsualUntilItIsHeardAgain() {
        // given: heard every hour of four weeks, and not in the two weeks since
        var unit = "SE162321000255-TRP110";
        var now = LocalDateTime.now(ZoneId.of("Europe/Stockholm")).truncatedTo(ChronoUnit.HOURS);
        hub.jdbc()
                .update(
                        "insert into traffic_hour (feed, unit, hour) select 'mllp', ?,"
                                + " generate_series(?::timestamp, ?::timestamp, interval '1 hour')",
                        unit,
                        now.minusWeeks(6),
                        now.minusWeeks(2));
        var silence = hub.bean(Silence.class);
        // when
        var missed = silent(silence, Duration.ofMinutes(2), unit);
        // then
        assertThat(missed).hasSize(1);
        assertThat(missed.getFirst().cause().code()).isEqualTo("TRP-118");
        assertThat(missed.getFirst().member().since())
                .isEqualTo(now.minusWeeks(2).atZone(ZoneId.of("Europe/Stockholm")).toInstant());
        // when
        hub.hl7(visit("VCJOURNAL", "C6-1", "||199101022391^^^SKV^NI|").replace("TRP103", "TRP110"));
        // then
        assertThat(silent(silence, Duration.ofMinutes(4), unit)).isEmpty();
    }

    private static List<Grouping.Standing> silent(Silence silence, Duration later, String unit) {
        return silence.silent(Instant.now().plus(later)).stream()
                .filter(one -> one.member().sender().equals(unit))
                .toList();
    }

    @Test
    void aCauseThatIsNotThereIsToldAsSuchAndSettlingAsksForAReason() {
        assertThat(hub.get("/api/causes/nobody").statusCode()).isEqualTo(404);
        assertThat(hub.post("/api/causes/nobody/resolve", "application/json", "{}").statusCode())
                .isEqualTo(422);
        assertThat(hub.get("/api/causes?kind=strange").body())
                .contains("TRP-503", "refused, parked, held, silent");
    }

    private static void refused(String message) {
        assertThat(RunningHub.code(hub.hl7(message))).isEqualTo("AR");
    }

    /** A visit's start; the identity in PID-2 and PID-3 as given. */
    private static String visit(String application, String control, String identity) {
        return """
        MSH|^~\\&|%s|SE162321000255-TRP103|TREPART||20230314100000||ADT^A04^ADT_A01|%s|P|2.5.1||||||UNICODE UTF-8
        EVN|A04|20230314095500
        PID|1%s|Testsson^Test
        PV1|1|O|SE162321000255-TRP103||||||||||||||||B-%s|||||||||||||||||||||||||20230314095500
        """
                .formatted(application, control, identity, control);
    }

    private static String requested(String name) {
        return event(
                name,
                "consultation.requested",
                "10:02:11",
                "'patient':{'identifier':{'type':'personnummer','value':'199101022391'}},'visit':{'id':'B-"
                        + name
                        + "','unit':'SE162321000255-TRP103'},'physician':{'hsaId':'SE162321000255-TRP902'},'specialty':'ortopedi','specialistUnit':'SE162321000255-TRP202'");
    }

    private static String joined(String name) {
        return event(
                name,
                "specialist.joined",
                "10:05:00",
                "'specialist':{'hsaId':'SE162321000255-TRP951'},'specialistUnit':'SE162321000255-TRP202'");
    }

    private static String event(String name, String type, String time, String data) {
        return ("{'specversion':'1.0','id':'"
                        + name
                        + "-"
                        + type
                        + "','source':'https://video.example.se/','type':'se.trepart."
                        + type
                        + ".v1','subject':'K-"
                        + name
                        + "','time':'2023-03-14T"
                        + time
                        + "+01:00','data':{"
                        + data
                        + "}}")
                .replace('\'', '"');
    }

    /** The open cards of a kind, once so many stand under them, and so many under the largest. */
    private static List<JsonNode> open(String kind, int all, int largest) {
        return await().atMost(PATIENCE)
                .until(
                        () -> cards("?state=open&kind=" + kind),
                        cards ->
                                cards.stream().mapToInt(card -> card.path("count").asInt()).sum()
                                                >= all
                                        && cards.getFirst().path("count").asInt() >= largest);
    }

    private static List<JsonNode> cards(String query) {
        return StreamSupport.stream(
                        json(hub.get("/api/causes" + query).body()).path("causes").spliterator(),
                        false)
                .toList();
    }

    private static JsonNode with(List<JsonNode> cards, String code, String place, String sender) {
        return cards.stream()
                .filter(card -> card.path("code").asText().equals(code))
                .filter(card -> card.path("place").asText().equals(place))
                .filter(card -> card.path("senders").toString().contains(sender))
                .findFirst()
                .orElseThrow(() -> new AssertionError(code + " in " + cards));
    }

    private static @org.jspecify.annotations.Nullable JsonNode find(String code) {
        return cards("?state=open").stream()
                .filter(card -> card.path("code").asText().equals(code))
                .findFirst()
                .orElse(null);
    }

    private static JsonNode card(String id) {
        return json(hub.get("/api/causes/" + id).body());
    }

    private static List<String> alerts(String cause) {
        return StreamSupport.stream(
                        json(hub.get("/api/alerts?count=500").body()).path("alerts").spliterator(),
                        false)
                .filter(alert -> alert.path("cause").asText().equals(cause))
                .map(alert -> alert.path("alert").asText())
                .toList();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    }

    /** Derives again what stands under the cause, with a dialect for its sender. */
    private static void replayed(String cause) throws IOException {
        var asked = JSON.createObjectNode().put("mode", "derive").put("reason", "Ny avsändare");
        asked.putObject("selection").put("cause", cause);
        asked.putObject("mapping").set("candidate", candidate());
        var plan =
                json(hub.post("/api/replays", "application/json", asked.toString()).body())
                        .path("id")
                        .asText();
        until(plan, "ready");
        hub.post(
                "/api/replays/" + plan + "/start",
                "application/json",
                "{\"reason\":\"Ny avsändare\"}");
        until(plan, "finished");
    }

    private static void until(String plan, String state) {
        await().atMost(PATIENCE)
                .until(() ->
                        json(hub.get("/api/replays/" + plan).body())
                                .path("state")
                                .asText()
                                .equals(state));
    }

    private static ObjectNode candidate() throws IOException {
        var files = JSON.createObjectNode();
        var folder = Path.of("mappings");
        try (var paths = Files.walk(folder)) {
            for (var path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
                files.put(folder.relativize(path).toString(), Files.readAllBytes(path));
            }
        }
        return files.put(
                "feed/dialects/gran.yaml",
                DIALECT.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Who watches the hub by its topic of alerts. */
    private static final class Topic implements AutoCloseable {
        private final jakarta.jms.JMSContext context;
        private final List<JsonNode> told = new java.util.concurrent.CopyOnWriteArrayList<>();

        Topic(int port) {
            context = new ActiveMQConnectionFactory("tcp://localhost:" + port).createContext();
            context.createConsumer(context.createTopic("trepart.alerts.out"))
                    .setMessageListener(message -> {
                        try {
                            told.add(json(message.getBody(String.class)));
                        } catch (jakarta.jms.JMSException e) {
                            throw new IllegalStateException(e);
                        }
                    });
        }

        List<String> told(String cause) {
            var types = new ArrayList<String>();
            told.stream()
                    .filter(event -> event.path("subject").asText().equals(cause))
                    .forEach(event -> types.add(event.path("type").asText()));
            return types;
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
