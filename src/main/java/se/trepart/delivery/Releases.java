package se.trepart.delivery;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import se.trepart.fault.FaultCode;

import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * Lets the held streams of a destination that is mended go on together: those owed longest first, a
 * few a second, so that one which is not mended after all is not flooded. Each is noted as if it
 * had been let go alone.
 */
@Component
public class Releases {
    /**
     * What a destination says itself, and may say otherwise once it is mended. Where nobody knows
     * what became of a message, or a replay is held back, each is for a person to look at.
     */
    public static final List<FaultCode> MENDABLE = List.of(FaultCode.TRP_404, FaultCode.TRP_405);

    private static final int STEP = 200;
    private static final int EACH_SECOND = 20;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Waking waking;

    Releases(JdbcTemplate jdbc, TransactionTemplate transactions, Waking waking) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.waking = waking;
    }

    /** Lets go all that are held for one of these causes; how many. */
    int release(String destination, Collection<FaultCode> causes, Interventions.Why why) {
        var released = 0;
        for (var step = STEP; step == STEP; released += step) {
            var before = released;
            step =
                    Objects.requireNonNull(
                            transactions.execute(status -> step(destination, causes, why, before)));
            waking.wake(destination);
        }
        return released;
    }

    /** One that changes right now is left to whoever changes it. */
    private int step(
            String destination, Collection<FaultCode> causes, Interventions.Why why, int before) {
        var keys =
                jdbc.queryForList(
                                """
                                update stream set state = 'pending', attempts = 0, failing_since = null, fence = fence + 1,
                                    due_at = case when missing = '' then clock_timestamp() + make_interval(secs => (? + turn) / ?::float8) else 'infinity' end,
                                    cause = case when missing = '' then null else cause end, cause_detail = case when missing = '' then null else cause_detail end
                                from (select key as chosen, row_number() over (order by caused_at, key) - 1 as turn from (
                                        select key, caused_at from stream where destination = ? and state = 'held' and cause = any (?) and leased_until <= clock_timestamp()
                                        order by caused_at, key limit ? for update skip locked) as held) as turns
                                where destination = ? and key = chosen
                                returning key
                                """,
                                String.class,
                                before,
                                EACH_SECOND,
                                destination,
                                causes.stream().map(FaultCode::code).toArray(String[]::new),
                                STEP,
                                destination)
                        .toArray(String[]::new);
        jdbc.update(
                """
                insert into intervention (kind, destination, delivery, done_by, reason)
                select 'release', stream.destination, delivery.id, ?, ? from stream join delivery using (destination, key, serial)
                where destination = ? and key = any (?)
                """,
                why.by(),
                why.reason(),
                destination,
                keys);
        jdbc.update(
                "update delivery set state = 'superseded', settled_at = clock_timestamp() where"
                        + " destination = ? and key = any (?) and state = 'held'",
                destination,
                keys);
        return keys.length;
    }
}
