package se.trepart.log;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Erases the bodies of messages that concern no consultation once they are older than the set time
 * (contract 3.2); their envelopes stay, and nobody finds them by an identifier any more. One
 * instance at a time does it, in small commits.
 */
@Component
public class Erasure {
    private static final Logger LOG = LoggerFactory.getLogger(Erasure.class);
    private static final int STEP = 500;
    private static final long LOCK = 0x7472657061727445L;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final MessageIdentifiers identifiers;
    private final Duration retention;

    Erasure(
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            Clock clock,
            MessageIdentifiers identifiers,
            @Value("${trepart.feed.not-concerned-retention}") Duration retention) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
        this.identifiers = identifiers;
        this.retention = retention;
    }

    /** Erases all that is due; how many bodies, none when another instance is at it. */
    public int erase() {
        var now = clock.instant();
        var erased = 0;
        for (var step = STEP; step == STEP; erased += step) {
            var count = transactions.execute(status -> step(now));
            step = count == null ? 0 : count;
        }
        if (erased > 0) {
            LOG.info("bodies of {} messages that concern no consultation are erased", erased);
        }
        return erased;
    }

    private int step(Instant now) {
        var alone = jdbc.queryForObject("select pg_try_advisory_xact_lock(?)", Boolean.class, LOCK);
        if (!Boolean.TRUE.equals(alone)) {
            return 0;
        }
        var erased =
                jdbc.queryForList(
                        """
                        update message set body = null, body_erased_at = ? where id in (
                            select id from message where outcome = 'not-concerned' and body is not null and received_at < ?
                            order by received_at limit ? for update skip locked) returning id
                        """,
                        Long.class,
                        Messages.time(now),
                        Messages.time(now.minus(retention)),
                        STEP);
        identifiers.forget(erased);
        return erased.size();
    }
}
