package se.trepart.replay;

import org.springframework.core.env.ConfigurableEnvironment;

import java.sql.SQLException;

import javax.sql.DataSource;

/**
 * Rebuilds all that follows from the raw messages, of one moment of a store and beside whatever
 * runs on it, and compares it with what is stored. Writes nothing but temporary tables.
 */
public final class RebuildCheck {
    private RebuildCheck() {}

    /**
     * Runs it.
     *
     * @param database gives a connection that nobody uses after this
     * @param environment the settings that the hub runs with
     */
    public static RebuildReport run(DataSource database, ConfigurableEnvironment environment)
            throws SQLException {
        var start = System.nanoTime();
        try (var scratch = Scratch.open(database, environment)) {
            var rebuilding = new Rebuilding(scratch);
            rebuilding.everything();
            return rebuilding.compare(start);
        }
    }
}
