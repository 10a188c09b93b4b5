package se.trepart.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import se.trepart.RunningHub;
import se.trepart.TestDatabase;
import se.trepart.cli.Trepart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The hub as its own process, killed in the middle of a file and started again. */
class FileFeedKilledIT {
    private static final int MESSAGES = 400;
    private static final int BEFORE_THE_KILL = 40;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir private Path data;
    private final String url = TestDatabase.createUrl();
    private final JdbcTemplate jdbc =
            new JdbcTemplate(new DriverManagerDataSource(url, "postgres", ""));
    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void goesOnAfterTheLastMessageThatWasKeptAndTakesNoneTwice() throws Exception {
        // given
        var folder = Files.createDirectories(data.resolve("files/natt"));
        var file = folder.resolve("natt.ndjson");
        Files.writeString(
                file,
                IntStream.rangeClosed(1, MESSAGES)
                        .mapToObj(number -> Told.event("k" + number, "yes"))
                        .collect(Collectors.joining("\n")));
        var hub = start();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(() -> kept() >= BEFORE_THE_KILL);
        // when
        hub.destroyForcibly().waitFor();
        // then
        var atTheKill = kept();
        assertThat(atTheKill).isBetween(BEFORE_THE_KILL, MESSAGES - 1);
        assertThat(file).exists();
        // when
        start();
        // then
        await().atMost(PATIENCE).until(() -> Files.exists(folder.resolve("natt.ndjson.done")));
        assertThat(kept()).isEqualTo(MESSAGES);
        assertThat(
                        jdbc.queryForList(
                                "select distinct outcome from message where feed = 'files-natt'",
                                String.class))
                .containsExactly("accepted");
        assertThat(
                        jdbc.queryForObject(
                                "select count(distinct control_id) from received_file_message"
                                        + " join message on id = message",
                                Integer.class))
                .isEqualTo(MESSAGES);
        assertThat(folder.resolve("natt.ndjson.report.json"))
                .content()
                .contains("\"accepted\" : " + MESSAGES);
    }

    private int kept() {
        var kept =
                jdbc.queryForObject(
                        "select count(*) from message where feed = 'files-natt'", Integer.class);
        return kept == null ? 0 : kept;
    }

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
                                        "--server.port=0",
                                        "--management.server.port=0",
                                        "--trepart.feed.mllp.port=" + RunningHub.freePort(),
                                        "--trepart.feed.jms.port=" + RunningHub.freePort(),
                                        "--trepart.data-dir=" + data.resolve("var"),
                                        "--trepart.feed.file.dir=" + data.resolve("files"),
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
        return process;
    }
}
