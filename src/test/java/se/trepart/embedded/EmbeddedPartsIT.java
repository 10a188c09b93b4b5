package se.trepart.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.DeliveryMode;
import jakarta.jms.Session;

import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import se.trepart.RunningHub;
import se.trepart.cli.Trepart;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The hub as its own process on its embedded parts, killed and started again. */
class EmbeddedPartsIT {
    private static final Duration START = Duration.ofMinutes(2);
    private static final String QUEUE = "kept-over-the-kill";

    @TempDir private Path data;
    private final int http = RunningHub.freePort();
    private final int management = RunningHub.freePort();
    private final int jms = RunningHub.freePort();
    private final List<Process> processes = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() throws Exception {
        processes.forEach(Process::destroy);
        for (var process : processes) {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
        client.close();
    }

    @Test
    void theDatabaseIsDurableAndEverythingIsThereAfterAKill() throws Exception {
        // given
        var hub = start();
        awaitUp(hub);
        assertThat(database("show fsync")).isEqualTo("on");
        assertThat(database("show synchronous_commit")).isEqualTo("on");
        assertThat(database("show full_page_writes")).isEqualTo("on");
        assertThat(post(EVENT)).isEqualTo(201);
        send("before the kill");
        var postmaster = postmaster();
        // when
        hub.destroyForcibly();
        assertThat(hub.waitFor(20, TimeUnit.SECONDS)).isTrue();
        // then
        assertThat(ProcessHandle.of(postmaster)).as("the server left behind").isPresent();
        // when
        awaitUp(start());
        // then
        assertThat(postmaster()).isNotEqualTo(postmaster);
        assertThat(database("select phase from consultation where id = 'K-1'"))
                .isEqualTo("requested");
        assertThat(received()).isEqualTo("before the kill");
        assertThat(post(EVENT)).as("the stored answer, once more").isEqualTo(200);
    }

    @Test
    void aWrongSettingStopsTheStart() throws Exception {
        // when
        var hub = start("--trepart.delivery.lease=soon");
        // then
        assertThat(hub.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(hub.exitValue()).isNotZero();
        assertThat(Files.readString(data.resolve("log"))).contains("trepart.delivery.lease");
    }

    private Process start(String... settings) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                Trepart.class.getName(),
                                "serve",
                                "--server.port=" + http,
                                "--management.server.port=" + management,
                                "--trepart.feed.mllp.port=" + RunningHub.freePort(),
                                "--trepart.feed.jms.port=" + jms,
                                "--trepart.data-dir=" + data.resolve("var"),
                                "--trepart.destination.pasis.address=localhost:"
                                        + RunningHub.freePort(),
                                "--trepart.destination.primary-care.address=localhost:"
                                        + RunningHub.freePort()));
        command.addAll(List.of(settings));
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(data.resolve("log").toFile()))
                        .start();
        processes.add(process);
        return process;
    }

    /** Up in all its parts, the broker's own among them. */
    private void awaitUp(Process hub) {
        await().atMost(START)
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptions()
                .untilAsserted(() -> {
                    assertThat(hub.isAlive()).isTrue();
                    assertThat(get("http://localhost:" + management + "/actuator/health"))
                            .contains("\"UP\"");
                });
    }

    private String get(String url) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
    }

    private int post(String event) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(
                                        URI.create("http://localhost:" + http + "/api/events"))
                                .header("Content-Type", "application/cloudevents+json")
                                .POST(BodyPublishers.ofString(event))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    private String database(String sql) throws SQLException, IOException {
        var port = Files.readAllLines(postmasterFile()).get(3).strip();
        try (var connection =
                        DriverManager.getConnection(
                                "jdbc:postgresql://localhost:" + port + "/postgres",
                                "postgres",
                                "");
                var row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private long postmaster() throws IOException {
        return Long.parseLong(Files.readAllLines(postmasterFile()).getFirst().strip());
    }

    private Path postmasterFile() {
        return data.resolve("var/postgres/postmaster.pid");
    }

    private void send(String text) throws Exception {
        try (var factory = new ActiveMQConnectionFactory("tcp://localhost:" + jms);
                var connection = factory.createConnection();
                var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                var producer = session.createProducer(session.createQueue(QUEUE))) {
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            producer.send(session.createTextMessage(text));
        }
    }

    private String received() throws Exception {
        try (var factory = new ActiveMQConnectionFactory("tcp://localhost:" + jms);
                var connection = factory.createConnection();
                var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                var consumer = session.createConsumer(session.createQueue(QUEUE))) {
            connection.start();
            return consumer.receive(20_000).getBody(String.class);
        }
    }

    private static final String EVENT =
            """
            {"specversion":"1.0","id":"e1","source":"https://journal.example.se/",
             "type":"se.trepart.consultation.requested.v1","subject":"K-1","time":"2023-03-14T10:00:00+01:00",
             "data":{"patient":{"identifier":{"type":"personnummer","value":"189001029819"}},
              "visit":{"id":"B-1","unit":"SE162321000255-TRP102"},"physician":{"hsaId":"SE162321000255-TRP901"},
              "specialty":"ortopedi","specialistUnit":"SE162321000255-TRP202"}}
            """;
}
