package se.trepart.log;

import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One commit under way: which locks it holds and its time of record.
 *
 * @param time of record, the database's clock after its first locks were taken, to the microsecond
 * @param steps how long what is done in it takes
 * @param free takes all these locks where nobody has one of them; whether it did
 */
public record Commit(Set<Lock> held, Instant time, Steps steps, Predicate<Set<Lock>> free) {
    /** A commit in a place where nobody else writes: whatever lock it asks for, it holds. */
    public static Commit alone(Instant time) {
        return new Commit(Lock.EVERY, time, new Steps(), locks -> true);
    }

    /**
     * Asks for locks that turned out to be needed, after what they guard was read; the commit
     * starts over with them where it does not hold them yet.
     */
    public void require(Collection<Lock> needed) {
        if (!held.containsAll(needed)) {
            throw new LocksMissing(Set.copyOf(needed));
        }
    }

    /**
     * Has these locks from here on, before anything that they guard is read: takes those that
     * nobody has, and starts over only where somebody has one.
     */
    public void take(Collection<Lock> needed) {
        var missing =
                needed.stream().filter(lock -> !held.contains(lock)).collect(Collectors.toSet());
        if (missing.isEmpty()) {
            return;
        }
        if (!free.test(missing)) {
            throw new LocksMissing(missing);
        }
        held.addAll(missing);
    }

    /** Undoes the commit, which then starts over with these locks too. */
    static final class LocksMissing extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Set<Lock> locks;

        LocksMissing(Set<Lock> locks) {
            super("more locks needed", null, false, false);
            this.locks = locks;
        }

        Set<Lock> locks() {
            return locks;
        }
    }
}
