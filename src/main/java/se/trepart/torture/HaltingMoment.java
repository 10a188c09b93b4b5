package se.trepart.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Ends the process at a label as kill -9 does: no hook runs, nothing is flushed, sockets are closed
 * by the system. Counts only once it is armed.
 */
final class HaltingMoment implements Moment {
    /** As of a process that was killed by signal 9. */
    static final int STATUS = 137;

    private final Map<String, AtomicInteger> left;
    private final Path reached;
    private final AtomicBoolean armed = new AtomicBoolean();

    /**
     * Where and when.
     *
     * @param labels each with a colon and the number of the passing at which it halts, from 1
     * @param reached where the label is noted when it is reached
     */
    HaltingMoment(List<String> labels, Path reached) {
        this.left =
                labels.stream()
                        .map(label -> label.split(":", 2))
                        .collect(
                                Collectors.toMap(
                                        label -> label[0],
                                        label -> new AtomicInteger(Integer.parseInt(label[1]))));
        this.reached = reached;
    }

    void arm() {
        armed.set(true);
    }

    @Override
    public void at(String label) {
        var waiting = armed.get() ? left.get(label) : null;
        if (waiting != null && waiting.decrementAndGet() == 0) {
            try {
                Files.writeString(
                        reached,
                        label + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                Runtime.getRuntime().halt(STATUS);
            }
        }
    }
}
