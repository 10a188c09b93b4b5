package se.trepart.log;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How long each step of a commit takes, from one to the next. */
public final class Steps {
    private final Map<Step, Integer> micros = new EnumMap<>(Step.class);
    private long last = System.nanoTime();

    /** What is done to a message, in this order. */
    public enum Step {
        /** Read, mapped to events and checked. */
        DECODED,
        /** Waited for the locks of what it touches. */
        WAITED,
        KEPT,
        APPENDED,
        /** Persons, joins and consultations, each from its whole set of events. */
        FOLDED,
        /** Resources, targets and what is told to others. */
        PROJECTED;

        /** As in the API and the table. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Says that a step is done: it took what has passed since the one before. */
    public void done(Step step) {
        var now = System.nanoTime();
        var microseconds = TimeUnit.NANOSECONDS.toMicros(now - last);
        micros.merge(
                step, Math.toIntExact(Math.min(microseconds, Integer.MAX_VALUE)), Integer::sum);
        last = now;
    }

    Map<Step, Integer> micros() {
        return micros;
    }
}
