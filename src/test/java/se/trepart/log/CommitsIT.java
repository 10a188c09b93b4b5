package se.trepart.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import se.trepart.TestDatabase;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

import javax.sql.DataSource;

/** What a commit holds while it lasts, as another connection to PostgreSQL sees it. */
class CommitsIT {
    private static final String HELD =
            "select count(*) from pg_locks where locktype = 'advisory' and granted and mode = ? and"
                    + " database = (select oid from pg_database where datname ="
                    + " current_database())";

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

    /** Asked on a connection of its own: the commit's stands in its transaction's thread. */
    private long held(String mode) {
        try (var thread = Executors.newSingleThreadExecutor()) {
            return thread.submit(() -> other.queryForList(HELD, Long.class, mode).getFirst()).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
