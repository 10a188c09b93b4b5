package se.trepart.bench;

import org.awaitility.Awaitility;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import se.trepart.torture.Ports;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The hub as the launcher starts it, on its embedded parts, in a process of its own, with ports
 * that are free.
 */
final class HubProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(5);

    private final Child process;
    private final Path data;
    private final int http;
    private final int management;
    private final int mllp;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();

    private HubProcess(Child process, Path data, List<Integer> ports) {
        this.process = process;
        this.data = data;
        this.http = ports.get(0);
        this.management = ports.get(1);
        this.mllp = ports.get(2);
    }

    /**
     * Starts it, and returns when it says that it is ready.
     *
     * @param folder where its data and its log are
     * @param options for java
     * @param settings of the hub, beside its ports and folder
     */
    static HubProcess start(
            Surroundings surroundings,
            Path folder,
            List<String> options,
            Map<String, String> settings)
            throws IOException {
        var hub = launch(surroundings, folder, options, settings);
        try {
            hub.awaitReady();
            return hub;
        } catch (IOException | RuntimeException failed) {
            hub.close();
            throw failed;
        }
    }

    /** Starts it without waiting. */
    static HubProcess launch(
            Surroundings surroundings,
            Path folder,
            List<String> options,
            Map<String, String> settings)
            throws IOException {
        var ports = Ports.free(4);
        var line = program(surroundings, options);
        line.addAll(
                List.of(
                        "serve",
                        "--server.port=" + ports.get(0),
                        "--management.server.port=" + ports.get(1),
                        "--trepart.feed.mllp.port=" + ports.get(2),
                        "--trepart.feed.jms.port=" + ports.get(3),
                        "--trepart.data-dir=" + folder.resolve("data")));
        settings.forEach((name, value) -> line.add("--" + name + "=" + value));
        return new HubProcess(
                Child.quiet(surroundings.root(), folder.resolve("hub.log"), line),
                folder.resolve("data"),
                ports);
    }

    /** Java and the jar, as the launcher starts it; the command is still to come. */
    static List<String> program(Surroundings surroundings, List<String> options) {
        var spread = surroundings.root().resolve("target/start");
        var line = new ArrayList<>(List.of(Child.java(), "--enable-native-access=ALL-UNNAMED"));
        if (Files.exists(spread.resolve("classes.aot"))) {
            line.add("-XX:AOTCache=" + spread.resolve("classes.aot"));
        }
        line.addAll(options);
        line.addAll(List.of("-jar", spread.resolve("trepart.jar").toString()));
        return line;
    }

    void awaitReady() throws IOException {
        Awaitility.await("the hub's start")
                .atMost(START)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> ready() || !process.alive());
        if (!process.alive()) {
            throw new IOException("The hub did not start:\n" + process.lastWords());
        }
    }

    private boolean ready() throws InterruptedException {
        try {
            return client.send(
                                    HttpRequest.newBuilder(
                                                    URI.create(
                                                            "http://127.0.0.1:"
                                                                    + management
                                                                    + "/actuator/health/readiness"))
                                            .timeout(Duration.ofSeconds(2))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    int mllp() {
        return mllp;
    }

    int http() {
        return http;
    }

    /** The processor time that it has had, in milliseconds. */
    double cpuMillis() {
        return process.cpuMillis();
    }

    /** The same of its own PostgreSQL. */
    double databaseCpuMillis() throws IOException {
        return Ticking.familyMillis(Long.parseLong(postmaster(0)));
    }

    /** Where its own PostgreSQL listens. */
    int databasePort() throws IOException {
        return Integer.parseInt(postmaster(3));
    }

    private String postmaster(int line) throws IOException {
        return Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(line).strip();
    }

    /** A connection to its own PostgreSQL, for whoever closes it. */
    SingleConnectionDataSource database() throws IOException {
        return new SingleConnectionDataSource(
                "jdbc:postgresql://127.0.0.1:" + databasePort() + "/postgres",
                "postgres",
                "",
                true);
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }
}
