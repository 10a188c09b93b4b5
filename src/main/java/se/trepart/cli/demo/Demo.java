package se.trepart.cli.demo;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/**
 * {@code ./trepart demo}: the hub and both record systems on this machine, a working day through
 * real sockets, and what each side holds afterwards.
 */
@Command(
        name = "demo",
        description =
                "Plays a working day through the hub, and compares what both record systems then"
                        + " hold with what a person expected.",
        mixinStandardHelpOptions = true)
public final class Demo implements Callable<Integer> {
    private static final String FOLDER = "src/test/resources/demo/";

    @Spec private @Nullable CommandSpec command;

    @Mixin private DemoPorts ports = new DemoPorts();

    @Option(
            names = "--exit",
            description =
                    "Stop afterwards: 0 if every consultation converged, all expectations hold and"
                            + " nothing was lost, else 1.")
    private boolean exit;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Shuffle the order of arrival; the end must be the same.")
    private @Nullable Long seed;

    @Option(
            names = "--outage",
            description = "PASiS goes down in the midst of the day, and comes back.")
    private boolean outage;

    @Option(
            names = "--day",
            paramLabel = "FILE",
            description = "The day. Default: ${DEFAULT-VALUE}")
    private Path day = Path.of(FOLDER + "day.yaml");

    @Option(
            names = "--expectations",
            paramLabel = "FILE",
            description = "What to expect of it. Default: ${DEFAULT-VALUE}")
    private Path expectations = Path.of(FOLDER + "expectations.csv");

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Emptied at the start. Default: ${DEFAULT-VALUE}")
    private Path dataDir = Path.of("var/demo");

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = out();
        Doors doors = ports.doors();
        try {
            Day played = DayFile.read(day);
            List<Expectation> expected = Expectation.read(expectations, played.date());
            try (DemoFolder folder = DemoFolder.take(dataDir);
                    Stage stage = new Stage(doors, folder);
                    HubView view = new HubView(doors)) {
                return run(played, expected, folder, stage, view, doors, out);
            }
        } catch (Stage.NotReady | IllegalArgumentException | java.nio.file.NoSuchFileException e) {
            out.println("demo: " + e.getMessage());
            out.flush();
            return 1;
        }
    }

    private int run(
            Day played,
            List<Expectation> expected,
            DemoFolder folder,
            Stage stage,
            HubView view,
            Doors doors,
            PrintWriter out)
            throws Stage.NotReady, IOException, InterruptedException {
        Instant begun = Instant.now();
        say(
                out,
                "starting the hub, PASiS and primary care; everything listens on this machine only"
                        + " ...");
        stage.set(view);
        say(out, "ready after %.1f s; playing %s".formatted(seconds(begun), played.date()));
        Performance performance =
                new Performance(played, expected, view, doors, folder.files(), out);
        performance.play(seed == null ? OptionalLong.empty() : OptionalLong.of(seed), outage);
        List<String> findings = performance.tell();
        for (String fallen : stage.fallen()) {
            findings.add(fallen + " has ended by itself");
        }
        findings.forEach(finding -> say(out, "WRONG  " + finding));
        say(
                out,
                findings.isEmpty()
                        ? "all %d consultations agree, all expectations hold, nothing was lost; %.1f s"
                                .formatted(expected.size(), seconds(begun))
                        : "%d %s not as must be; %.1f s"
                                .formatted(
                                        findings.size(),
                                        findings.size() == 1 ? "thing is" : "things are",
                                        seconds(begun)));
        if (!exit) {
            stayUp(doors, out);
        }
        return findings.isEmpty() ? 0 : 1;
    }

    /** Until somebody presses Ctrl-C: the stage's own hook ends the processes. */
    private static void stayUp(Doors doors, PrintWriter out) throws InterruptedException {
        say(out, "");
        say(out, "The hub stays up until Ctrl-C. Where to look:");
        say(out, "  FHIR           " + doors.hub() + "/fhir/Encounter/K-2026-001-consultation");
        say(out, "  API            " + doors.hub() + "/api/consultations/K-2026-001");
        say(out, "  totals         " + doors.hub() + "/api/totals");
        say(out, "  PASiS          " + doors.pasisDesk() + "/extract.csv");
        say(out, "  primary care   " + doors.primaryCareDesk() + "/extract.csv");
        say(out, "  health         " + doors.health());
        new CountDownLatch(1).await();
    }

    private PrintWriter out() {
        return command == null
                ? new PrintWriter(System.out, true, java.nio.charset.StandardCharsets.UTF_8)
                : command.commandLine().getOut();
    }

    private static void say(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }

    private static double seconds(Instant since) {
        return Duration.between(since, Instant.now()).toMillis() / 1000.0;
    }
}
