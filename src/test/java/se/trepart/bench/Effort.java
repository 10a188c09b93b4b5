package se.trepart.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleSupplier;

/**
 * The processor time of a server and of the PostgreSQL that works for it, which other programs on
 * the machine hardly change.
 *
 * @param server its own, in milliseconds
 * @param database where PostgreSQL's files are
 */
record Effort(DoubleSupplier server, Path database) {
    /** In milliseconds, since their start. */
    double soFar() throws IOException {
        var postmaster = Files.readAllLines(database.resolve("postmaster.pid")).getFirst().strip();
        return server.getAsDouble() + Ticking.familyMillis(Long.parseLong(postmaster));
    }
}
