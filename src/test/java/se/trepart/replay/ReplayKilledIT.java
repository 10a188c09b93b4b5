package se.trepart.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static se.trepart.replay.Workshop.asked;
import static se.trepart.replay.Workshop.described;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import se.trepart.RunningHub;
import se.trepart.TestDatabase;
import se.trepart.cli.Trepart;
import se.trepart.simulator.MllpClient;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The hub as its own process, killed while it carries a replay out and started again. */
class ReplayKilledIT {
    private static final int MESSAGES = 40;
    private static final int BEFORE_THE_KILL = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path data;
    private final String url = TestDatabase.createUrl();
    private final JdbcTemplate jdbc =
            new JdbcTemplate(new DriverManagerDataSource(url, "postgres", ""));
    private final List<Process> processes = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = RunningHub.freePort();
    private final int mllp = RunningHub.freePort();

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
        http.close();
    }

    @Test
    void goesOnAfterTheLastMessageThatWasDoneAndDoesNoneTwice() throws Exception {
        // given
        var hub = start();
        refused();
        var messages = jdbc.queryForList("select id from message order by id", Long.class);
        var created =
                post("/api/replays", described(asked("derive", messages).put("perSecond", 10)));
        var plan = "/api/replays/" + created.path("id").asLong();
        await().atMost(PATIENCE).until(() -> get(plan).path("state").asText().equals("ready"));
        post(plan + "/start", asked());
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> done() >= BEFORE_THE_KILL);
        // when
        hub.destroyForcibly().waitFor();
        // then
        var atTheKill = done();
        assertThat(atTheKill).isBetween(BEFORE_THE_KILL, MESSAGES - 1);
        // when
        start();
        // then
        await().atMost(PATIENCE).until(() -> get(plan).path("state").asText().equals("finished"));
        assertThat(get(plan).at("/progress/done").asInt()).isEqualTo(MESSAGES);
        assertThat(jdbc.queryForList("select message from derivation order by message", Long.class))
                .isEqualTo(messages);
        assertThat(jdbc.queryForList("select message from event order by message", Long.class))
                .isEqualTo(messages);
        assertThat(jdbc.queryForList("select distinct superseded from event", Boolean.class))
                .containsExactly(false);
    }

    private int done() {
        var done =
                jdbc.queryForObject(
                        "select count(*) from replay_message where state = 'done'", Integer.class);
        return done == null ? 0 : done;
    }

    /** Visits that are refused for a sender nobody has described. */
    private void refused() throws IOException {
        try (var client =
                await().atMost(PATIENCE).ignoreExceptions().until(this::door, Objects::nonNull)) {
            for (var number = 0; number < MESSAGES; number++) {
                var answer =
                        client.send(
                                Workshop.visit("XX-" + number, "A04", "0955")
                                        .replace('\n', '\r')
                                        .getBytes(StandardCharsets.UTF_8));
                assertThat(RunningHub.code(answer)).isEqualTo("AR");
            }
        }
    }

    private MllpClient door() throws IOException {
        return MllpClient.connect(new InetSocketAddress("localhost", mllp), PATIENCE);
    }

    private JsonNode get(String path) throws Exception {
        return exchange(HttpRequest.newBuilder(uri(path)).GET());
    }

    private JsonNode post(String path, JsonNode body) throws Exception {
        return exchange(
                HttpRequest.newBuilder(uri(path))
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private JsonNode exchange(HttpRequest.Builder request) throws Exception {
        return JSON.readTree(
                http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    /** Starts it, and waits until its door is open. */
    private Process start() throws IOException {
        var process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-cp",
                                        System.getProperty(
                                                "surefire.test.class.path",
                                                System.getProperty("java.class.path")),
                                        Trepart.class.getName(),
                                        "serve",
                                        "--server.port=" + port,
                                        "--management.server.port=0",
                                        "--trepart.feed.mllp.port=" + mllp,
                                        "--trepart.feed.jms.port=" + RunningHub.freePort(),
                                        "--trepart.data-dir=" + data.resolve("var"),
                                        "--spring.datasource.url=" + url,
                                        "--spring.datasource.username=postgres",
                                        "--trepart.destination.pasis.address=localhost:"
                                                + RunningHub.freePort(),
                                        "--trepart.destination.primary-care.address=localhost:"
                                                + RunningHub.freePort()))
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(data.resolve("log").toFile()))
                        .start();
        processes.add(process);
        await().atMost(PATIENCE).ignoreExceptions().until(() -> get("/api/replays").has("replays"));
        return process;
    }
}
