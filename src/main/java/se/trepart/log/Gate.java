package se.trepart.log;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What every commit to the log goes through, and what a rebuild shuts while it puts rows in their
 * place: an advisory lock that commits share, of all instances.
 */
public final class Gate {
    /** Its number among the advisory locks. */
    static final long NUMBER = 0x7472657061727447L;

    private Gate() {}

    /**
     * Shuts it until the caller's transaction ends; waits for the commits that are under way.
     * Others wait behind it, so it gives up after a while and throws what the database throws.
     */
    public static void shut(JdbcTemplate jdbc) {
        jdbc.execute("set local lock_timeout = '5s'");
        jdbc.queryForList("select pg_advisory_xact_lock(?)", NUMBER);
        jdbc.execute("set local lock_timeout = 0");
    }
}
