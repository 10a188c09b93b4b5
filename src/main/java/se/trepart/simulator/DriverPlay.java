package se.trepart.simulator;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Plays a day into the hub, every vårdcentral on a connection of its own, all at once. */
public final class DriverPlay {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private DriverPlay() {}

    /**
     * Plays a day, and registers each visit in primary care as the vårdcentral itself does.
     *
     * @return how many messages got each answer (MSA-1)
     * @throws IOException if the hub leaves a message without an answer
     */
    public static Map<String, Integer> into(
            InetSocketAddress hub, List<DriverDay.Entry> day, PrimaryCare primaryCare)
            throws IOException, InterruptedException {
        Map<String, List<DriverDay.Entry>> lanes = new LinkedHashMap<>();
        day.forEach(entry ->
                lanes.computeIfAbsent(entry.vardcentral(), v -> new ArrayList<>()).add(entry));
        Map<String, Integer> answers = new TreeMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> codes =
                    lanes.values().stream()
                            .map(lane -> threads.submit(() -> play(hub, lane, primaryCare)))
                            .toList();
            for (Future<List<String>> lane : codes) {
                lane.get().forEach(code -> answers.merge(code, 1, Integer::sum));
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException unanswered) {
                throw unanswered;
            }
            throw new IllegalStateException(e);
        }
        return answers;
    }

    private static List<String> play(
            InetSocketAddress hub, List<DriverDay.Entry> lane, PrimaryCare primaryCare)
            throws IOException {
        List<String> codes = new ArrayList<>();
        try (Driver driver = new Driver(hub, PATIENCE)) {
            for (DriverDay.Entry entry : lane) {
                primaryCare.register(entry.visit());
                codes.add(driver.send(entry.message()).code());
            }
        }
        return codes;
    }
}
