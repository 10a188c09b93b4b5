package se.trepart.delivery;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * One destination's streams on their way: so many workers as it takes at once, each sending what
 * was claimed for all of them together.
 */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    private final DestinationSettings destination;
    private final Rendering rendering;
    private final Claims claims;
    private final Settlements settlements;
    private final Sending sending;
    private final Pace pace;
    private final AtomicInteger working = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private final ConcurrentLinkedQueue<Claim> claimed = new ConcurrentLinkedQueue<>();
    private final ReentrantLock claiming = new ReentrantLock();
    private volatile long claimedAt;

    Drain(
            DestinationSettings destination,
            Rendering rendering,
            Claims claims,
            Settlements settlements,
            Sending sending) {
        this.destination = destination;
        this.rendering = rendering;
        this.claims = claims;
        this.settlements = settlements;
        this.sending = sending;
        this.pace = Pace.of(destination);
    }

    String destination() {
        return destination.name();
    }

    /**
     * Whether one more worker may begin; otherwise those at work look once more before they end.
     */
    boolean enter() {
        asked.incrementAndGet();
        if (working.incrementAndGet() <= destination.parallel()) {
            return true;
        }
        working.decrementAndGet();
        return false;
    }

    void leave() {
        working.decrementAndGet();
    }

    /** Sends until nothing is due. */
    void work(BooleanSupplier open) {
        int seen;
        do {
            seen = asked.get();
            while (open.getAsBoolean() && one()) {
                // the next one
            }
        } while (open.getAsBoolean() && seen != asked.get());
    }

    /** Gives up what was claimed and not sent. */
    void handBack() {
        var left = new ArrayList<Claim>();
        for (var claim = claimed.poll(); claim != null; claim = claimed.poll()) {
            left.add(claim);
        }
        try {
            claims.handBack(left);
        } catch (org.springframework.dao.DataAccessException
                | org.springframework.transaction.TransactionException away) {
            LOG.debug("{} claims end by themselves", left.size());
        }
    }

    /** Sends one message; false when nothing is due. */
    private boolean one() {
        var next = next();
        if (next.isEmpty()) {
            return false;
        }
        var claim = next.orElseThrow();
        if (claim.message().length == 0) {
            settlements.takenBack(claim);
            return true;
        }
        var began = System.nanoTime();
        var sent = sending.send(destination.name(), claim.message());
        pace.took(System.nanoTime() - began);
        var outcome =
                switch (sent) {
                    case Sending.Answered answered ->
                            rendering.read(claim.operation(), claim.controlId(), answered.answer());
                    case Sending.NotConnected failed -> new Outcome.Transient(failed.fault());
                    case Sending.Unanswered unknown -> new Outcome.Ambiguous(unknown.fault());
                };
        var answer = sent instanceof Sending.Answered answered ? answered.answer() : null;
        settlements.settle(destination, claim, outcome, answer);
        return true;
    }

    /** From what is claimed, as long as the lease lasts; else what is claimed now. */
    private Optional<Claim> next() {
        claiming.lock();
        try {
            if (!claimed.isEmpty()
                    && System.nanoTime() - claimedAt > destination.lease().toNanos() / 2) {
                handBack();
            }
            if (claimed.isEmpty()) {
                claimedAt = System.nanoTime();
                claimed.addAll(claims.take(destination, rendering, pace.atOnce()));
            }
            return Optional.ofNullable(claimed.poll());
        } finally {
            claiming.unlock();
        }
    }
}
