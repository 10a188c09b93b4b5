package se.trepart.delivery;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.util.Objects;

/**
 * What a person may do to a delivery, each with a reason that is kept in the same commit. Only the
 * latest message of a stream can be moved, and never while somebody is sending it; a claim made
 * before is void afterwards. Throws FaultException TRP-501 for a delivery that is not there and
 * TRP-510 where its state does not allow it.
 */
@Component
public class Interventions {
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Settlement settlement;
    private final Settling settling;
    private final Wakeups wakeups;

    Interventions(
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            Settlement settlement,
            Settling settling,
            Wakeups wakeups) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.settlement = settlement;
        this.settling = settling;
        this.wakeups = wakeups;
    }

    /** Who does it, and why. */
    public record Why(String by, String reason) {}

    /** The delivery and its stream, which is locked. */
    private record Stand(
            String destination,
            String key,
            String consultation,
            long fence,
            int latest,
            String streamState,
            boolean claimed,
            boolean refused,
            int serial,
            String state,
            String operation,
            String controlId,
            @Nullable String target,
            byte[] message,
            byte @Nullable [] answer) {}

    /** Sends the same message again, byte for byte: one that is held, unknown, or confirmed. */
    public void resend(long delivery, Why why) {
        change(
                "resend",
                delivery,
                why,
                stand -> {
                    jdbc.update(
                            "update delivery set state = 'in-flight', repeat = true, settled_at ="
                                    + " null, cause = null, cause_detail = null where id = ?",
                            delivery);
                    moveOn(stand, "clock_timestamp()");
                });
    }

    /**
     * Lets a held stream go on: with a new message for what the destination must hold now, or with
     * the same one where nobody knows what became of it.
     */
    public void release(long delivery, Why why) {
        change(
                "release",
                delivery,
                why,
                stand -> {
                    allow(stand.streamState().equals("held"), "the stream is not held");
                    jdbc.update(
                            "update delivery set state = 'superseded', settled_at ="
                                    + " clock_timestamp() where id = ? and state = 'held'",
                            delivery);
                    jdbc.update(
                            "update delivery set repeat = true where id = ? and state ="
                                    + " 'in-flight'",
                            delivery);
                    moveOn(
                            stand,
                            "case when missing = '' then clock_timestamp() else 'infinity' end");
                });
    }

    /**
     * Notes that the destination holds what the message says, because somebody has seen it there or
     * put it there by hand.
     *
     * @param contactNumber the destination's own number for it, where it gave one
     */
    public void markConfirmed(long delivery, @Nullable String contactNumber, Why why) {
        var before = stand(delivery, false);
        var outcome = new Outcome.Confirmed(contactNumber);
        var claim = claim(delivery, before);
        settling.settle(
                claim,
                outcome,
                () -> {
                    var stand = stand(delivery, true);
                    movable(stand);
                    allow(!stand.state().equals("confirmed"), "it is confirmed already");
                    allow(stand.refused() == before.refused(), "it changes right now");
                    jdbc.update(
                            "update stream set fence = fence + 1 where destination = ? and key = ?",
                            stand.destination(),
                            stand.key());
                    settlement.confirm(claim, outcome, stand.answer());
                    note("mark-confirmed", stand.destination(), delivery, why);
                    return true;
                });
        wakeups.wake(before.destination());
    }

    private static Claim claim(long delivery, Stand stand) {
        return new Claim(
                stand.destination(),
                stand.key(),
                stand.consultation(),
                stand.fence() + 1,
                delivery,
                stand.operation(),
                stand.controlId(),
                stand.target(),
                stand.message(),
                stand.refused());
    }

    private interface Move {
        void on(Stand stand);
    }

    private void change(String kind, long delivery, Why why, Move move) {
        var destination =
                Objects.requireNonNull(
                        transactions.execute(status -> {
                            var stand = stand(delivery, true);
                            movable(stand);
                            move.on(stand);
                            note(kind, stand.destination(), delivery, why);
                            return stand.destination();
                        }));
        wakeups.wake(destination);
    }

    private void moveOn(Stand stand, String due) {
        jdbc.update(
                "update stream set state = 'pending', due_at = "
                        + due
                        + ", attempts = 0, failing_since = null, fence = fence + 1, leased_until ="
                        + " '-infinity', cause = case when missing = '' then null else cause end,"
                        + " cause_detail = case when missing = '' then null else cause_detail end"
                        + " where destination = ? and key = ?",
                stand.destination(),
                stand.key());
    }

    private static void movable(Stand stand) {
        allow(stand.serial() == stand.latest(), "a newer message of the stream exists");
        allow(!stand.state().equals("superseded"), "something newer took its place");
        allow(!stand.claimed(), "it is being sent right now");
    }

    private static void allow(boolean allowed, String otherwise) {
        if (!allowed) {
            throw new FaultException(FaultCode.TRP_510, "", otherwise);
        }
    }

    /** The stream first, so that the delivery is read as it stands once the stream is ours. */
    private Stand stand(long delivery, boolean lock) {
        if (lock) {
            jdbc.query(
                    "select from stream where (destination, key) = (select destination, key from"
                            + " delivery where id = ?) for update",
                    row -> {},
                    delivery);
        }
        return jdbc
                .query(
                        """
                        select stream.destination, stream.key, stream.consultation, stream.fence, stream.serial as latest, stream.state as stream_state,
                            stream.leased_until > clock_timestamp() as claimed, stream.refused, delivery.serial, delivery.state, operation,
                            control_id, delivery.target, message, answer
                        from delivery join stream on stream.destination = delivery.destination and stream.key = delivery.key
                        where delivery.id = ?
                        """,
                        (row, number) ->
                                new Stand(
                                        row.getString("destination"),
                                        row.getString("key"),
                                        row.getString("consultation"),
                                        row.getLong("fence"),
                                        row.getInt("latest"),
                                        row.getString("stream_state"),
                                        row.getBoolean("claimed"),
                                        row.getBoolean("refused"),
                                        row.getInt("serial"),
                                        row.getString("state"),
                                        row.getString("operation"),
                                        row.getString("control_id"),
                                        row.getString("target"),
                                        row.getBytes("message"),
                                        row.getBytes("answer")),
                        delivery)
                .stream()
                .findFirst()
                .orElseThrow(() -> new FaultException(FaultCode.TRP_501, "id", ""));
    }

    private void note(String kind, String destination, long delivery, Why why) {
        jdbc.update(
                "insert into intervention (kind, destination, delivery, done_by, reason) values (?,"
                        + " ?, ?, ?, ?)",
                kind,
                destination,
                delivery,
                why.by(),
                why.reason());
    }
}
