package se.trepart.log;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import javax.sql.DataSource;

/**
 * Whether the database is known to be away: then nobody waits for it, so that no sender stands in
 * line behind others who do, and it is asked now and then whether it is back.
 */
final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    /** So long nobody was answered, so that one broken connection is no outage. */
    private static final long QUIET = Duration.ofSeconds(1).toNanos();

    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(500);
    private static final int ANSWER_MILLIS = 3_000;

    private final Supplier<@Nullable DataSource> database;
    private final AtomicBoolean away = new AtomicBoolean();
    private volatile long answered = System.nanoTime() - QUIET;

    Outage(Supplier<@Nullable DataSource> database) {
        this.database = database;
    }

    /** Does it, or throws FaultException TRP-601 at once. */
    <T> T unlessAway(Supplier<T> commit) {
        if (away.get()) {
            throw new FaultException(FaultCode.TRP_601, "", "");
        }
        try {
            var done = commit.get();
            answered = System.nanoTime();
            return done;
        } catch (FaultException trouble) {
            if (trouble.faults().stream().anyMatch(fault -> fault.code() == FaultCode.TRP_601)) {
                silent();
            } else {
                answered = System.nanoTime();
            }
            throw trouble;
        }
    }

    private void silent() {
        var pooled = database.get();
        if (pooled != null
                && System.nanoTime() - answered > QUIET
                && away.compareAndSet(false, true)) {
            LOG.warn("the database is away: senders are asked to try again");
            Thread.ofVirtual().name("database-away").start(() -> awaitReturn(pooled));
        }
    }

    private void awaitReturn(DataSource pooled) {
        try {
            while (!answers(pooled)) {
                Thread.sleep(BETWEEN_QUESTIONS);
            }
            LOG.info("the database answers again");
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            away.set(false);
        }
    }

    private static boolean answers(DataSource pooled) {
        forgetIdleConnections(pooled);
        try (var connection = pooled.getConnection()) {
            connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
            try (var statement = connection.createStatement()) {
                return statement.execute("select 1");
            }
        } catch (SQLException notYet) {
            return closed(pooled);
        }
    }

    /** They are as dead as the one that failed, and each would be found out on its own. */
    private static void forgetIdleConnections(DataSource pooled) {
        pool(pooled)
                .map(HikariDataSource::getHikariPoolMXBean)
                .ifPresent(HikariPoolMXBean::softEvictConnections);
    }

    /** The hub has ended, and nobody asks any more. */
    private static boolean closed(DataSource pooled) {
        return pool(pooled).filter(HikariDataSource::isClosed).isPresent();
    }

    private static Optional<HikariDataSource> pool(DataSource pooled) {
        try {
            return pooled.isWrapperFor(HikariDataSource.class)
                    ? Optional.of(pooled.unwrap(HikariDataSource.class))
                    : Optional.empty();
        } catch (SQLException notAPool) {
            return Optional.empty();
        }
    }
}
