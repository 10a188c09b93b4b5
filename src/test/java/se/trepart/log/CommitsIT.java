package se.trepart.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import se.trepart.TestDatabase;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

/** What a commit holds while it lasts, as another connection to PostgreSQL sees it. */
class CommitsIT {
    private static final String HELD =
            "select count(*) from pg_locks where locktype = 'advisory' and granted and mode = ? and"
                    + " database = (select oid from pg_database where datname ="
                    + " current_database())";

    private static final String WAITING = HELD.replace("granted and mode = ?", "not granted");

    private final DataSource database = TestDatabase.create();
    private final JdbcTemplate other = new JdbcTemplate(database);
    private final Commits commits =
            new Commits(
                    new TransactionTemplate(new JdbcTransactionManager(database)),
                    new JdbcTemplate(database));

    @Test
    void holdsEachOfItsLocksAloneAndTheGateWithOthersUntilItEnds() {
        // given
        var locks = List.of(Lock.onConsultation("K-1"), Lock.onPerson("p"), Lock.onVisit("v"));
        // when
        var during =
                commits.commit(locks, commit -> List.of(held("ExclusiveLock"), held("ShareLock")));
        var promptly =
                commits.commitPromptly(
                        locks, commit -> List.of(held("ExclusiveLock"), held("ShareLock")));
        // then
        assertThat(during).containsExactly(3L, 1L);
        assertThat(promptly).containsExactly(3L, 1L);
        assertThat(held("ExclusiveLock") + held("ShareLock")).isZero();
    }

    @Test
    void takesOnTheWayALockThatNobodyHas() {
        // given
        var begun = new AtomicInteger();
        // when
        var during =
                commits.commit(
                        List.of(Lock.onConsultation("K-1")),
                        commit -> {
                            begun.incrementAndGet();
                            commit.take(List.of(Lock.onPerson("p"), Lock.onVisit("v")));
                            commit.require(List.of(Lock.onVisit("v")));
                            return held("ExclusiveLock");
                        });
        // then
        assertThat(during).isEqualTo(3);
        assertThat(begun).hasValue(1);
        assertThat(held("ExclusiveLock")).isZero();
    }

    @Test
    void beginsAgainAndWaitsWhereSomebodyHasALockThatItWouldTake() throws Exception {
        // given
        var person = Lock.onPerson("p");
        var begun = new AtomicInteger();
        try (var holder = database.getConnection();
                var thread = Executors.newSingleThreadExecutor()) {
            holder.setAutoCommit(false);
            try (var statement = holder.createStatement()) {
                statement.execute("select pg_advisory_xact_lock(" + person.number() + ")");
            }
            // when
            var committed =
                    thread.submit(() ->
                            commits.commit(
                                    List.of(Lock.onConsultation("K-1")),
                                    commit -> {
                                        begun.incrementAndGet();
                                        commit.take(List.of(person));
                                        return held("ExclusiveLock");
                                    }));
            await().until(() -> other.queryForObject(WAITING, Long.class), one -> one == 1L);
            // then
            assertThat(begun).hasValue(1);
            assertThat(committed.isDone()).isFalse();
            holder.rollback();
            assertThat(committed.get()).isEqualTo(2);
        }
        assertThat(begun).hasValue(2);
    }

    @Test
    void readsEventsByTheirKeysWhereNothingWasEverAnalysed() {
        // given
        other.execute("alter table event set (autovacuum_enabled = off)");
        other.execute("alter table stray set (autovacuum_enabled = off)");
        other.update(
                """
                insert into message (received_at, feed, sender, content_hash, outcome) values (now(), 'mllp', 's', '', 'accepted')
                """);
        other.update(
                """
                insert into event (message, source, event_id, type, subject, visit, person, content, mapping_version, recorded_at)
                select max(id), 's', n, 't', 'K-' || n / 10, 'V-' || n / 10, 'p-' || n / 10, '{}', 'm', now()
                from message, generate_series(0, 19999) as n group by n
                """);
        other.update(
                """
                insert into stray (event, visit, person, contact, referral)
                select position, 'V-' || position, 'p-' || position, 'c-' || position, 'r-' || position from event
                """);
        var events = new Events(new JdbcTemplate(database));
        var strays = new Strays(new JdbcTemplate(database));
        // when
        var read =
                commits.commit(
                        List.of(),
                        commit -> {
                            assertThat(
                                            events.naming(
                                                    List.of("K-7"), List.of("V-8"), List.of("p-9")))
                                    .hasSize(30);
                            assertThat(
                                            strays.find(
                                                    new Strays.Keys(
                                                            List.of(-1L),
                                                            List.of("p-1"),
                                                            List.of("V-2"),
                                                            List.of("c-3"),
                                                            List.of("r-4"))))
                                    .hasSize(4);
                            return new JdbcTemplate(database)
                                    .queryForObject(
                                            "select sum(seq_tup_read + idx_tup_fetch) from"
                                                    + " pg_stat_xact_user_tables where relname in"
                                                    + " ('event', 'stray')",
                                            Long.class);
                        });
        // then
        assertThat(read).isLessThan(100);
    }

    /** Asked on a connection of its own: the commit's stands in its transaction's thread. */
    private long held(String mode) {
        try (var thread = Executors.newSingleThreadExecutor()) {
            return thread.submit(() -> other.queryForList(HELD, Long.class, mode).getFirst()).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
