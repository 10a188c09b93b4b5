package se.trepart.delivery;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * For a destination that takes one connection at a time: nothing is claimed while any instance
 * holds a claim on one of its streams, so the stream's lease is the connection's lease. An instance
 * that was stopped in the midst of sending may keep its connection longer than its lease.
 */
class SingleConnection {
    private final JdbcTemplate jdbc;

    SingleConnection(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Whether the caller may claim now. Claims of one such destination come one after another, by a
     * lock that lasts as long as the caller's transaction.
     */
    boolean free(DestinationSettings destination) {
        if (!destination.singleConnection()) {
            return true;
        }
        jdbc.query(
                "select pg_advisory_xact_lock(hashtextextended('connection to ' || ?, 0))",
                row -> {},
                destination.name());
        return Boolean.FALSE.equals(
                jdbc.queryForObject(
                        "select exists (select from stream where destination = ? and leased_until >"
                                + " clock_timestamp())",
                        Boolean.class,
                        destination.name()));
    }
}
