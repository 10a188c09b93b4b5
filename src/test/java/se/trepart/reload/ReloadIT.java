package se.trepart.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import se.trepart.RunningHub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** Mappings and routes changed below a running hub and checked before they are swapped in. */
class ReloadIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String ROUTE = "feed-mllp.camel.yaml";

    @TempDir private static Path data;
    private static Path mappings;
    private static Path routes;
    private static RunningHub hub;

    @BeforeAll
    static void start() throws IOException {
        mappings = copy(Path.of("mappings"), data.resolve("mappings"));
        routes = copy(Path.of("routes"), data.resolve("routes"));
        hub =
                RunningHub.start(
                        data.resolve("hub"),
                        RunningHub.freePort(),
                        RunningHub.freePort(),
                        "--trepart.reload.settle=300ms",
                        "--trepart.mappings-dir=" + mappings,
                        "--trepart.routes-dir=" + routes);
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void aSeventhDialectIsInForceAsSoonAsItsFileIsThere() throws IOException {
        // given
        var before = version();
        assertThat(answer("d1")).contains("MSA|AR").contains("MSH^1^4");
        // when
        var aside =
                Files.writeString(
                        data.resolve("sjunde.yaml"),
                        """
                        name: sjunde
                        senders: [{ application: SJUNDE }]
                        visit: { unit: [ZSJ-3], id: [ZSJ-2] }
                        """);
        Files.copy(aside, mappings.resolve("feed/dialects/sjunde.yaml"));
        // then
        eventually(() -> assertThat(version()).isNotEqualTo(before));
        assertThat(answer("d2")).contains("MSA|AA");
        assertThat(inForce().path("since").asText()).isNotEmpty();
        assertThat(recorded(before)).isPositive();
        assertThat(recorded(version())).isPositive();
    }

    @Test
    void aBadSetIsRefusedWithAllItsProblemsAndTheOldOneStays() throws IOException {
        // given
        var before = version();
        var dialect = mappings.resolve("feed/dialects/fel.yaml");
        var table = mappings.resolve("feed/booking.jslt");
        var right = Files.readString(table);
        // when
        Files.writeString(
                dialect, "name: annan\nsenders: [{ application: FEL }]\ntimeZone: Skåne\n");
        Files.writeString(table, "{\n  \"a\": }\n");
        // then
        eventually(() ->
                assertThat(inForce().path("lastRefusal").path("faults").toString())
                        .contains("feed/dialects/fel.yaml:1", "/name")
                        .contains("feed/dialects/fel.yaml:3", "/timeZone")
                        .contains("feed/booking.jslt:2:"));
        assertThat(version()).isEqualTo(before);
        assertThat(new String(hub.hl7(start("d3", "ANNAN")), StandardCharsets.UTF_8))
                .contains("MSA|AA");
        // when
        Files.delete(dialect);
        Files.writeString(table, right + "\n");
        // then
        eventually(() -> assertThat(version()).isNotEqualTo(before));
    }

    @Test
    void aChangedRouteIsSwapped() throws IOException {
        // given
        var other = RunningHub.freePort();
        var shipped = Files.readString(routes.resolve(ROUTE));
        try {
            // when
            Files.writeString(
                    routes.resolve(ROUTE),
                    shipped.replace("{{trepart.feed.mllp.port}}", String.valueOf(other)));
            // then
            eventually(() -> assertThat(endpoint()).contains(":" + other));
        } finally {
            Files.writeString(routes.resolve(ROUTE), shipped);
        }
        eventually(
                () -> assertThat(RunningHub.code(hub.hl7(start("d4", "ANNAN")))).isEqualTo("AA"));
    }

    @Test
    void whatRoutesShareIsSwappedWithAllOfThem() throws IOException {
        // given
        var file = routes.resolve("on-fault.camel.yaml");
        var running = camel().getRoutesSize();
        // when
        var written = System.currentTimeMillis();
        Files.writeString(file, Files.readString(file).replace("WARN", "ERROR"));
        // then
        eventually(() -> {
            assertThat(camel().getRoutesSize()).isEqualTo(running);
            assertThat(System.currentTimeMillis() - route().getUptimeMillis())
                    .isGreaterThan(written);
        });
        eventually(
                () -> assertThat(RunningHub.code(hub.hl7(start("d5", "ANNAN")))).isEqualTo("AA"));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    keepAlive: true    | keepAlvie: true     | keepAlvie
                    keepAlive: true    | keepAlive: perhaps  | perhaps
                    ,#mllpGuard        | ,#nobody            | nobody
                    ref: reception     | ref: nowhere        | nowhere
                    method: receive    | method: recieve     | recieve
                    id: feed-mllp      | id: feed-other      | feed-other
                    {{trepart.feed.mllp.host}} | {{trepart.feed.mllp.hots}} | hots
                    - bean:            | - been:             | been
                    steps:             | "steps: ["          | YAML
                    """)
    void aBadRouteIsRefusedWithItsLineAndTheOldOneKeepsRunning(
            String right, String wrong, String named) throws IOException {
        // given
        var shipped = Files.readString(routes.resolve(ROUTE));
        var text = shipped.replace(right, wrong.replace("\"steps: [\"", "steps: ["));
        assertThat(text).isNotEqualTo(shipped);
        var folder = copy(routes, data.resolve("wrong-" + named));
        Files.writeString(folder.resolve(ROUTE), text);
        var running = route();
        // when
        var refusal =
                catchThrowableOfType(
                        RouteRefusal.class,
                        () -> hub.bean(RouteCheck.class).check(RouteFiles.read(folder)));
        // then
        assertThat(refusal.getMessage()).contains(named).startsWith(ROUTE + ":");
        assertThat(line(refusal)).isEqualTo(lineOf(text, wrong));
        assertThat(route()).isSameAs(running);
        assertThat(RunningHub.code(hub.hl7(start("d6", "ANNAN")))).isEqualTo("AA");
    }

    @Test
    void aBadRouteInTheFolderChangesNothing() throws IOException {
        // given
        var file = routes.resolve(ROUTE);
        var shipped = Files.readString(file);
        var running = route();
        try {
            // when
            Files.writeString(file, shipped.replace("keepAlive: true", "keepAlive: perhaps"));
            // then
            await().during(Duration.ofSeconds(3))
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(route()).isSameAs(running));
            assertThat(RunningHub.code(hub.hl7(start("d7", "ANNAN")))).isEqualTo("AA");
        } finally {
            Files.writeString(file, shipped);
        }
    }

    private static int line(RouteRefusal refusal) {
        return Integer.parseInt(String.valueOf(refusal.getMessage()).split(":", 3)[1]);
    }

    private static int lineOf(String text, String words) {
        return Math.max(1, RouteRefusal.lineOf(text, words.replace("\"steps: [\"", "steps: [")));
    }

    private static CamelContext camel() {
        return hub.bean(CamelContext.class);
    }

    private static Route route() {
        return Objects.requireNonNull(camel().getRoute("feed-mllp"));
    }

    private static String endpoint() {
        return route().getEndpoint().getEndpointUri();
    }

    private static JsonNode inForce() throws IOException {
        return new ObjectMapper().readTree(hub.get("/api/mappings").body());
    }

    private static String version() throws IOException {
        return inForce().path("version").asText();
    }

    private static int recorded(String version) {
        var files =
                hub.jdbc()
                        .queryForObject(
                                "select count(*) from mapping_file where version = ?",
                                Integer.class,
                                version);
        return files == null ? 0 : files;
    }

    private static String answer(String id) {
        return new String(
                hub.hl7(
                        """
                        MSH|^~\\&|SJUNDE|OKÄND|TREPART||20230314100000||ADT^A04^ADT_A01|%s|P|2.5.1||||||UNICODE UTF-8
                        EVN|A04|20230314100000
                        PID|1||199101012384^^^&1.2.752.129.2.1.3.1&ISO^NI
                        PV1|1|O
                        ZSJ|1|B-7|SE162321000255-TRP102
                        """
                                .formatted(id)),
                StandardCharsets.UTF_8);
    }

    private static String start(String id, String application) {
        return """
        MSH|^~\\&|%s|SE162321000255-TRP102|TREPART||20230314100000||ADT^A04^ADT_A01|%s-%d|P|2.5.1||||||UNICODE UTF-8
        EVN|A04|20230314100000
        PID|1||199101012384^^^&1.2.752.129.2.1.3.1&ISO^NI
        PV1|1|O|SE162321000255-TRP102||||||||||||||||B-%s|||||||||||||||||||||||||20230314100000
        """
                .formatted(application, id, System.nanoTime(), id);
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return to;
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(assertion);
    }
}
