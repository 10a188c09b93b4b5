package se.trepart.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Tells a script through the hub's doors: every sender on a connection of its own, all at once. */
final class Play {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Doors doors;
    private final Path files;
    private final List<Told> told = new ArrayList<>();
    private Duration time = Duration.ZERO;

    Play(Doors doors, Path files) {
        this.doors = doors;
        this.files = files;
    }

    /** Tells one part of the script, and returns when every answer is there. */
    void perform(List<Telling> part) throws InterruptedException {
        Map<String, List<Telling>> lanes = new LinkedHashMap<>();
        part.forEach(telling ->
                lanes.computeIfAbsent(telling.via() + " " + telling.lane(), l -> new ArrayList<>())
                        .add(telling));
        long begun = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Told>>> answers =
                    lanes.values().stream().map(lane -> threads.submit(() -> speak(lane))).toList();
            for (Future<List<Told>> answer : answers) {
                told.addAll(answer.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        time = time.plusNanos(System.nanoTime() - begun);
    }

    /** Tells a lane; once the hub has tried its patience, what is left is told without any. */
    private List<Told> speak(List<Telling> lane) {
        List<Told> answers = new ArrayList<>();
        Duration patience = PATIENCE;
        while (answers.size() < lane.size()) {
            List<Telling> left = lane.subList(answers.size(), lane.size());
            try (Mouth mouth = Mouth.open(lane.getFirst().via(), doors, files, patience)) {
                for (Telling telling : left) {
                    Told one = tell(mouth, telling);
                    answers.add(one);
                    if (!patience.isZero() && one.gaveUp()) {
                        patience = Duration.ZERO;
                        break;
                    }
                }
            } catch (IOException e) {
                lane.stream()
                        .skip(answers.size())
                        .forEach(telling -> answers.add(unanswered(telling, e)));
            }
        }
        return answers;
    }

    private static Told tell(Mouth mouth, Telling telling) {
        try {
            return mouth.tell(telling);
        } catch (IOException e) {
            return unanswered(telling, e);
        }
    }

    private static Told unanswered(Telling telling, IOException e) {
        return new Told(
                telling, Told.NOTHING + " (" + e.getClass().getSimpleName() + ")", Duration.ZERO);
    }

    /** Everything told so far. */
    List<Told> told() {
        return List.copyOf(told);
    }

    /** Messages a second, over the time in which messages were told. */
    double rate() {
        return time.isZero() ? 0 : told.size() / (time.toNanos() / 1e9);
    }

    /**
     * How long an answer took at most for a share of the messages.
     *
     * @param share 0.5 for half of them
     */
    Duration answerTime(double share) {
        List<Duration> times =
                told.stream()
                        .filter(one -> !one.answer().equals(Told.SENT) && !one.time().isZero())
                        .map(Told::time)
                        .sorted()
                        .toList();
        return times.isEmpty()
                ? Duration.ZERO
                : times.get((int) Math.min(times.size() - 1L, (long) (times.size() * share)));
    }
}
