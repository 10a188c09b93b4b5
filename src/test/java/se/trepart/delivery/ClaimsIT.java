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

/** How streams are claimed: several at once, each once, and never sent twice where that counts. */
class ClaimsIT {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Rendering RENDERING = new Rendered();

    private JdbcTemplate jdbc;
    private Claims claims;

    @BeforeEach
    void start() {
        var database = new DriverManagerDataSource(TestDatabase.createUrl(), "postgres", "");
        jdbc = new JdbcTemplate(database);
        claims =
                new Claims(
                        jdbc, new TransactionTemplate(new DataSourceTransactionManager(database)));
        for (var number = 0; number < 20; number++) {
            owe("K%02d".formatted(number), "{}");
        }
    }

    @Test
    void severalAreTakenAtOnceEachWithItsMessageAndNoneTwice() {
        // when
        var first = claims.take(destination(true, LONG), RENDERING, 15);
        var second = claims.take(destination(true, LONG), RENDERING, 15);
        // then
        assertThat(first).hasSize(15);
        assertThat(second).hasSize(5);
        assertThat(second).extracting(Claim::key).doesNotContainAnyElementsOf(keys(first));
        assertThat(first)
                .allSatisfy(claim ->
                        assertThat(claim.message()).asString().isEqualTo(claim.key() + "-1"));
        assertThat(number("select count(*) from delivery where serial = 1")).isEqualTo(20);
    }

    @Test
    void whatIsHandedBackIsTakenAgainAsIfItHadNeverBeenTaken() {
        // given
        var taken = claims.take(destination(true, LONG), RENDERING, 20);
        // when
        claims.handBack(taken);
        // then
        assertThat(number("select count(*) from delivery where in_doubt = 0 and attempts = 0"))
                .isEqualTo(20);
        assertThat(claims.take(destination(true, LONG), RENDERING, 20))
                .extracting(Claim::controlId)
                .containsExactlyInAnyOrderElementsOf(taken.stream().map(Claim::controlId).toList());
    }

    @Test
    void whatSomebodyElseHasTakenSinceIsNotHandedBack() {
        // given
        var late = claims.take(destination(true, Duration.ZERO), RENDERING, 1);
        var now = claims.take(destination(true, LONG), RENDERING, 20);
        // when
        claims.handBack(late);
        // then
        assertThat(keys(now)).containsAll(keys(late));
        assertThat(claims.take(destination(true, LONG), RENDERING, 20)).isEmpty();
    }

    @Test
    void whatAKilledInstanceMayHaveSentIsSentAgainWhereThatHasNoSecondEffect() {
        // given
        var lost = claims.take(destination(true, Duration.ZERO), RENDERING, 20);
        // when
        var again = claims.take(destination(true, LONG), RENDERING, 20);
        // then
        assertThat(again)
                .extracting(Claim::controlId)
                .containsExactlyInAnyOrderElementsOf(lost.stream().map(Claim::controlId).toList());
    }

    @Test
    void whatAKilledInstanceMayHaveSentWaitsForAPersonWhereItWouldHaveASecondEffect() {
        // given
        claims.take(destination(false, Duration.ZERO), RENDERING, 20);
        // when
        var again = claims.take(destination(false, LONG), RENDERING, 20);
        // then
        assertThat(again).isEmpty();
        assertThat(number("select count(*) from stream where state = 'held' and cause = 'TRP-402'"))
                .isEqualTo(20);
    }

    @Test
    void aNewerStateDoesNotSendAgainWhatMayHaveArrived() {
        // given
        claims.take(destination(false, Duration.ZERO), RENDERING, 20);
        claims.take(destination(false, LONG), RENDERING, 20);
        // when
        owe("K00", "{\"newer\":true}");
        // then
        assertThat(claims.take(destination(false, LONG), RENDERING, 20)).isEmpty();
        assertThat(number("select count(*) from stream where state = 'held'")).isEqualTo(20);
    }

    @Test
    void whatIsKnownNotToHaveArrivedIsSentAgain() {
        // given
        var destination = destination(false, LONG);
        var claim = claims.take(destination, RENDERING, 1).getFirst();
        // when
        new Settlement(jdbc)
                .apply(
                        destination,
                        claim,
                        new Outcome.Transient(new Fault(FaultCode.TRP_401, "pasis")),
                        null);
        jdbc.update("update stream set due_at = 'epoch' where key = ?", claim.key());
        // then
        assertThat(claims.take(destination, RENDERING, 1))
                .extracting(Claim::controlId)
                .containsExactly(claim.controlId());
    }

    @Test
    void oneOfWhichNoMessageCanBeMadeIsHeldAndTheOthersGo() {
        // given
        owe("BROKEN", "{}");
        // when
        var taken = claims.take(destination(true, LONG), RENDERING, 64);
        // then
        assertThat(taken).hasSize(20);
        assertThat(
                        jdbc.queryForList(
                                "select key from stream where state = 'held' and cause = 'TRP-699'",
                                String.class))
                .containsExactly("BROKEN");
    }

    private void owe(String key, String target) {
        new Ledger(jdbc)
                .aim(
                        List.of(new Ledger.Aim("pasis", key, key, target, "{}", List.of())),
                        Instant.EPOCH);
    }

    private static List<String> keys(List<Claim> claims) {
        return claims.stream().map(Claim::key).toList();
    }

    private long number(String sql) {
        var number = jdbc.queryForObject(sql, Long.class);
        return number == null ? 0 : number;
    }

    private static DestinationSettings destination(boolean deduplicates, Duration lease) {
        return new DestinationSettings(
                "pasis",
                false,
                deduplicates,
                4,
                false,
                lease,
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                20,
                Duration.ofHours(1));
    }

    /** Writes the key and the serial; breaks at one key. */
    private static final class Rendered implements Rendering {
        @Override
        public String destination() {
            return "pasis";
        }

        @Override
        public Rendering.Rendered render(Owed owed) {
            if (owed.key().equals("BROKEN")) {
                throw new IllegalStateException("as a mapping breaks");
            }
            var text = owed.key() + "-" + owed.serial();
            return new Rendering.Rendered(
                    "A04", text, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }

        @Override
        public Outcome read(String operation, String controlId, byte[] answer) {
            return new Outcome.Confirmed(null);
        }
    }
}
