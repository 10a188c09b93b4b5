package se.trepart.torture;

import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells items as real senders do: each thread one at a time, again until it is answered for good,
 * and writes down every try.
 */
final class Senders implements AutoCloseable {
    /** How many vårdcentraler tell. */
    static final int UNITS = 4;

    private static final int THREADS = 4;
    private static final long PAUSE = 250;
    private static final long AGAIN = 1_000;

    private final Diary sent;
    private final long began = System.nanoTime();
    private final Map<Item.Feed, PriorityBlockingQueue<Item>> waiting =
            new EnumMap<>(Item.Feed.class);
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong lastTaken = new AtomicLong(System.nanoTime());
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running = true;

    /**
     * Starts them.
     *
     * @param doors where each feed's tries go, by turns
     */
    Senders(Diary sent, List<HubDoors> doors, String broker) {
        this.sent = sent;
        for (var feed : Item.Feed.values()) {
            waiting.put(feed, new PriorityBlockingQueue<>(64, Comparator.comparingLong(Item::due)));
        }
        for (var number = 0; number < THREADS; number++) {
            start(Item.Feed.MLLP, new MllpTelling(doors, number));
            start(Item.Feed.HTTP, new HttpTelling(doors, number));
        }
        start(Item.Feed.JMS, new JmsTelling(new ActiveMQConnectionFactory(broker)));
    }

    private void start(Item.Feed feed, Telling telling) {
        threads.add(Thread.ofVirtual().name("sender-" + feed).start(() -> run(feed, telling)));
    }

    private PriorityBlockingQueue<Item> queue(Item.Feed feed) {
        return Objects.requireNonNull(waiting.get(feed));
    }

    /** Milliseconds since they started. */
    long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    void tell(Item item) {
        open.incrementAndGet();
        queue(item.feed()).add(item);
    }

    /** How many are not told to the end. */
    int open() {
        return open.get();
    }

    int tries() {
        return sent.lines();
    }

    /** How long ago a message was last taken. */
    long lastTaken() {
        return lastTaken.get();
    }

    private void run(Item.Feed feed, Telling telling) {
        try (telling) {
            while (running) {
                var item = queue(feed).poll(PAUSE, TimeUnit.MILLISECONDS);
                if (item != null) {
                    deal(feed, item, telling);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void deal(Item.Feed feed, Item item, Telling telling) throws InterruptedException {
        var early = item.due() - now();
        if (early > 0) {
            queue(feed).add(item);
            Thread.sleep(Math.min(PAUSE, early));
            return;
        }
        var answer = telling.tell(item);
        sent.write(
                Diary.line()
                        .put("feed", feed.name().toLowerCase(java.util.Locale.ROOT))
                        .put("sender", item.sender())
                        .put("id", item.id())
                        .put("hash", item.hash())
                        .put("answer", answer.code())
                        .put("answeredId", answer.id()));
        if (answer.taken()) {
            lastTaken.set(System.nanoTime());
        }
        if (item.stubborn() && !answer.settled()) {
            queue(feed).add(item.at(now() + AGAIN + Math.floorMod(item.id().hashCode(), 500)));
        } else if (item.times() > 1) {
            queue(feed).add(item.times(item.times() - 1));
        } else {
            open.decrementAndGet();
        }
    }

    @Override
    public void close() {
        running = false;
        for (var thread : threads) {
            thread.interrupt();
        }
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
