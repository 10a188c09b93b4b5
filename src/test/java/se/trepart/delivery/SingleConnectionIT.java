package se.trepart.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

import se.trepart.TestDatabase;
import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Two instances and a destination that takes one connection at a time. */
class SingleConnectionIT {
    private static final Duration LEASE = Duration.ofMinutes(5);

    private JdbcTemplate jdbc;
    private Claims one;
    private Claims other;

    @BeforeEach
    void start() {
        var database = new DriverManagerDataSource(TestDatabase.createUrl(), "postgres", "");
        jdbc = new JdbcTemplate(database);
        one = instance(database);
        other = instance(database);
        for (var number = 0; number < 20; number++) {
            new Ledger(jdbc)
                    .aim(
                            List.of(
                                    new Ledger.Aim(
                                            "pasis",
                                            "K" + number,
                                            "K" + number,
                                            "{}",
                                            "{}",
                                            List.of())),
                            Instant.EPOCH);
        }
    }

    @Test
    void isClaimedByOneInstanceAndWaitsForItsOutcome() {
        // given
        var destination = destination(true);
        // when
        var claim = one.take(destination, new Rendered(), 1).getFirst();
        // then
        assertThat(other.take(destination, new Rendered(), 1)).isEmpty();
        assertThat(one.take(destination, new Rendered(), 1)).isEmpty();
        // when
        new Settlement(jdbc)
                .apply(
                        destination,
                        claim,
                        new Outcome.Ambiguous(new Fault(FaultCode.TRP_402, "pasis")),
                        null);
        // then
        assertThat(other.take(destination, new Rendered(), 1)).hasSize(1);
    }

    @Test
    void isClaimedOnceHoweverManyAskAtOnce() throws Exception {
        // given
        var destination = destination(true);
        try (var threads = Executors.newFixedThreadPool(8)) {
            // when
            var claims =
                    threads.invokeAll(
                            IntStream.range(0, 8)
                                    .<java.util.concurrent.Callable<Boolean>>mapToObj(number ->
                                            () ->
                                                    (number % 2 == 0 ? one : other)
                                                                    .take(
                                                                            destination,
                                                                            new Rendered(),
                                                                            1)
                                                                    .size()
                                                            == 1)
                                    .toList());
            // then
            assertThat(claims.stream().filter(SingleConnectionIT::claimed)).hasSize(1);
        }
    }

    @Test
    void oneThatTakesSeveralIsClaimedByBoth() {
        // given
        var destination = destination(false);
        // when, then
        assertThat(one.take(destination, new Rendered(), 1)).hasSize(1);
        assertThat(other.take(destination, new Rendered(), 1)).hasSize(1);
    }

    private static boolean claimed(Future<Boolean> claim) {
        return claim.resultNow();
    }

    private static Claims instance(DriverManagerDataSource database) {
        return new Claims(
                new JdbcTemplate(database),
                new TransactionTemplate(new DataSourceTransactionManager(database)));
    }

    private static DestinationSettings destination(boolean single) {
        return new DestinationSettings(
                "pasis",
                false,
                true,
                4,
                single,
                LEASE,
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                20,
                Duration.ofHours(1));
    }

    /** Writes any message. */
    private static final class Rendered implements Rendering {
        @Override
        public String destination() {
            return "pasis";
        }

        @Override
        public Rendering.Rendered render(Owed owed) {
            return new Rendering.Rendered("A04", owed.key() + owed.serial(), new byte[] {1});
        }

        @Override
        public Outcome read(String operation, String controlId, byte[] answer) {
            return new Outcome.Confirmed(null);
        }
    }
}
