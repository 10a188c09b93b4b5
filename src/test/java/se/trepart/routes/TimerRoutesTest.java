package se.trepart.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code sweep-deliveries}, {@code sweep-held}, {@code publish-events-out} and {@code
 * notify-subscriptions}: again and again, whatever happened the last time.
 */
class TimerRoutesTest extends Carried {
    /** Counts the turns; the first one breaks. */
    public static final class Turns {
        private final AtomicInteger taken = new AtomicInteger();

        /** As the streams are swept. */
        public void wakeAll() {
            turn();
        }

        /** As the log is read. */
        public void publish() {
            turn();
        }

        /** As destinations are probed. */
        public void look() {
            turn();
        }

        /** As subscribers are notified; the name is the route's, for the bean's method. */
        public void turn() {
            if (taken.incrementAndGet() == 1) {
                throw new IllegalStateException("the database is away");
            }
        }
    }

    @Test
    void sweepsAgainAfterASweepThatFailed() throws Exception {
        // given
        var deliveries = new Turns();
        bind("deliveries", deliveries);

        // when
        load("sweep-deliveries");

        // then
        await().until(() -> deliveries.taken.get() >= 3);
        assertThat(context.getRoutes()).hasSize(1);
    }

    @Test
    void probesAgainAfterATurnThatFailed() throws Exception {
        // given
        var probing = new Turns();
        bind("probing", probing);

        // when
        load("sweep-held");

        // then
        await().until(() -> probing.taken.get() >= 3);
    }

    @Test
    void publishesAgainAfterATurnThatFailed() throws Exception {
        // given
        var eventsOut = new Turns();
        bind("eventsOut", eventsOut);

        // when
        load("publish-events-out");

        // then
        await().until(() -> eventsOut.taken.get() >= 3);
    }

    @Test
    void notifiesAgainAfterATurnThatFailed() throws Exception {
        // given
        var notifying = new Turns();
        bind("notifying", notifying);

        // when
        load("notify-subscriptions");

        // then
        await().until(() -> notifying.taken.get() >= 3);
    }
}
