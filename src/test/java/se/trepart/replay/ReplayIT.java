package se.trepart.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import se.trepart.RunningHub;
import se.trepart.simulator.Pasis;
import se.trepart.simulator.Ports;
import se.trepart.simulator.PrimaryCare;
import se.trepart.simulator.Simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * From a refused message to agreement: a candidate mapping is run dry without any effect, approved
 * where it must be, carried out once, and rebuilt to the same.
 */
class ReplayIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DIALECT =
            "name: gran\nsenders:\n  - application: GRANJOURNAL\npatient:\n  identifiers:\n    - {"
                    + " path: PID-2, as: personnummer }\n";
    private static final String[] OF_REPLAYS = {
        "replay_plan", "replay_message", "replay_difference", "replay_mapping"
    };

    @TempDir private static Path data;
    private static Simulator<Pasis> pasis;
    private static Simulator<PrimaryCare> primaryCare;
    private static RunningHub hub;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws IOException {
        pasis = Simulator.start(new Pasis(), Ports.FREE, data.resolve("pasis.ndjson"));
        primaryCare =
                Simulator.start(new PrimaryCare(), Ports.FREE, data.resolve("primary-care.ndjson"));
        hub =
                RunningHub.start(
                        data,
                        pasis.mllpPort(),
                        primaryCare.mllpPort(),
                        "--trepart.replay.alone-up-to=1");
    }

    @AfterAll
    static void stop() throws IOException {
        hub.close();
        pasis.close();
        primaryCare.close();
    }

    private static String visit(String name, String trigger, String minute) {
        return "MSH|^~\\&|GRANJOURNAL|SE162321000255-TRP103|TREPART||202303141030||ADT^%2$s^ADT_A01|%1$s-%2$s|P|2.5.1||||||UNICODE UTF-8\nEVN|%2$s|20230314%3$s00\nPID|1|199101022391|||Testsson^Test\nPV1|1|O|SE162321000255-TRP103||||||||||||||||B-%1$s|||||||||||||||||||||||||20230314%3$s00"
                .formatted(name, trigger, minute);
    }

    /** A consultation whose visit is told by a sender that nobody has described yet. */
    private static long refused(String name) {
        told(
                name,
                "requested",
                "10:02:11",
                "'patient':{'identifier':{'type':'personnummer','value':'199101022391'}},'visit':{'id':'B-"
                        + name
                        + "','unit':'SE162321000255-TRP103'},'physician':{'hsaId':'SE162321000255-TRP902'},'specialty':'ortopedi','specialistUnit':'SE162321000255-TRP202'");
        told(name, "cancelled", "10:03:00", "'by':'patient','reason':'x'");
        assertThat(RunningHub.code(hub.hl7(visit(name, "A04", "0955")))).isEqualTo("AR");
        return id(name + "-A04");
    }

    private static void told(String name, String what, String time, String data) {
        var answer =
                hub.event(
                        ("{'specversion':'1.0','id':'"
                                        + name
                                        + "-"
                                        + what
                                        + "','source':'https://video.example.se/','type':'se.trepart.consultation."
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

    private static long id(String control) {
        return hub.jdbc()
                .queryForList(
                        "select id from message where control_id = ? order by id limit 1",
                        Long.class,
                        control)
                .getFirst();
    }

    private static ObjectNode candidate() throws IOException {
        var files = JSON.createObjectNode();
        var folder = Path.of("mappings");
        try (var paths = Files.walk(folder)) {
            for (var path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
                files.put(folder.relativize(path).toString(), Files.readAllBytes(path));
            }
        }
        files.put("feed/dialects/gran.yaml", DIALECT.getBytes(StandardCharsets.UTF_8));
        return files;
    }

    private static JsonNode plan(String mode, String by, long... messages) throws IOException {
        var asked = JSON.createObjectNode().put("mode", mode).put("reason", "Ny avsändare");
        var list = asked.putObject("selection").putArray("messages");
        for (var message : messages) {
            list.add(message);
        }
        asked.putObject("mapping").set("candidate", candidate());
        var created = post("/api/replays", by, asked);
        return until(created.path("id").asLong(), "ready");
    }

    private static JsonNode until(long plan, String state) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> JSON.readTree(hub.get("/api/replays/" + plan).body()),
                        now -> {
                            assertThat(now.path("state").asText())
                                    .as(now.toString())
                                    .isNotEqualTo("failed");
                            return now.path("state").asText().equals(state);
                        });
    }

    private static JsonNode post(String path, String by, JsonNode body) {
        try {
            var answer =
                    HTTP.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://localhost:"
                                                            + hub.bean(
                                                                            ConfigurableEnvironment
                                                                                    .class)
                                                                    .getRequiredProperty(
                                                                            "local.server.port")
                                                            + path))
                                    .header(
                                            "X-Operator",
                                            java.net.URLEncoder.encode(by, StandardCharsets.UTF_8))
                                    .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode because() {
        return JSON.createObjectNode().put("reason", "Provat");
    }

    private static Map<String, String> everything() throws IOException {
        var everything = Whole.of(hub.jdbc(), OF_REPLAYS);
        everything.put(
                "pasis",
                Files.exists(data.resolve("pasis.ndjson"))
                        ? Files.readString(data.resolve("pasis.ndjson"))
                        : "");
        everything.put(
                "primary care",
                Files.exists(data.resolve("primary-care.ndjson"))
                        ? Files.readString(data.resolve("primary-care.ndjson"))
                        : "");
        return everything;
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

    @Test
    void aDryRunTellsWhatWouldChangeAndChangesNothing() throws IOException {
        // given
        var message = refused("RA-1");
        quiet();
        var before = everything();
        // when
        var plan = plan("dry-run", "Åsa", message);
        // then
        assertThat(everything()).isEqualTo(before);
        assertThat(plan.path("dryRun").path("changed").asLong()).as(plan.toString()).isEqualTo(1);
        var differences =
                post("/api/replays/" + plan.path("id") + "/differences", "Åsa", because());
        assertThat(differences.findValuesAsText("id")).contains("Encounter/RA-1-visit", "RA-1");
    }

    @Test
    void whatIsApprovedIsCarriedOutOnceAndRebuildsToTheSame() throws IOException, SQLException {
        // given
        var first = refused("RB-1");
        var second = refused("RB-2");
        quiet();
        var plan = plan("derive-and-deliver", "Åsa", first, second);
        var path = "/api/replays/" + plan.path("id");
        assertThat(plan.path("approvalNeeded").asBoolean()).isTrue();
        // when
        var unapproved = post(path + "/start", "Åsa", because());
        var byHerself =
                post(path + "/approve", "Åsa", because().put("hash", plan.path("hash").asText()));
        var ofAnother = post(path + "/approve", "Björn", because().put("hash", "0"));
        post(path + "/approve", "Björn", because().put("hash", plan.path("hash").asText()));
        var started = post(path + "/start", "Åsa", because());
        assertThat(started.path("state").asText())
                .as(started.toString())
                .isIn("running", "finished");
        var done = until(plan.path("id").asLong(), "finished");
        // then
        assertThat(unapproved.toString()).contains("TRP-531");
        assertThat(byHerself.toString()).contains("TRP-531");
        assertThat(ofAnother.toString()).contains("TRP-531");
        assertThat(done.path("progress").path("done").asLong()).isEqualTo(2);
        assertThat(hub.get("/fhir/Encounter/RB-1-visit").body()).contains("in-progress");
        assertThat(RunningHub.code(hub.hl7(visit("RB-1", "A04", "0955")))).isEqualTo("AA");
        quiet();
        var report =
                RebuildCheck.run(
                        new DriverManagerDataSource(
                                hub.bean(ConfigurableEnvironment.class)
                                        .getRequiredProperty("spring.datasource.url"),
                                "postgres",
                                ""),
                        hub.bean(ConfigurableEnvironment.class));
        assertThat(report.differences()).isEmpty();
    }

    @Test
    void refusesWhatWouldDoSomethingElseThanWasFound() throws IOException {
        // given
        var message = refused("RC-1");
        quiet();
        var plan = plan("derive", "Åsa", message);
        // when
        told("RC-1", "entered-in-error", "11:00:00", "'reason':'fel'");
        var started = post("/api/replays/" + plan.path("id") + "/start", "Åsa", because());
        // then
        assertThat(started.toString()).contains("TRP-531");
    }

    @Test
    void whatIsDerivedWithoutDeliveryIsHeldUntilSomebodyLetsItGo() throws IOException {
        // given
        told(
                "RE-1",
                "requested",
                "10:02:11",
                "'patient':{'identifier':{'type':'personnummer','value':'199101022391'}},'visit':{'id':'B-RE-1','unit':'SE162321000255-TRP103'},'physician':{'hsaId':'SE162321000255-TRP902'},'specialty':'ortopedi','specialistUnit':'SE162321000255-TRP202'");
        specialist("RE-1", "joined", "10:04");
        specialist("RE-1", "left", "10:10");
        quiet();
        assertThat(RunningHub.code(hub.hl7(visit("RE-1", "A04", "1030")))).isEqualTo("AR");
        var message = id("RE-1-A04");
        var plan = plan("derive", "Åsa", message);
        var sent = everything();
        // when
        post("/api/replays/" + plan.path("id") + "/start", "Åsa", because());
        until(plan.path("id").asLong(), "finished");
        // then
        assertThat(everything()).containsEntry("pasis", sent.get("pasis"));
        assertThat(hub.get("/api/consultations/RE-1").body()).contains("TRP-532");
        // when
        var letGo = because().put("start", "delivery").put("mode", "derive-and-deliver");
        letGo.putObject("selection").putArray("messages").add(message);
        var second = until(post("/api/replays", "Åsa", letGo).path("id").asLong(), "ready");
        post("/api/replays/" + second.path("id") + "/start", "Åsa", because());
        until(second.path("id").asLong(), "finished");
        // then
        quiet();
        assertThat(everything().get("pasis")).contains("ADT^A11").contains("RE-1");
    }

    private static void specialist(String name, String what, String time) {
        var answer =
                hub.event(
                        ("{'specversion':'1.0','id':'"
                                        + name
                                        + "-"
                                        + what
                                        + "','source':'https://video.example.se/','type':'se.trepart.specialist."
                                        + what
                                        + ".v1','subject':'"
                                        + name
                                        + "','time':'2023-03-14T"
                                        + time
                                        + ":00+01:00','data':{'specialist':{'hsaId':'SE162321000255-TRP953'},'specialistUnit':'SE162321000255-TRP202'}}")
                                .replace('\'', '"'));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    @Test
    void candidateMappingsRunInTheShadowOfWhatWasReceivedUntilEveryDifferenceIsApproved()
            throws IOException {
        // given
        var refused = refused("RG-1");
        assertThat(RunningHub.code(hub.hl7(visit("RG-2", "A60", "0955")))).isEqualTo("AR");
        var again =
                "{'specversion':'1.0','id':'RG-1-cancelled','source':'https://video.example.se/','type':'se.trepart.consultation.entered-in-error.v1','subject':'RG-1','time':'2023-03-14T10:00:00+01:00','data':{'reason':'y'}}"
                        .replace('\'', '"');
        assertThat(hub.event(again).statusCode()).isEqualTo(409);
        quiet();
        var before = everything();
        var mappings = data.resolve("candidate");
        for (var file : candidate().properties()) {
            var path = mappings.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue().binaryValue());
        }
        var target = mappings.resolve("pasis/target.jslt");
        Files.writeString(
                target, Files.readString(target) + "// every consultation is made anew\n");
        var approved = data.resolve("approved");
        var shadow =
                List.of(
                        "shadow",
                        "--hub",
                        "http://localhost:" + hub.port(),
                        "--days",
                        "1",
                        "--mappings",
                        mappings.toString());
        // when
        var first = run(shadow, "--write-approved", approved.toString());
        var second = run(shadow, "--approved", approved.toString());
        var other = mappings.resolve("feed/dialects/gran.yaml");
        Files.writeString(other, Files.readString(other).replace("PID-2,", "PID-9,"));
        var third = run(shadow, "--approved", approved.toString());
        // then
        assertThat(first).isEqualTo(1);
        assertThat(second).isZero();
        assertThat(Files.readAllLines(approved))
                .contains("message accepted TRP-201 PID-3", "resource Encounter new")
                .noneMatch(line -> line.contains("TRP-109"));
        assertThat(third).isEqualTo(1);
        assertThat(everything()).isEqualTo(before);
        assertThat(hub.jdbc().queryForMap("select outcome from message where id = ?", refused))
                .containsEntry("outcome", "refused");
    }

    private static int run(List<String> line, String... more) {
        var whole = new java.util.ArrayList<>(line);
        whole.addAll(List.of(more));
        return se.trepart.cli.TrepartCommand.run(whole.toArray(String[]::new));
    }

    @Test
    void anOldMessageOverNewerOnesIsSaidToHaveNoEffect() throws IOException {
        // given
        var message = refused("RF-1");
        told("RF-1", "entered-in-error", "11:00:00", "'reason':'fel'");
        quiet();
        // when
        var plan = plan("dry-run", "Åsa", message);
        // then
        assertThat(hub.get("/api/replays/" + plan.path("id") + "/messages").body())
                .contains("\"changed\"");
    }

    @Test
    void aCorrectedBodyIsAMessageOfItsOwnThatPointsAtTheOriginal() throws IOException {
        // given
        var message = refused("RD-1");
        var asked = because().put("mode", "derive-and-deliver");
        asked.put(
                "body",
                visit("RD-1", "A04", "0955")
                        .replace(
                                "PID|1|199101022391||",
                                "PID|1||199101022391^^^&1.2.752.129.2.1.3.1&ISO^NI|")
                        .replace('\n', '\r'));
        // when
        var created = post("/api/messages/" + message + "/replay", "Åsa", asked);
        var plan = until(created.path("id").asLong(), "ready");
        var path = "/api/replays/" + plan.path("id");
        post(path + "/approve", "Björn", because().put("hash", plan.path("hash").asText()));
        post(path + "/start", "Åsa", because());
        until(plan.path("id").asLong(), "finished");
        // then
        assertThat(plan.path("approvalNeeded").asBoolean()).isTrue();
        assertThat(hub.jdbc().queryForMap("select outcome from message where id = ?", message))
                .containsEntry("outcome", "refused");
        assertThat(
                        hub.jdbc()
                                .queryForObject(
                                        "select outcome from message where corrects = ?",
                                        String.class,
                                        message))
                .isEqualTo("accepted");
        assertThat(hub.get("/fhir/Encounter/RD-1-visit").body()).contains("in-progress");
        assertThat(plan.path("correction").toString())
                .contains("\"message\":" + message, "\"path\":\"PID-2\"", "\"path\":\"PID-3.1\"")
                .doesNotContain("199101022391");
        assertThat(post(path + "/differences", "Björn", because()).path("correction").toString())
                .contains("\"before\":\"199101022391\"", "\"what\":\"removed\"");
        var corrected =
                hub.jdbc()
                        .queryForObject(
                                "select id from message where corrects = ?", Long.class, message);
        assertThat(hub.get("/api/messages/" + message).body())
                .contains("\"correctedBy\":[" + corrected + "]");
        assertThat(hub.get("/api/messages/" + corrected).body())
                .contains("\"corrects\":" + message + ",");
    }
}
