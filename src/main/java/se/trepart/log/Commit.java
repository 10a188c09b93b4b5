package se.trepart.log;

import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/**
 * One commit under way: which locks it holds and its time of record.
 *
 * @param time of record, the database's clock after the locks were taken, to the microsecond
 * @param steps how long what is done in it takes
 */
public record Commit(Set<Lock> held, Instant time, Steps steps) {
    /** A commit in a place where nobody else writes: whatever lock it asks for, it holds. */
    public static Commit alone(Instant time) {
        return new Commit(Lock.EVERY, time, new Steps());
    }

    /**
     * Asks for locks that turned out to be needed; the commit starts over with them where it does
     * not hold them yet.
     */
    public void require(Collection<Lock> needed) {
        if (!held.containsAll(needed)) {
            throw new LocksMissing(Set.copyOf(needed));
        }
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
