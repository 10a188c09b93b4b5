package se.trepart.torture;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** An Artemis outside the hubs, as a process that can be killed, wiped and started again. */
final class Broker implements AutoCloseable {
    private final Path directory;
    private final Path log;
    private final int port;
    private @Nullable OwnProcess process;

    Broker(Path directory, Path log, int port) {
        this.directory = directory;
        this.log = log;
        this.port = port;
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    void start() throws IOException {
        process =
                OwnProcess.start(
                        log,
                        List.of(
                                "part",
                                "broker",
                                "--data-dir",
                                directory.toString(),
                                "--port",
                                String.valueOf(port)));
    }

    void kill() {
        if (process != null) {
            process.kill();
        }
    }

    boolean alive() {
        return process != null && process.alive();
    }

    /** Forgets everything; only while it is dead. */
    void wipe() throws IOException {
        if (Files.exists(directory)) {
            try (var files = Files.walk(directory)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.stop();
        }
    }
}
