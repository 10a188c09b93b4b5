package se.trepart.bench;

import org.springframework.util.FileSystemUtils;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** {@code ./trepart bench}: measures, writes the table, and ends with 1 when a target is missed. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures what is promised, against floors and peers of the same run.")
final class Bench implements Callable<Integer> {
    /** In the order in which they are measured. */
    static final List<Measurement> ALL =
            List.of(
                    new Projecting(),
                    new Intake(),
                    new Delivering(),
                    new Parsing(),
                    new Replaying(),
                    Fhir.read(),
                    Fhir.search(),
                    new Starting(),
                    new Growing(),
                    new Remembering());

    @Option(names = "--full", description = "With what takes longer than a coffee break.")
    private boolean full;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "These alone; a name that is not known lists all.")
    private Set<String> only = new LinkedHashSet<>();

    @Option(
            names = "--stored",
            split = ",",
            paramLabel = "THOUSANDS",
            description =
                    "How many consultations FHIR's requests are measured at, beside HAPI at 10"
                            + " thousand (10 beside HAPI at one; with --full 10, 100 and as many up"
                            + " to 1000 as there is room for).")
    private Set<Integer> stored = new LinkedHashSet<>();

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Of each figure (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--profile",
            description = "With recordings by JFR of the processes, below run/ in the folder.")
    private boolean profile;

    @Option(
            names = "--out",
            defaultValue = "target/bench",
            description = "Where bench.md and bench.json are written (${DEFAULT-VALUE}).")
    private Path out = Path.of("target/bench");

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        var unknown = new LinkedHashSet<>(only);
        ALL.forEach(measurement -> unknown.remove(measurement.name()));
        if (!unknown.isEmpty()) {
            System.err.println(
                    "Not measured here: "
                            + String.join(", ", unknown)
                            + ". There are "
                            + ALL.stream()
                                    .map(Measurement::name)
                                    .collect(Collectors.joining(", ")));
            return CommandLine.ExitCode.USAGE;
        }
        var began = Instant.now();
        var machine = Machine.here();
        var figures = new ArrayList<Figure>();
        System.out.println(machine);
        for (var measurement : ALL) {
            if (chosen(measurement)) {
                var more = measure(measurement);
                more.forEach(figure -> System.out.println(Report.row(figure)));
                figures.addAll(more);
                report(machine, began, figures).write(out);
            }
        }
        var report = report(machine, began, figures);
        System.out.println();
        System.out.print(report.markdown());
        return report.passed() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static Report report(Machine machine, Instant began, List<Figure> figures) {
        return new Report(machine, began, Duration.between(began, Instant.now()), figures);
    }

    private boolean chosen(Measurement measurement) {
        return only.isEmpty()
                ? full || !measurement.onlyInFull()
                : only.contains(measurement.name());
    }

    /** A measurement that fails has missed its target. */
    private List<Figure> measure(Measurement measurement) throws Exception {
        var folder = out.toAbsolutePath().resolve("run").resolve(measurement.name());
        FileSystemUtils.deleteRecursively(folder);
        Files.createDirectories(folder);
        var surroundings =
                new Surroundings(
                        Path.of("").toAbsolutePath(),
                        folder,
                        full,
                        stored,
                        profile,
                        new Rounds(rounds, new Load(folder)));
        System.out.println("# " + measurement.name());
        try {
            return measurement.measure(surroundings);
        } catch (InterruptedException ended) {
            throw ended;
        } catch (Exception failed) {
            failed.printStackTrace();
            return List.of(
                    Figure.failed(
                            measurement.name(), failed.toString().lines().findFirst().orElse("")));
        }
    }
}
