package se.trepart.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/**
 * Keeps one instance going: each life ends at a kill point, or by chance, or when no point is
 * reached for a while; then the next begins.
 */
final class Keeper implements Runnable {
    private static final long PATIENCE = 20_000;
    private static final int AT_ONCE = 8;

    private final Instance instance;
    private final Queue<String> points;
    private final Random random;
    private final Tally tally;
    private volatile boolean going = true;

    /** What all keepers have seen. */
    static final class Tally {
        private final Path reached;
        private final Queue<Long> starts = new ConcurrentLinkedQueue<>();
        private final AtomicInteger ended = new AtomicInteger();
        private final Diary diary;

        Tally(Path reached, Diary diary) {
            this.reached = reached;
            this.diary = diary;
        }

        /** The points at which an instance has halted. */
        Set<String> reached() throws IOException {
            return Files.exists(reached) ? new TreeSet<>(Files.readAllLines(reached)) : Set.of();
        }

        /** How many lives have ended. */
        int ended() {
            return ended.get();
        }

        /** Milliseconds from the start of a process until it lived. */
        LongStream starts() {
            return starts.stream().mapToLong(Long::longValue);
        }
    }

    Keeper(Instance instance, Queue<String> points, long seed, Tally tally) {
        this.instance = instance;
        this.points = points;
        this.random = new Random(seed);
        this.tally = tally;
    }

    /** From now on the instance is started for good. */
    void settle() {
        going = false;
    }

    static Queue<String> queue(List<String> points) {
        return new ConcurrentLinkedQueue<>(points);
    }

    @Override
    public void run() {
        try {
            while (going) {
                live();
            }
            instance.kill();
            instance.start(List.of());
            instance.awaitUp();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void live() throws IOException, InterruptedException {
        var armed = take();
        var before = tally.reached();
        var began = System.nanoTime();
        instance.start(
                armed.stream().map(point -> point + ":" + (1 + random.nextInt(12))).toList());
        var up = instance.awaitUp();
        if (up) {
            tally.starts.add((System.nanoTime() - began) / 1_000_000);
        }
        var until = System.nanoTime() + PATIENCE * 1_000_000;
        while (instance.alive() && going && (armed.isEmpty() || System.nanoTime() < until)) {
            Thread.sleep(100);
        }
        if (!armed.isEmpty()) {
            instance.kill();
        }
        tally.ended.incrementAndGet();
        var reached = tally.reached();
        armed.stream()
                .filter(point -> before.contains(point) || !reached.contains(point))
                .forEach(points::add);
        tally.diary.write(
                Diary.line()
                        .put("instance", instance.name())
                        .put("status", instance.status())
                        .put(
                                "reached",
                                String.join(" ", reached.stream().filter(armed::contains).toList()))
                        .put("up", up));
    }

    /** So many points that some are passed soon; those that are not come back. */
    private List<String> take() {
        var armed = new ArrayList<String>();
        while (armed.size() < AT_ONCE && !points.isEmpty()) {
            Optional.ofNullable(points.poll()).ifPresent(armed::add);
        }
        return armed;
    }
}
