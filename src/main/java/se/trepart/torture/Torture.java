package se.trepart.torture;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

import se.trepart.checker.Verification;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Two instances on one database and one broker, senders that do not give up, and every trouble by
 * turns; then everything is healed, what is owed is delivered, and the run is held against what was
 * promised.
 */
public final class Torture {
    /** While so many messages wait for an answer, nothing new is told. */
    private static final int MOST_OPEN = 250;

    private static final Duration REBUILD = Duration.ofMinutes(10);

    private final Plan plan;
    private final PrintWriter out;

    /**
     * What to do.
     *
     * @param points how many kill points are drawn by the seed
     * @param every how long between two new consultations
     * @param troubles whether there is other trouble than the kill points
     * @param dir where everything is written; must be empty
     * @param previous a clone of an older commit with its jar built: both instances begin with it,
     *     and are replaced one after the other
     */
    public record Plan(
            Duration time,
            long seed,
            int points,
            Duration every,
            boolean troubles,
            Path dir,
            Optional<Path> previous) {}

    private Torture(Plan plan, PrintWriter out) {
        this.plan = plan;
        this.out = out;
    }

    /** Runs it to the end; whether nothing was lost, doubled or put out of order. */
    public static boolean run(Plan plan, PrintWriter out)
            throws IOException, SQLException, InterruptedException {
        return new Torture(plan, out).run();
    }

    private boolean run() throws IOException, SQLException, InterruptedException {
        say(
                "seed %d, %d s, everything is written to %s",
                plan.seed(), plan.time().toSeconds(), plan.dir());
        Files.createDirectories(plan.dir());
        LoggingSystem.get(Torture.class.getClassLoader())
                .setLogLevel("io.zonky.test.db.postgres", LogLevel.OFF);
        try (var sent = new Diary(plan.dir().resolve("sent.ndjson"));
                var diary = new Diary(plan.dir().resolve("troubles.ndjson"));
                var stage = Stage.set(plan.dir(), plan.previous())) {
            if (!stage.disk().mounted()) {
                say("no small disk could be mounted: a full disk is left out");
            }
            try (var senders = new Senders(sent, stage.doors(), stage.broker().url())) {
                torment(stage, senders, diary);
                new Settling(stage, senders, out).settle();
                say("%d tries of senders", senders.tries());
            }
            stage.instances().forEach(Instance::stop);
            try (var connection = stage.database().connect()) {
                Export.write(connection, plan.dir());
            }
            rebuild(stage);
        }
        var verification = Verification.of(plan.dir());
        verification.print(out);
        try (var table =
                new PrintWriter(
                        Files.newBufferedWriter(
                                plan.dir().resolve("result.txt"), StandardCharsets.UTF_8))) {
            verification.print(table);
        }
        return verification.holds();
    }

    private void torment(Stage stage, Senders senders, Diary diary)
            throws IOException, InterruptedException {
        var drawn = KillPoints.drawn(plan.seed(), plan.points());
        say("kill points: %s", String.join(" ", new TreeSet<>(drawn)));
        var points = Keeper.queue(drawn);
        var tally = new Keeper.Tally(plan.dir().resolve("reached"), diary);
        var keepers = new ArrayList<Keeper>();
        var threads = new ArrayList<Thread>();
        for (var instance : stage.instances()) {
            var keeper = new Keeper(instance, points, plan.seed() + keepers.size(), tally);
            keepers.add(keeper);
            threads.add(Thread.ofPlatform().start(keeper));
        }
        var troubles = new Troubles(stage, plan.seed(), diary);
        for (var instance : stage.instances()) {
            instance.awaitUp();
        }
        var until = System.nanoTime() + plan.time().toNanos();
        var traffic = Thread.ofPlatform().start(() -> tell(senders, until));
        var upgrades =
                plan.previous().isPresent()
                        ? new ArrayList<>(stage.instances())
                        : new ArrayList<Instance>();
        var part = plan.time().toNanos() / 3;
        while (System.nanoTime() < until) {
            Thread.sleep(1_500);
            if (!upgrades.isEmpty() && until - System.nanoTime() < part * upgrades.size()) {
                var instance = upgrades.removeFirst();
                instance.upgrade();
                say("%s is replaced by the new jar", instance.name());
            } else if (plan.troubles()) {
                troubles.next();
            } else if (upgrades.isEmpty() && tally.reached().containsAll(drawn)) {
                break;
            }
        }
        traffic.join();
        troubles.heal();
        keepers.forEach(Keeper::settle);
        for (var thread : threads) {
            thread.join();
        }
        tell(stage, tally, troubles, drawn);
    }

    /** New consultations and poison, until the time is over. */
    private void tell(Senders senders, long until) {
        var traffic = new Traffic(plan.seed());
        try {
            for (var number = 1; System.nanoTime() < until; number++) {
                if (senders.open() < MOST_OPEN) {
                    traffic.consultation(senders.now()).forEach(senders::tell);
                }
                if (number % 20 == 0) {
                    senders.tell(traffic.poison());
                }
                Thread.sleep(plan.every());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(Stage stage, Keeper.Tally tally, Troubles troubles, List<String> drawn)
            throws IOException {
        var file = plan.dir().resolve("reached");
        var reached =
                Files.exists(file)
                        ? new TreeSet<>(Files.readAllLines(file))
                        : new TreeSet<String>();
        say(
                "%d of %d kill points reached, %d lives of %d instances ended",
                reached.size(), drawn.size(), tally.ended(), stage.instances().size());
        var missed = new TreeSet<>(drawn);
        missed.removeAll(reached);
        if (!missed.isEmpty()) {
            say("not reached: %s", String.join(" ", missed));
        }
        var starts = tally.starts().sorted().toArray();
        if (starts.length > 0) {
            say(
                    "a killed instance lived again after %d ms (median), %d ms (longest)",
                    starts[starts.length / 2], starts[starts.length - 1]);
        }
        troubles.brought().forEach((name, times) -> say("%4d × %s", times, name));
    }

    /** What rebuild prints, from its first brace on: java may have said something before. */
    private void rebuild(Stage stage) throws IOException {
        var log = plan.dir().resolve("rebuild.log");
        OwnProcess.start(
                        log,
                        List.of(
                                "rebuild",
                                "--check",
                                "--json",
                                "--spring.datasource.url=" + stage.database().url(),
                                "--spring.datasource.username=postgres"))
                .awaitEnd(REBUILD);
        var printed = Files.readString(log);
        var json = printed.indexOf("\n{");
        if (json >= 0 || printed.startsWith("{")) {
            Files.writeString(plan.dir().resolve("rebuild.json"), printed.substring(json + 1));
        }
    }

    private void say(String text, Object... arguments) {
        out.println(text.formatted(arguments));
        out.flush();
    }
}
