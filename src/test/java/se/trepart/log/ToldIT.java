package se.trepart.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import se.trepart.TestDatabase;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

/** What a reader of the log reads, and what that costs. */
class ToldIT {
    private static final int LONG = 20_000;

    private final DataSource database = TestDatabase.create();
    private final JdbcTemplate jdbc = new JdbcTemplate(database);
    private final TransactionTemplate transactions =
            new TransactionTemplate(new JdbcTransactionManager(database));
    private final Told told = new Told(jdbc, transactions);

    @Test
    void doesNotGoThroughWhatHasBeenReadBefore() {
        // given
        jdbc.update(
                """
                insert into message (received_at, feed, sender, content_hash, outcome) values (now(), 'mllp', 's', '', 'accepted')
                """);
        tell(LONG);
        while (told.next("a reader", LONG, entry -> {}) > 0) {
            assertThat(told.last()).isNotEqualTo(Told.Place.BEGINNING);
        }
        tell(3);
        jdbc.execute("analyze told");
        var read = new ArrayList<Told.Entry>();
        var rows = new AtomicLong();
        // when
        transactions.executeWithoutResult(status -> {
            assertThat(told.next("a reader", 2, read::add)).isEqualTo(2);
            assertThat(told.next("a reader", 2, read::add)).isEqualTo(1);
            jdbc.query(
                    "select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables"
                            + " where relname = 'told'",
                    row -> {
                        rows.set(row.getLong(1));
                    });
        });
        // then
        assertThat(read)
                .hasSize(3)
                .isSortedAccordingTo(
                        (one, other) -> Told.Place.after(one).compareTo(Told.Place.after(other)));
        assertThat(rows.get()).isPositive().isLessThan(100);
    }

    private void tell(int number) {
        jdbc.update(
                """
                with told_of as (
                    insert into event (message, source, event_id, type, subject, content, mapping_version, recorded_at)
                    select max(id), 's', gen_random_uuid(), 't', 'K-1', '{}', 'm', now() from message, generate_series(1, ?) as n group by n
                    returning position)
                insert into told (consultation, event) select 'K-1', position from told_of
                """,
                number);
    }
}
