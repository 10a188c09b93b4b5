package se.trepart.delivery;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import se.trepart.fault.FaultCode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Settles outcomes: confirmations of one destination that come while another is being written go
 * into one commit with each other; whatever else has come out, or concerns the log, in one of its
 * own.
 */
@Component
class Settlements {
    private static final int MOST = 64;
    private static final String CONFIRM_ALL =
            """
            update stream set confirmed = one.target, confirmed_at = clock_timestamp(), attempts = 0, failing_since = null, refused = false,
                contact_number = case when one.target is null then null else coalesce(one.number, contact_number) end,
                state = case when stream.target is not distinct from one.target then 'idle' else 'pending' end,
                cause = case when missing = '' or stream.target is not distinct from one.target then null else ? end,
                cause_detail = case when missing = '' or stream.target is not distinct from one.target then null else missing end,
                due_at = case when missing = '' then clock_timestamp() else 'infinity' end, leased_until = '-infinity'
            from unnest(?, ?, ?, ?, ?) as one (key, fence, delivery, target, number)
            where destination = ? and stream.key = one.key and stream.fence = one.fence
            returning one.delivery
            """;

    private final JdbcTemplate jdbc;
    private final Settlement settlement;
    private final Settling settling;
    private final TransactionTemplate transactions;
    private final Map<String, Together> together = new ConcurrentHashMap<>();

    Settlements(
            JdbcTemplate jdbc,
            Settlement settlement,
            Settling settling,
            TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.settlement = settlement;
        this.settling = settling;
        this.transactions = transactions;
    }

    /** One message that the destination has taken. */
    record Taken(Claim claim, Outcome.Confirmed outcome, byte @Nullable [] answer) {}

    /** What waits to be written of one destination, and the right to write it. */
    private static final class Together {
        private final ConcurrentLinkedQueue<Taken> waiting = new ConcurrentLinkedQueue<>();
        private final ReentrantLock writing = new ReentrantLock();
    }

    /**
     * Writes the outcome down, or leaves it to the worker that is writing; what is lost with a
     * process is unknown.
     */
    void settle(
            DestinationSettings destination,
            Claim claim,
            Outcome outcome,
            byte @Nullable [] answer) {
        if (outcome instanceof Outcome.Confirmed confirmed
                && !settling.concernsTheLog(claim, outcome)) {
            if (destination.deduplicates()) {
                settle(destination.name(), new Taken(claim, confirmed, answer));
            } else {
                write(destination.name(), List.of(new Taken(claim, confirmed, answer)));
            }
        } else {
            settling.settle(
                    claim, outcome, () -> settlement.apply(destination, claim, outcome, answer));
        }
    }

    /** What was refused is not wanted any more. */
    void takenBack(Claim claim) {
        settling.settle(claim, new Outcome.Confirmed(null), () -> settlement.takenBack(claim));
    }

    private void settle(String destination, Taken one) {
        var all = together.computeIfAbsent(destination, name -> new Together());
        all.waiting.add(one);
        while (!all.waiting.isEmpty() && all.writing.tryLock()) {
            try {
                for (var next = some(all.waiting); !next.isEmpty(); next = some(all.waiting)) {
                    write(destination, next);
                }
            } finally {
                all.writing.unlock();
            }
        }
    }

    private static List<Taken> some(ConcurrentLinkedQueue<Taken> waiting) {
        var some = new ArrayList<Taken>();
        while (some.size() < MOST) {
            var one = waiting.poll();
            if (one == null) {
                return some;
            }
            some.add(one);
        }
        return some;
    }

    private void write(String destination, List<Taken> all) {
        transactions.executeWithoutResult(status -> confirm(destination, all));
    }

    /**
     * As {@link Settlement#confirm} for each whose claim still holds its stream, in the caller's
     * transaction.
     */
    private void confirm(String destination, List<Taken> all) {
        var ours =
                Set.copyOf(
                        jdbc.queryForList(
                                CONFIRM_ALL,
                                Long.class,
                                FaultCode.TRP_406.code(),
                                all.stream().map(one -> one.claim().key()).toArray(String[]::new),
                                all.stream().map(one -> one.claim().fence()).toArray(Long[]::new),
                                all.stream()
                                        .map(one -> one.claim().delivery())
                                        .toArray(Long[]::new),
                                all.stream()
                                        .map(one -> one.claim().target())
                                        .toArray(String[]::new),
                                all.stream()
                                        .map(one -> one.outcome().contactNumber())
                                        .toArray(String[]::new),
                                destination));
        var held = all.stream().filter(one -> ours.contains(one.claim().delivery())).toList();
        jdbc.update(
                """
                update delivery set state = 'confirmed', settled_at = clock_timestamp(), answer = one.answer, cause = null, cause_detail = null
                from unnest(?, ?) as one (id, answer) where delivery.id = one.id
                """,
                held.stream().map(one -> one.claim().delivery()).toArray(Long[]::new),
                held.stream().map(Taken::answer).toArray(byte[][]::new));
        var numbered = held.stream().filter(one -> one.outcome().contactNumber() != null).toList();
        if (!numbered.isEmpty()) {
            jdbc.update(
                    "insert into contact_number (number, consultation) select * from unnest(?, ?)"
                            + " on conflict do nothing",
                    numbered.stream()
                            .map(one -> one.outcome().contactNumber())
                            .toArray(String[]::new),
                    numbered.stream()
                            .map(one -> one.claim().consultation())
                            .toArray(String[]::new));
        }
    }
}
