package se.trepart.torture;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One instance of the hub, started again and again on the same ports. */
final class Instance {
    private static final Duration START = Duration.ofMinutes(3);

    private final String name;
    private final HubDoors doors;
    private final int management;
    private final Path folder;
    private final List<String> settings;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();
    private Optional<Path> previous;
    private @Nullable OwnProcess process;

    /**
     * Where it is, and how it is set.
     *
     * @param previous what it runs until it is upgraded: a clone of another commit with its jar
     */
    Instance(
            String name,
            HubDoors doors,
            int management,
            Path folder,
            List<String> settings,
            Optional<Path> previous) {
        this.name = name;
        this.doors = doors;
        this.management = management;
        this.folder = folder;
        this.settings = settings;
        this.previous = previous;
    }

    String name() {
        return name;
    }

    HubDoors doors() {
        return doors;
    }

    /**
     * Starts it; it halts at the first of these labels.
     *
     * @param labels each with a colon and the number of its passing; none for a life without end
     */
    synchronized void start(List<String> labels) throws IOException {
        var command = new ArrayList<String>();
        command.add("serve");
        command.add("--server.port=" + doors.http());
        command.add("--management.server.port=" + management);
        command.add("--trepart.feed.mllp.port=" + doors.mllp());
        command.add("--trepart.data-dir=" + folder.resolve("data-" + name));
        command.addAll(settings);
        if (!labels.isEmpty()) {
            command.add("--spring.profiles.active=torture");
            command.add("--trepart.torture.halt-at=" + String.join(",", labels));
            command.add("--trepart.torture.reached=" + folder.resolve("reached"));
        }
        process = OwnProcess.start(folder.resolve(name + ".log"), previous, List.of(), command);
    }

    /** Waits until it says that it lives; false when it ended first. */
    boolean awaitUp() throws InterruptedException {
        var deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < deadline) {
            if (ended()) {
                return false;
            }
            if (answers()) {
                return true;
            }
            Thread.sleep(300);
        }
        return false;
    }

    /** Whether it says that it lives. */
    boolean answers() throws InterruptedException {
        try {
            var request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:"
                                                    + management
                                                    + "/actuator/health/liveness"))
                            .timeout(Duration.ofSeconds(2))
                            .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** A person's word to the operator's API; the status. */
    int post(String path, String body) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + doors.http() + path))
                        .timeout(Duration.ofSeconds(10))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    synchronized boolean alive() {
        return process != null && process.alive();
    }

    private synchronized boolean ended() {
        return process != null && !process.alive();
    }

    synchronized int status() {
        return process == null ? -1 : process.status();
    }

    synchronized void kill() {
        if (process != null) {
            process.kill();
        }
    }

    synchronized void stop() {
        if (process != null) {
            process.stop();
        }
    }

    /** Stops what runs, in order; its next life is this program's. */
    synchronized void upgrade() {
        previous = Optional.empty();
        stop();
    }

    synchronized void signal(String signal) throws IOException {
        if (process != null && process.alive()) {
            process.signal(signal);
        }
    }
}
