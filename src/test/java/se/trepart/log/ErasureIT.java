package se.trepart.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import se.trepart.TestDatabase;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import javax.sql.DataSource;

/** What is erased and when, on PostgreSQL, by a clock that the test sets. */
class ErasureIT {
    private static final Instant RECEIVED = Instant.parse("2023-03-14T09:00:00Z");
    private static final Duration RETENTION = Duration.ofDays(30);

    private final DataSource database = TestDatabase.create();
    private final JdbcTemplate jdbc = new JdbcTemplate(database);

    @Test
    void erasesTheBodyOfWhatConcernsNothingWhenItsTimeHasPassed() {
        // given
        keep("old", "not-concerned", RECEIVED);
        keep("new", "not-concerned", RECEIVED.plusSeconds(2));
        jdbc.update("insert into message_identifier (hash, message) select 17, id from message");
        List.of("accepted", "refused", "parked")
                .forEach(outcome -> keep(outcome, outcome, RECEIVED));
        // when
        var tooEarly = erasure(RECEIVED.plus(RETENTION)).erase();
        var erased = erasure(RECEIVED.plus(RETENTION).plusSeconds(1)).erase();
        // then
        assertThat(tooEarly).isZero();
        assertThat(erased).isEqualTo(1);
        assertThat(withBody()).containsExactlyInAnyOrder("new", "accepted", "refused", "parked");
        assertThat(
                        jdbc.queryForList(
                                "select control_id from message_identifier join message on id ="
                                        + " message",
                                String.class))
                .containsExactly("new");
        assertThat(
                        jdbc.queryForMap(
                                "select control_id, sender, outcome, answer is not null as"
                                        + " answered, body_erased_at is not null as erased from"
                                        + " message where control_id = 'old'"))
                .containsEntry("sender", "S|F")
                .containsEntry("outcome", "not-concerned")
                .containsEntry("answered", true)
                .containsEntry("erased", true);
    }

    @Test
    void erasesMoreThanOneStepHolds() {
        // given
        for (var number = 0; number < 1200; number++) {
            keep("m" + number, "not-concerned", RECEIVED);
        }
        // when, then
        assertThat(erasure(RECEIVED.plus(RETENTION).plusSeconds(1)).erase()).isEqualTo(1200);
        assertThat(withBody()).isEmpty();
    }

    @Test
    void leavesItToTheInstanceThatIsAtIt() {
        // given
        keep("old", "not-concerned", RECEIVED);
        var late = erasure(RECEIVED.plus(RETENTION).plusSeconds(1));
        var other = new TransactionTemplate(new JdbcTransactionManager(database));
        // when
        var meanwhile =
                other.execute(status -> {
                    assertThat(late.erase()).isEqualTo(1);
                    keep("next", "not-concerned", RECEIVED);
                    return inAnotherThread(late);
                });
        // then
        assertThat(meanwhile).isZero();
        assertThat(late.erase()).isEqualTo(1);
    }

    /** The lock is the first transaction's until it ends. */
    private static int inAnotherThread(Erasure erasure) {
        return java.util.concurrent.CompletableFuture.supplyAsync(erasure::erase).join();
    }

    private Erasure erasure(Instant now) {
        return new Erasure(
                jdbc,
                new TransactionTemplate(new JdbcTransactionManager(database)),
                Clock.fixed(now, ZoneOffset.UTC),
                new MessageIdentifiers(jdbc, new HubKeys(jdbc), body -> java.util.Set.of()),
                RETENTION);
    }

    private List<String> withBody() {
        return jdbc.queryForList(
                "select control_id from message where body is not null", String.class);
    }

    private void keep(String id, String outcome, Instant received) {
        jdbc.update(
                "insert into message (received_at, feed, sender, control_id, content_hash, body,"
                        + " outcome, answer) values (?, 'mllp', 'S|F', ?, 'h', 'body', ?,"
                        + " 'answer')",
                Messages.time(received),
                id,
                outcome);
    }
}
