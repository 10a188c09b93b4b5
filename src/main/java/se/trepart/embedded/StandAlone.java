package se.trepart.embedded;

import java.nio.file.Path;

/** An embedded part as a process of its own: for several hubs on one machine, to try them out. */
public final class StandAlone implements AutoCloseable {
    private final AutoCloseable part;
    private final String url;

    private StandAlone(AutoCloseable part, String url) {
        this.part = part;
        this.url = url;
    }

    /** A database on the port, kept in the directory. */
    public static StandAlone database(Path directory, int port) throws Exception {
        var database = EmbeddedDatabase.start(directory, port);
        return new StandAlone(database, database.url());
    }

    /** A broker on the port, kept in the directory. */
    public static StandAlone broker(Path directory, int port) throws Exception {
        var broker = EmbeddedBroker.start(directory, port);
        return new StandAlone(broker, broker.url());
    }

    /**
     * One of two brokers that keep the same, of which the other takes over when this one goes.
     *
     * @param backup it follows the other until it must take over
     * @param other the other's port
     */
    public static StandAlone replicated(Path directory, int port, boolean backup, int other)
            throws Exception {
        var broker = ReplicatedBroker.start(directory, port, backup, other);
        return new StandAlone(broker, "tcp://127.0.0.1:" + port);
    }

    /** What {@code spring.datasource.url} or {@code spring.artemis.broker-url} must say. */
    public String url() {
        return url;
    }

    @Override
    public void close() throws Exception {
        part.close();
    }
}
