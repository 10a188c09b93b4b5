package se.trepart.simulator;

import java.util.function.Supplier;

/**
 * The fault that is switched on at present, and which message it strikes next. Safe for use by
 * several threads.
 */
final class Faults {
    private Switched present = new Switched(Fault.NONE);

    /**
     * Switches a fault on; counting starts again.
     *
     * @return what switches it off, unless another has been switched on since
     */
    synchronized Runnable set(Fault fault) {
        Switched switched = new Switched(fault);
        present = switched;
        return () -> clear(switched);
    }

    synchronized Fault present() {
        return present.fault;
    }

    /** A new message against the faults. */
    Turn turn() {
        return new Turn();
    }

    private synchronized void clear(Switched switched) {
        if (present == switched) {
            present = new Switched(Fault.NONE);
        }
    }

    private synchronized Switched switched() {
        return present;
    }

    private static final class Switched {
        private final Fault fault;
        private int matched;

        private Switched(Fault fault) {
            this.fault = fault;
        }

        private synchronized boolean isDue() {
            matched++;
            return fault.every() == null || matched % fault.every() == 0;
        }
    }

    /**
     * One message against the fault that is switched on; counted once, as early as the mode needs.
     */
    final class Turn {
        private Switched switched = switched();
        private boolean decided;
        private boolean strikes;

        /** What strikes the message by what has been read of it; NONE while that cannot be told. */
        Fault whileReading(Supplier<String> soFar) {
            follow();
            return switched.fault.mode().strikesWhileReading() ? decide(soFar) : Fault.NONE;
        }

        /** What strikes the message, now that it has been read; NONE when nothing does. */
        Fault whenRead(String message) {
            follow();
            return decide(() -> message);
        }

        /** What {@link #whileReading} said last, unless the fault has been switched off since. */
        Fault present() {
            follow();
            return strikes ? switched.fault : Fault.NONE;
        }

        private void follow() {
            Switched now = switched();
            if (now != switched) {
                switched = now;
                decided = false;
                strikes = false;
            }
        }

        private Fault decide(Supplier<String> text) {
            if (!decided && switched.fault.matches(text)) {
                decided = true;
                strikes = switched.isDue();
            }
            return strikes ? switched.fault : Fault.NONE;
        }
    }
}
