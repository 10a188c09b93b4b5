package se.trepart.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import se.trepart.TestDatabase;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import javax.sql.DataSource;

/** Who shares a commit with whom, and that nobody bears another's fault. */
class SharedCommitsIT {
    private static final String BAD = "bad";
    private static final String SMALL = "small";

    private final DataSource database = TestDatabase.create();
    private final JdbcTemplate jdbc = new JdbcTemplate(database);
    private final TransactionTemplate transactions =
            new TransactionTemplate(new JdbcTransactionManager(database));
    private final Commits commits = new Commits(transactions, jdbc);
    private final SharedCommits<String, Long> shared =
            new SharedCommits<>(commits, 1, 4, 10, this::keep);
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch first = new CountDownLatch(1);

    @BeforeEach
    void table() {
        jdbc.execute("create table kept (item text, xid xid8 default pg_current_xact_id())");
    }

    @AfterEach
    void end() {
        first.countDown();
        callers.close();
    }

    @Test
    void whoeverComesMeanwhileSharesTheNextCommitAndEachIsGivenItsOwnResult() throws Exception {
        // given
        var under = underWay();
        var waiting = List.of(comes("a", SMALL, 1), comes("b", SMALL, 1), comes("c", SMALL, 1));
        // when
        first.countDown();
        // then
        assertThat(under.get()).isEqualTo(100L);
        assertThat(List.of(waiting.get(0).get(), waiting.get(1).get(), waiting.get(2).get()))
                .containsExactly(1L, 1L, 1L);
        assertThat(together()).containsExactly("first", "a b c");
    }

    @Test
    void noMoreThanMayAndNobodyOfAnotherKindOrTooHeavyShares() throws Exception {
        // given
        var under = underWay();
        var waiting = new ArrayList<Future<Long>>();
        waiting.add(comes("a", SMALL, 1));
        waiting.add(comes("other", "kind", 1));
        waiting.add(comes("b", SMALL, 1));
        waiting.add(comes("heavy", SMALL, 9));
        waiting.add(comes("c", SMALL, 1));
        waiting.add(comes("d", SMALL, 1));
        waiting.add(comes("e", SMALL, 1));
        // when
        first.countDown();
        under.get();
        for (var one : waiting) {
            one.get();
        }
        // then
        assertThat(together()).containsExactly("first", "a b c d", "other", "heavy e");
    }

    @Test
    void nobodyBeginsWithALockOfOneWhoCameBefore() throws Exception {
        // given
        var under = underWay("x");
        var waiting =
                List.of(
                        comes("a", SMALL, 1, "x"),
                        comes("b", SMALL, 1, "y"),
                        comes("c", SMALL, 1, "x", "z"),
                        comes("d", SMALL, 1, "z"),
                        comes("e", SMALL, 1));
        // when
        first.countDown();
        under.get();
        for (var one : waiting) {
            one.get();
        }
        // then
        assertThat(together()).containsExactly("first", "a b e", "c", "d");
    }

    @Test
    void aFaultIsBorneByItsOwnCallerAlone() throws Exception {
        // given
        var under = underWay();
        var good = comes("a", SMALL, 1);
        var bad = comes(BAD, SMALL, 1);
        var other = comes("b", SMALL, 1);
        // when
        first.countDown();
        // then
        assertThat(List.of(under.get(), good.get(), other.get())).containsExactly(100L, 1L, 1L);
        assertThatThrownBy(bad::get)
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("its own fault");
        assertThat(together()).containsExactlyInAnyOrder("first", "a", "b");
    }

    @Test
    void nobodyWaitsForALockThatAnotherInstanceHolds() throws Exception {
        // given
        var released = new CountDownLatch(1);
        var elsewhere =
                callers.submit(() ->
                        new Commits(transactions, jdbc)
                                .commit(List.of(Lock.onPerson("p")), commit -> passes(released)));
        await().until(() -> advisoryLocks() > 1);
        var under = underWay();
        var blocked = comes("blocked", SMALL, 1, "p");
        var free = comes("free", SMALL, 1, "q");
        // when
        first.countDown();
        under.get();
        free.get();
        // then
        assertThat(blocked.isDone()).isFalse();
        released.countDown();
        elsewhere.get();
        assertThat(blocked.get()).isEqualTo(1L);
        assertThat(together()).containsExactlyInAnyOrder("first", "free", "blocked");
    }

    /** The first to come, who stays under way until the latch is open. */
    private Future<Long> underWay(String... persons) {
        var under = comes("first", SMALL, 1, persons);
        await().until(() -> begun.getCount() == 0);
        return under;
    }

    private Future<Long> comes(String item, String kind, long weight, String... persons) {
        var waiting = shared.waiting();
        var locks = Stream.of(persons).map(Lock::onPerson).toList();
        var result = callers.submit(() -> shared.commit(item, kind, weight, locks));
        if (!item.equals("first")) {
            await().until(() -> shared.waiting() > waiting);
        }
        return result;
    }

    private List<Long> keep(Commit commit, List<String> items) {
        items.forEach(item -> jdbc.update("insert into kept (item) values (?)", item));
        if (items.contains("first")) {
            begun.countDown();
            passes(first);
            return List.of(100L);
        }
        if (items.contains(BAD)) {
            throw new IllegalStateException("its own fault");
        }
        return items.stream().map(item -> 1L).toList();
    }

    private long advisoryLocks() {
        return jdbc.queryForList(
                        "select count(*) from pg_locks where locktype = 'advisory' and granted and"
                                + " database = (select oid from pg_database where datname ="
                                + " current_database())",
                        Long.class)
                .getFirst();
    }

    private static boolean passes(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What was kept by one commit, in the order of the commits. */
    private List<String> together() {
        return jdbc.queryForList(
                "select string_agg(item, ' ' order by ctid) from kept group by xid order by xid",
                String.class);
    }
}
