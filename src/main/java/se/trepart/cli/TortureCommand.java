package se.trepart.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import se.trepart.torture.Torture;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * {@code ./trepart torture}: two instances under every fault that one machine can bring about, then
 * the checker's table. Status 1 when anything was lost, doubled or disordered.
 */
@Command(
        name = "torture",
        description =
                "Two instances, a database, a broker and both partners as processes, under kills"
                        + " and faults by a seed; then verify-run.",
        mixinStandardHelpOptions = true)
final class TortureCommand implements Callable<Integer> {
    @Spec private @Nullable CommandSpec command;

    @Option(names = "--minutes", paramLabel = "N", required = true, description = "How long.")
    private double minutes;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Brings the same traffic, points and troubles; by chance unless given.")
    private long seed = System.currentTimeMillis() % 1_000_000;

    @Option(
            names = "--points",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many kill points are drawn; all of them unless given.")
    private int points;

    @Option(
            names = "--kills-only",
            description = "Kill points and nothing else; ends when all are reached.")
    private boolean killsOnly;

    @Option(
            names = "--every",
            paramLabel = "MILLIS",
            defaultValue = "400",
            description = "Between two new consultations. Default: ${DEFAULT-VALUE}.")
    private long every;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where the run is written. Default: var/torture-SEED.")
    private @Nullable Path dir;

    @Option(
            names = "--previous",
            paramLabel = "CLONE",
            description =
                    "A clone of an older commit with its jar built: both instances begin with it,"
                            + " and are replaced one after the other under load.")
    private @Nullable Path previous;

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        var folder = dir == null ? Path.of("var/torture-" + seed) : dir;
        var plan =
                new Torture.Plan(
                        Duration.ofSeconds(Math.round(minutes * 60)),
                        seed,
                        points,
                        Duration.ofMillis(every),
                        !killsOnly,
                        folder.toAbsolutePath(),
                        Optional.ofNullable(previous).map(Path::toAbsolutePath));
        return Torture.run(plan, Objects.requireNonNull(command).commandLine().getOut()) ? 0 : 1;
    }
}
