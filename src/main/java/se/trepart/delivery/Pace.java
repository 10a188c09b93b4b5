package se.trepart.delivery;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many streams of a destination are claimed at once: as many as it answers in a quarter of a
 * second, so that none waits long behind others, and instances share the work.
 */
final class Pace {
    private static final long SHORT = Duration.ofMillis(250).toNanos();
    private static final int MOST = 64;
    private static final int WEIGHT = 8;

    private final int parallel;
    private final boolean oneByOne;
    private final AtomicLong usual = new AtomicLong(SHORT);

    private Pace(int parallel, boolean oneByOne) {
        this.parallel = parallel;
        this.oneByOne = oneByOne;
    }

    /**
     * What is claimed and not sent when an instance is killed counts as perhaps sent: where that
     * would ask a person, and where the claim is the connection's lease, there is only one.
     */
    static Pace of(DestinationSettings destination) {
        return new Pace(
                destination.parallel(),
                destination.singleConnection() || !destination.deduplicates());
    }

    /** One more message took so many nanoseconds; the latest count most. */
    void took(long nanos) {
        usual.updateAndGet(before -> before + (nanos - before) / WEIGHT);
    }

    int atOnce() {
        return oneByOne
                ? 1
                : (int) Math.clamp(parallel * SHORT / Math.max(usual.get(), 1), 1L, MOST);
    }
}
