package se.trepart.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToIntFunction;

/**
 * Runs what is given by name, again and again on one message, and answers each line, a number of
 * milliseconds of processor time, by the processor time and the bytes allocated for each message by
 * the thread that did it. It needs nothing but the JDK, so that it runs on a peer's class path,
 * too.
 */
public final class Metered {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final ToIntFunction<byte[]> work;
    private final byte[] message;
    private long sum;

    private Metered(ToIntFunction<byte[]> work, byte[] message) {
        this.work = work;
        this.message = message;
    }

    /** The class to run, a {@code ToIntFunction<byte[]>}, and the file with its message. */
    public static void main(String[] arguments) throws Exception {
        @SuppressWarnings("unchecked")
        var work =
                (ToIntFunction<byte[]>)
                        Class.forName(arguments[0]).getDeclaredConstructor().newInstance();
        var metered = new Metered(work, Files.readAllBytes(Path.of(arguments[1])));
        metered.obey();
    }

    private void obey() throws IOException {
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = orders.readLine(); line != null; line = orders.readLine()) {
            System.out.println(measure(Long.parseLong(line)));
        }
    }

    /** Milliseconds and bytes for each message, with a blank between. */
    private String measure(long millis) {
        var cpu = THREADS.getCurrentThreadCpuTime();
        var bytes = THREADS.getCurrentThreadAllocatedBytes();
        var end = cpu + millis * 1_000_000;
        var count = 0L;
        do {
            sum += work.applyAsInt(message);
            count++;
        } while (THREADS.getCurrentThreadCpuTime() < end);
        if (sum == 0) {
            throw new IllegalStateException("nothing was made of the message");
        }
        return (THREADS.getCurrentThreadCpuTime() - cpu) / 1e6 / count
                + " "
                + (THREADS.getCurrentThreadAllocatedBytes() - bytes) / count;
    }
}
