package se.trepart.facade.subscription;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Each subscription is an ordered stream of its own: claimed by one instance at a time with a lease
 * and a fence, as the ledger's streams are, and owed until its endpoint has taken it.
 */
@Component
class SubscriptionStreams {
    private final JdbcTemplate jdbc;

    SubscriptionStreams(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A stream that is this instance's for the time of the lease.
     *
     * @param shaken whether the handshake has been answered
     * @param attempts failures in a row
     */
    record Claim(
            Subscription subscription,
            List<String> headers,
            boolean shaken,
            int attempts,
            long fence) {}

    /** Takes streams that are due, those that fail or those that do not. */
    List<Claim> claim(int most, boolean failing, Duration lease) {
        return jdbc.query(
                """
                update subscription set fence = fence + 1, leased_until = clock_timestamp() + make_interval(secs => ?)
                where id in (
                    select id from subscription
                    where state <> 'off' and due_at <= clock_timestamp() and leased_until < clock_timestamp() and (attempts > 0) = ?
                    order by due_at limit ? for update skip locked)
                returning id, version, json, base, state, error, counted, delivered, changed_at, headers, shaken, attempts, fence
                """,
                (row, number) -> claim(row),
                lease.toMillis() / 1000.0,
                failing,
                most);
    }

    private static Claim claim(ResultSet row) throws SQLException {
        return new Claim(
                Subscriptions.subscription(row),
                List.of((String[]) row.getArray("headers").getArray()),
                row.getBoolean("shaken"),
                row.getInt("attempts"),
                row.getLong("fence"));
    }

    /** The endpoint took everything up to this number; silence is broken after the heartbeat. */
    void taken(Claim claim, long upTo) {
        jdbc.update(
                """
                update subscription set delivered = greatest(delivered, ?), shaken = true, attempts = 0, failing_since = null, error = null,
                    version = version + case when state = 'active' then 0 else 1 end,
                    changed_at = case when state = 'active' then changed_at else clock_timestamp() end,
                    state = 'active', leased_until = '-infinity',
                    due_at = case when counted > greatest(delivered, ?) then clock_timestamp()
                                  else coalesce(clock_timestamp() + make_interval(secs => heartbeat), 'infinity') end
                where id = ? and fence = ?
                """,
                upTo,
                upTo,
                claim.subscription().id(),
                claim.fence());
    }

    /**
     * The endpoint did not take it: it is tried again after the wait, for ever, and after enough
     * failures in a row the status says so.
     */
    void failed(Claim claim, long upTo, String why, boolean error, Duration wait) {
        jdbc.update(
                """
                update subscription set delivered = greatest(delivered, ?), attempts = attempts + 1,
                    failing_since = coalesce(failing_since, clock_timestamp()),
                    version = version + case when ? and state <> 'error' then 1 else 0 end,
                    changed_at = case when ? and state <> 'error' then clock_timestamp() else changed_at end,
                    error = ?, state = case when ? then 'error' else state end, leased_until = '-infinity',
                    due_at = clock_timestamp() + make_interval(secs => ?)
                where id = ? and fence = ?
                """,
                upTo,
                error,
                error,
                why,
                error,
                wait.toMillis() / 1000.0,
                claim.subscription().id(),
                claim.fence());
    }

    /** Ends those whose time is over. */
    void end() {
        jdbc.update(
                "update subscription set state = 'off', version = version + 1, changed_at ="
                        + " clock_timestamp() where state <> 'off' and ends_at <="
                        + " clock_timestamp()");
    }
}
