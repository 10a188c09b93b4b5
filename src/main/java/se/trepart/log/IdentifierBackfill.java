package se.trepart.log;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Hashes the identifiers of messages that were kept before there were hashes, once, from the newest
 * back: the key is the hub's own, so no migration could. One instance at a time, in small commits;
 * a stopped hub goes on at its next start.
 */
@Component
public class IdentifierBackfill implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(IdentifierBackfill.class);
    private static final int STEP = 200;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final MessageIdentifiers identifiers;
    private volatile boolean stopped;

    IdentifierBackfill(
            JdbcTemplate jdbc, TransactionTemplate transactions, MessageIdentifiers identifiers) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.identifiers = identifiers;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        Thread.ofVirtual().name("identifier-backfill").start(this::run);
    }

    /** Goes on until none is left, another instance is at it, or the database is away. */
    void run() {
        try {
            var more = true;
            while (more && !stopped) {
                more = Boolean.TRUE.equals(transactions.execute(status -> step()));
            }
        } catch (DataAccessException | TransactionException away) {
            LOG.warn("older messages cannot be found by their identifiers until the next start");
        }
    }

    /** Whether there may be more. */
    private boolean step() {
        var until =
                jdbc.queryForList(
                        "select until from identifier_backfill where until > 0 for update skip"
                                + " locked",
                        Long.class);
        if (until.isEmpty()) {
            return false;
        }
        var last = new long[1];
        jdbc.query(
                "select id, body from message where id <= ? order by id desc limit ?",
                row -> {
                    last[0] = row.getLong(1);
                    jdbc.update(
                            "insert into message_identifier (hash, message) select hash, ? from"
                                    + " unnest(?) as hash",
                            last[0],
                            identifiers.of(row.getBytes(2)));
                },
                until.getFirst(),
                STEP);
        jdbc.update("update identifier_backfill set until = ?", Math.max(0, last[0] - 1));
        return last[0] > 1;
    }

    @Override
    public void destroy() {
        stopped = true;
    }
}
