package se.trepart.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A PostgreSQL of our own below the data directory, as durable as an outside one: fsync,
 * synchronous_commit and full_page_writes on.
 */
final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final Duration STOPPING = Duration.ofSeconds(20);

    private final EmbeddedPostgres postgres;

    private EmbeddedDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /** Starts it on the directory, after stopping a server that a killed hub has left there. */
    static EmbeddedDatabase start(Path directory) throws IOException {
        return start(directory, EmbeddedPostgres.builder());
    }

    /** As {@link #start(Path)}, on a port of its own. */
    static EmbeddedDatabase start(Path directory, int port) throws IOException {
        return start(directory, EmbeddedPostgres.builder().setPort(port));
    }

    private static EmbeddedDatabase start(Path directory, EmbeddedPostgres.Builder server)
            throws IOException {
        Files.createDirectories(directory.toAbsolutePath().getParent());
        stopLeftOver(directory);
        return new EmbeddedDatabase(
                server.setDataDirectory(directory)
                        .setCleanDataDirectory(false)
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("shared_buffers", "1GB")
                        .setServerConfig("listen_addresses", "127.0.0.1")
                        .setServerConfig("max_connections", "100")
                        .setServerConfig("deadlock_timeout", "200ms")
                        .start());
    }

    String url() {
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    private static void stopLeftOver(Path directory) throws IOException {
        var file = directory.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return;
        }
        var first = Files.readAllLines(file).stream().findFirst().orElse("").strip();
        var left =
                first.matches("\\d+")
                        ? ProcessHandle.of(Long.parseLong(first))
                                .filter(EmbeddedDatabase::isPostgres)
                        : Optional.<ProcessHandle>empty();
        if (left.isPresent()) {
            LOG.info("stopping the database server that an earlier run left behind");
            stop(left.orElseThrow());
        }
        Files.deleteIfExists(file);
    }

    /** Whether the process of that number runs and is a database server. */
    static boolean isAlive(String pid) {
        return pid.strip().matches("\\d+")
                && ProcessHandle.of(Long.parseLong(pid.strip()))
                        .filter(EmbeddedDatabase::isPostgres)
                        .isPresent();
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().filter(command -> command.endsWith("postgres")).isPresent();
    }

    private static void stop(ProcessHandle server) throws IOException {
        server.destroy();
        try {
            server.onExit().get(STOPPING.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException tooLong) {
            server.destroyForcibly();
        } catch (ExecutionException failed) {
            throw new IOException("cannot stop the database server left behind", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
