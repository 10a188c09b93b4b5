package se.trepart.torture;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL outside the hubs, that can be killed and started again on its data. */
final class Database implements AutoCloseable {
    private final Path directory;
    private final int port;
    private @Nullable EmbeddedPostgres server;

    Database(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                url() + "?connectTimeout=3&socketTimeout=30", "postgres", "");
    }

    /** Starts it; after a kill it recovers. */
    void start() throws IOException {
        server =
                EmbeddedPostgres.builder()
                        .setPort(port)
                        .setDataDirectory(directory)
                        .setCleanDataDirectory(false)
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("listen_addresses", "127.0.0.1")
                        .setServerConfig("max_connections", "100")
                        .setServerConfig("max_wal_size", "96MB")
                        .setServerConfig("deadlock_timeout", "200ms")
                        .start();
    }

    /** Kill -9 of the postmaster; its children end by themselves. */
    void kill() throws IOException, InterruptedException {
        var file = directory.resolve("postmaster.pid");
        var children =
                ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst().strip()))
                        .stream()
                        .flatMap(postmaster -> {
                            var all = postmaster.children().toList();
                            postmaster.destroyForcibly();
                            return all.stream();
                        })
                        .toList();
        for (var child : children) {
            child.onExit().orTimeout(20, TimeUnit.SECONDS).join();
        }
        Files.deleteIfExists(file);
        release();
    }

    /**
     * SIGSTOP or SIGCONT to all of its processes: it holds its connections and says nothing. The
     * first one first, so that it makes no more of them.
     */
    void signal(String name) throws IOException, InterruptedException {
        var file = directory.resolve("postmaster.pid");
        var postmaster = Long.parseLong(Files.readAllLines(file).getFirst().strip());
        signal(name, List.of(postmaster));
        signal(
                name,
                ProcessHandle.of(postmaster).stream()
                        .flatMap(ProcessHandle::descendants)
                        .map(ProcessHandle::pid)
                        .toList());
    }

    private static void signal(String name, List<Long> processes)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("kill", "-" + name));
        processes.forEach(process -> command.add(Long.toString(process)));
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** Stops it in order, its connections ended. */
    void stop() throws IOException {
        release();
    }

    private void release() throws IOException {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    /** Ends every connection but the one that asks. */
    void terminateConnections() throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where pid <>"
                            + " pg_backend_pid() and backend_type = 'client backend'");
        }
    }

    /** Holds the locks of every stream for a while, and then ends in a ring with somebody. */
    void holdStreams(long millis) throws SQLException, InterruptedException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set lock_timeout = '5s'");
            statement.execute("select from stream order by key desc for update");
            Thread.sleep(millis);
            statement.execute("lock table told in share mode");
            connection.rollback();
        }
    }

    /** Takes a connection and a write, within a while. */
    boolean answers() throws InterruptedException {
        for (var tries = 0; tries < 20; tries++) {
            try {
                number("select txid_current()");
                return true;
            } catch (SQLException notYet) {
                Thread.sleep(500);
            }
        }
        return false;
    }

    long number(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws IOException {
        release();
    }
}
