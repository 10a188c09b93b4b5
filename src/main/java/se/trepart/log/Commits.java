package se.trepart.log;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Runs work in one transaction that holds the locks of everything that it changes, taken in one
 * order so that commits never wait for each other in a ring. When it returns, all is durable; when
 * it throws, nothing is. It promises nothing about other consultations' order.
 */
@Component
public class Commits {
    private static final int ROUNDS = 8;
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /**
     * What is read is counted, since PostgreSQL leaves out what nobody asks for: then nothing would
     * be locked. A commit's statements are few and always find their rows by key: each is planned
     * once for all, and never to read a whole table, however small that was when it was planned.
     */
    private static final String HOLD =
            """
            with settings as materialized (select set_config('lock_timeout', ?, true), set_config('plan_cache_mode', 'force_generic_plan', true),
                    set_config('enable_seqscan', 'off', true)),
            gate as materialized (select pg_advisory_xact_lock_shared(?) from (select count(*) from settings) as passed), held as materialized (
                select pg_advisory_xact_lock(number) from (select count(*) from gate) as passed,
                    (select number from unnest(?) as number order by number) as sorted)
            select clock_timestamp() from (select count(*) from gate) as passed, (select count(*) from held) as counted
            """;

    private final TransactionTemplate transactions;
    private final JdbcTemplate jdbc;
    private final Outage outage;

    Commits(TransactionTemplate transactions, JdbcTemplate jdbc) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.outage = new Outage(jdbc::getDataSource);
    }

    /**
     * How long a commit waits.
     *
     * @param silence milliseconds for the answer to any one statement; 0 as long as the pool's
     *     connections do
     * @param locks milliseconds for any one lock; 0 for ever
     * @param twice whether a lock that was not to be had is waited for once more
     */
    private record Patience(int silence, int locks, boolean twice) {
        static final Patience LONG = new Patience(0, 0, false);

        /** With the wait for a connection, a sender's answer comes within five seconds. */
        static final Patience SHORT = new Patience(2_500, 2_200, true);

        /** Where somebody else's lock is no reason to let others wait. */
        static final Patience NONE = new Patience(2_500, 50, false);

        /** Whether a lock that was not to be had since then is waited for once more. */
        boolean onceMore(long began) {
            return twice && System.nanoTime() - began < Duration.ofMillis(locks + 100L).toNanos();
        }
    }

    /**
     * Runs the work with at least these locks; the work may be run again with more of them, or
     * after a deadlock. Throws FaultException with TRP-601 when the database is away, TRP-602 when
     * it is full, TRP-603 when there is too much at once.
     */
    public <T> T commit(Collection<Lock> locks, Function<Commit, T> work) {
        return commit(locks, work, Patience.LONG);
    }

    /**
     * The same for somebody who waits for an answer: a database that says nothing is away (TRP-601)
     * within five seconds, and from then on nobody waits for it until it is back. Whether anything
     * was kept is then unknown, as after any broken commit.
     */
    public <T> T commitPromptly(Collection<Lock> locks, Function<Commit, T> work) {
        return outage.unlessAway(() -> commit(locks, work, Patience.SHORT));
    }

    /** The same, but it waits for nobody: where somebody else has one of the locks, TRP-603. */
    <T> T commitAtOnce(Collection<Lock> locks, Function<Commit, T> work) {
        return outage.unlessAway(() -> commit(locks, work, Patience.NONE));
    }

    private <T> T commit(Collection<Lock> locks, Function<Commit, T> work, Patience patience) {
        var wanted = new TreeSet<>(locks);
        var began = System.nanoTime();
        for (var round = 1; ; round++) {
            try {
                return transactions.execute(status -> work.apply(begin(wanted, patience)));
            } catch (Commit.LocksMissing missing) {
                wanted.addAll(missing.locks());
            } catch (ConcurrencyFailureException ring) {
                if (round >= ROUNDS) {
                    throw fault(FaultCode.TRP_603, ring);
                }
            } catch (DataAccessException | TransactionException trouble) {
                if (!state(trouble).equals(LOCK_NOT_AVAILABLE) || !patience.onceMore(began)) {
                    throw translated(trouble);
                }
            }
        }
    }

    private Commit begin(Set<Lock> locks, Patience patience) {
        var steps = new Steps();
        var numbers = locks.stream().map(Lock::number).toArray(Long[]::new);
        var time =
                jdbc.execute((Connection connection) -> {
                    if (patience.silence() > 0) {
                        // Until the pool has it back; no round trip.
                        connection.setNetworkTimeout(Runnable::run, patience.silence());
                    }
                    try (var statement = connection.prepareStatement(HOLD)) {
                        statement.setString(1, Integer.toString(patience.locks()));
                        statement.setLong(2, Gate.NUMBER);
                        statement.setArray(3, connection.createArrayOf("bigint", numbers));
                        try (var row = statement.executeQuery()) {
                            row.next();
                            return row.getObject(1, OffsetDateTime.class).toInstant();
                        }
                    }
                });
        steps.done(Steps.Step.WAITED);
        return new Commit(
                new HashSet<>(locks), time == null ? Instant.EPOCH : time, steps, this::free);
    }

    /** Takes the locks without waiting, until the transaction ends; whether it got them all. */
    private boolean free(Set<Lock> locks) {
        return Boolean.TRUE.equals(
                jdbc.queryForObject(
                        "select bool_and(pg_try_advisory_xact_lock(number)) from unnest(?) as"
                                + " number",
                        Boolean.class,
                        (Object) locks.stream().map(Lock::number).toArray(Long[]::new)));
    }

    /** PostgreSQL's code of what went wrong; empty when none is told. */
    private static String state(RuntimeException trouble) {
        for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
            if (cause instanceof java.sql.SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    private static FaultException translated(RuntimeException trouble) {
        var state = state(trouble);
        if (state.equals("53300") || state.equals(LOCK_NOT_AVAILABLE)) {
            return fault(FaultCode.TRP_603, trouble);
        }
        if (state.startsWith("53")) {
            return fault(FaultCode.TRP_602, trouble);
        }
        if (state.startsWith("08") || state.startsWith("57")) {
            return fault(FaultCode.TRP_601, trouble);
        }
        if (trouble instanceof TransactionException
                || trouble instanceof DataAccessResourceFailureException) {
            return fault(FaultCode.TRP_601, trouble);
        }
        return fault(
                trouble instanceof TransientDataAccessException
                        ? FaultCode.TRP_603
                        : FaultCode.TRP_699,
                trouble);
    }

    private static FaultException fault(FaultCode code, Throwable cause) {
        return new FaultException(java.util.List.of(new Fault(code, "")), cause);
    }
}
