package se.trepart.delivery;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes what became of a try into the ledger; each change only while the claim still holds the
 * stream.
 */
@Component
class Settlement {
    private final JdbcTemplate jdbc;

    Settlement(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    private record Held(
            @Nullable String target, int attempts, @Nullable String cause, boolean failingLong) {}

    /** Applies the outcome in the caller's transaction; false when the claim is void. */
    boolean apply(
            DestinationSettings destination,
            Claim claim,
            Outcome outcome,
            byte @Nullable [] answer) {
        var held =
                jdbc
                        .query(
                                """
                                select target, attempts, cause, failing_since < clock_timestamp() - make_interval(secs => ?) from stream
                                where destination = ? and key = ? and fence = ? for update
                                """,
                                (row, number) ->
                                        new Held(
                                                row.getString(1),
                                                row.getInt(2),
                                                row.getString(3),
                                                row.getBoolean(4)),
                                destination.refusalsFor().toSeconds(),
                                claim.destination(),
                                claim.key(),
                                claim.fence())
                        .stream()
                        .findFirst();
        if (held.isEmpty()) {
            return false;
        }
        switch (outcome) {
            case Outcome.Confirmed confirmed -> confirm(claim, confirmed, answer);
            case Outcome.Transient failed ->
                    later(destination, claim, held.orElseThrow(), failed.fault(), answer);
            case Outcome.Permanent refused ->
                    refuse(claim, held.orElseThrow(), refused.fault(), answer);
            case Outcome.Ambiguous unknown ->
                    unknown(destination, claim, held.orElseThrow(), unknown.fault(), answer);
        }
        return true;
    }

    /** A refused difference is gone, and nothing is owed; false when that is not so any more. */
    boolean takenBack(Claim claim) {
        jdbc.update(
                "update stream set leased_until = '-infinity' where destination = ? and key = ? and"
                        + " fence = ?",
                claim.destination(),
                claim.key(),
                claim.fence());
        return jdbc.update(
                        """
                        update stream set state = 'idle', refused = false, cause = null, cause_detail = null
                        where destination = ? and key = ? and fence = ? and target is not distinct from confirmed
                        """,
                        claim.destination(),
                        claim.key(),
                        claim.fence())
                > 0;
    }

    /** The destination holds the claim's target; what is still owed follows from the stream. */
    void confirm(Claim claim, Outcome.Confirmed confirmed, byte @Nullable [] answer) {
        settle(claim, "confirmed", null, answer);
        if (confirmed.contactNumber() != null) {
            jdbc.update(
                    "insert into contact_number (number, consultation) values (?, ?) on conflict do"
                            + " nothing",
                    confirmed.contactNumber(),
                    claim.consultation());
        }
        jdbc.update(
                """
                update stream set confirmed = ?, confirmed_at = clock_timestamp(), attempts = 0, failing_since = null, refused = false,
                    contact_number = case when ?::text is null then null else coalesce(?, contact_number) end,
                    state = case when target is not distinct from ?::text then 'idle' else 'pending' end,
                    cause = case when missing = '' or target is not distinct from ?::text then null else ? end,
                    cause_detail = case when missing = '' or target is not distinct from ?::text then null else missing end,
                    due_at = case when missing = '' then clock_timestamp() else 'infinity' end, leased_until = '-infinity'
                where destination = ? and key = ?
                """,
                claim.target(),
                claim.target(),
                confirmed.contactNumber(),
                claim.target(),
                claim.target(),
                FaultCode.TRP_406.code(),
                claim.target(),
                claim.destination(),
                claim.key());
    }

    private void later(
            DestinationSettings destination,
            Claim claim,
            Held held,
            Fault fault,
            byte @Nullable [] answer) {
        var attempts = fault.code().code().equals(held.cause()) ? held.attempts() + 1 : 1;
        var refusing =
                fault.code() == FaultCode.TRP_404
                        && (attempts >= destination.refusalsMost()
                                || (attempts > 1 && held.failingLong()));
        if (refusing && Objects.equals(held.target(), claim.target())) {
            settle(claim, "held", fault, answer);
            hold(claim, fault);
            return;
        }
        noteOn(claim, fault, answer);
        jdbc.update("update delivery set in_doubt = in_doubt - 1 where id = ?", claim.delivery());
        if (!Objects.equals(held.target(), claim.target())) {
            supersede(claim, fault, answer);
        }
        backOff(destination, claim, fault, attempts);
    }

    /** Unless an earlier try may have arrived: then it is repeated until that is known. */
    private void supersede(Claim claim, Fault fault, byte @Nullable [] answer) {
        var certain =
                jdbc.queryForObject(
                        "select in_doubt = 0 from delivery where id = ?",
                        Boolean.class,
                        claim.delivery());
        if (Boolean.TRUE.equals(certain)) {
            settle(claim, "superseded", fault, answer);
        }
    }

    private void unknown(
            DestinationSettings destination,
            Claim claim,
            Held held,
            Fault fault,
            byte @Nullable [] answer) {
        noteOn(claim, fault, answer);
        if (destination.deduplicates()) {
            backOff(
                    destination,
                    claim,
                    fault,
                    fault.code().code().equals(held.cause()) ? held.attempts() + 1 : 1);
        } else {
            hold(claim, fault);
        }
    }

    private void refuse(Claim claim, Held held, Fault fault, byte @Nullable [] answer) {
        jdbc.update(
                "update stream set refused = true, leased_until = '-infinity' where destination = ?"
                        + " and key = ?",
                claim.destination(),
                claim.key());
        if (Objects.equals(held.target(), claim.target())) {
            settle(claim, "held", fault, answer);
            hold(claim, fault);
        } else {
            settle(claim, "superseded", fault, answer);
        }
    }

    private void hold(Claim claim, Fault fault) {
        jdbc.update(
                """
                update stream set state = 'held', cause = ?, cause_detail = ?, leased_until = '-infinity' where destination = ? and key = ?
                """,
                fault.code().code(),
                fault.detail(),
                claim.destination(),
                claim.key());
    }

    private void backOff(DestinationSettings destination, Claim claim, Fault fault, int attempts) {
        jdbc.update(
                """
                update stream set attempts = ?, cause = ?, cause_detail = ?, leased_until = '-infinity',
                    failing_since = case when ? = 1 then clock_timestamp() else coalesce(failing_since, clock_timestamp()) end,
                    due_at = case when missing = '' then clock_timestamp() + make_interval(secs => ?) else 'infinity' end
                where destination = ? and key = ?
                """,
                attempts,
                fault.code().code(),
                fault.detail(),
                attempts,
                pause(destination, attempts).toMillis() / 1000.0,
                claim.destination(),
                claim.key());
    }

    /**
     * Doubled for each try up to the most, then between half of that and the whole, so that streams
     * do not come back all at once.
     */
    private static Duration pause(DestinationSettings destination, int attempts) {
        var doubled = destination.backOffFirst().multipliedBy(1L << Math.min(attempts - 1, 20));
        var most =
                doubled.compareTo(destination.backOffMost()) > 0
                        ? destination.backOffMost()
                        : doubled;
        return Duration.ofMillis(
                most.toMillis() / 2
                        + ThreadLocalRandom.current().nextLong(most.toMillis() / 2 + 1));
    }

    private void settle(
            Claim claim, String state, @Nullable Fault fault, byte @Nullable [] answer) {
        jdbc.update(
                "update delivery set state = ?, settled_at = clock_timestamp(), answer = ?, cause ="
                        + " ?, cause_detail = ? where id = ?",
                state,
                answer,
                fault == null ? null : fault.code().code(),
                fault == null ? null : fault.detail(),
                claim.delivery());
    }

    private void noteOn(Claim claim, Fault fault, byte @Nullable [] answer) {
        jdbc.update(
                "update delivery set answer = ?, cause = ?, cause_detail = ? where id = ?",
                answer,
                fault.code().code(),
                fault.detail(),
                claim.delivery());
    }
}
