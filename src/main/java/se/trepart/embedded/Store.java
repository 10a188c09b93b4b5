package se.trepart.embedded;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The database below a data directory, for a command that opens a hub's store: the running hub's
 * own server when there is one, else one that this starts and stops again.
 */
public final class Store implements AutoCloseable {
    private static final int PORT_LINE = 3;

    private final String url;
    private final Optional<EmbeddedDatabase> started;

    private Store(String url, Optional<EmbeddedDatabase> started) {
        this.url = url;
        this.started = started;
    }

    /**
     * Opens it. A demo's folder stands for the hub's below it.
     *
     * @throws FileNotFoundException where no hub has kept its data
     */
    public static Store open(Path dataDir) throws IOException {
        var directory =
                List.of(dataDir.resolve("postgres"), dataDir.resolve("hub").resolve("postgres"))
                        .stream()
                        .filter(folder -> Files.exists(folder.resolve("PG_VERSION")))
                        .findFirst()
                        .orElseThrow(() ->
                                new FileNotFoundException(
                                        "no hub has kept its data in " + dataDir));
        var running = running(directory.resolve("postmaster.pid"));
        if (running.isPresent()) {
            return new Store(running.orElseThrow(), Optional.empty());
        }
        var database = EmbeddedDatabase.start(directory);
        return new Store(database.url(), Optional.of(database));
    }

    /** Where the database is, with its user. */
    public String url() {
        return url;
    }

    private static Optional<String> running(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var lines = Files.readAllLines(file);
        if (lines.size() <= PORT_LINE || !EmbeddedDatabase.isAlive(lines.getFirst())) {
            return Optional.empty();
        }
        return Optional.of(
                "jdbc:postgresql://localhost:"
                        + lines.get(PORT_LINE).strip()
                        + "/postgres?user=postgres");
    }

    @Override
    public void close() throws IOException {
        if (started.isPresent()) {
            started.orElseThrow().close();
        }
    }
}
