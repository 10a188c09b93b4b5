package se.trepart.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Works on things on every core, and hands on what came of each in the order in which the things
 * came, on the caller's thread; holds a few pages of them, however many there are.
 */
final class Cores<T, R> implements AutoCloseable {
    private static final int PAGE = 100;
    private static final int NUMBER = Runtime.getRuntime().availableProcessors();

    private final Function<T, R> work;
    private final Consumer<R> next;
    private final ExecutorService cores =
            Executors.newFixedThreadPool(
                    NUMBER, Thread.ofPlatform().name("replay-core-", 0).daemon().factory());
    private final Deque<CompletableFuture<List<R>>> underWay = new ArrayDeque<>();
    private List<T> page = new ArrayList<>();

    Cores(Function<T, R> work, Consumer<R> next) {
        this.work = work;
        this.next = next;
    }

    void take(T one) {
        page.add(one);
        if (page.size() == PAGE) {
            give();
            while (underWay.size() > 2 * NUMBER) {
                handOn();
            }
        }
    }

    /** Hands on all that is left. */
    void finish() {
        give();
        while (!underWay.isEmpty()) {
            handOn();
        }
    }

    private void give() {
        var all = page;
        page = new ArrayList<>();
        underWay.add(CompletableFuture.supplyAsync(() -> all.stream().map(work).toList(), cores));
    }

    private void handOn() {
        try {
            underWay.remove().join().forEach(next);
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException ours ? ours : failed;
        }
    }

    @Override
    public void close() {
        cores.shutdownNow();
    }
}
