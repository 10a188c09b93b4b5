package se.trepart.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/** Clients that ask, each as soon as it has been answered. */
final class Asking implements AutoCloseable {
    /** So many keep all processors of a small machine busy. */
    static final int MOST = 4;

    private final List<HttpLine> lines = new ArrayList<>();

    Asking(int port) throws IOException {
        for (var client = 0; client < MOST; client++) {
            lines.add(new HttpLine(port));
        }
    }

    /**
     * How fast it went.
     *
     * @param answers how many there were
     * @param rate answers per second
     * @param p50 milliseconds
     * @param p99 milliseconds
     */
    record Pace(int answers, double rate, double p50, double p99) {}

    /** So many clients ask these in turn for so long; what is not answered with 200 ends it. */
    Pace pace(int asking, List<byte[]> questions, Duration howLong) throws Exception {
        var next = new AtomicInteger();
        var began = System.nanoTime();
        var end = began + howLong.toNanos();
        var clients = new ArrayList<Callable<long[]>>();
        for (var line : lines.subList(0, asking)) {
            clients.add(() -> {
                var took = LongStream.builder();
                for (var now = System.nanoTime(); now < end; ) {
                    var question =
                            questions.get(Math.floorMod(next.getAndIncrement(), questions.size()));
                    var answer = line.ask(question);
                    if (answer.status() != 200) {
                        throw new IOException(answer.status() + " " + answer.text());
                    }
                    var answered = System.nanoTime();
                    took.add(answered - now);
                    now = answered;
                }
                return took.build().toArray();
            });
        }
        var all = LongStream.builder();
        try (var threads = Executors.newFixedThreadPool(asking)) {
            for (var client : threads.invokeAll(clients)) {
                Arrays.stream(client.get()).forEach(all::add);
            }
        }
        var seconds = (System.nanoTime() - began) / 1e9;
        var sorted = all.build().sorted().toArray();
        return new Pace(
                sorted.length,
                sorted.length / seconds,
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.99)] / 1e6);
    }

    /** One answer. */
    HttpLine.Answer ask(Question question) throws IOException {
        return lines.getFirst().ask(question.http());
    }

    @Override
    public void close() throws IOException {
        for (var line : lines) {
            line.close();
        }
    }
}
