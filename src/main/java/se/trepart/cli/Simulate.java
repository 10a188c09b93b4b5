package se.trepart.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import se.trepart.simulator.Partner;
import se.trepart.simulator.Pasis;
import se.trepart.simulator.Ports;
import se.trepart.simulator.PrimaryCare;
import se.trepart.simulator.ReceivingUnit;
import se.trepart.simulator.Simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/**
 * {@code ./trepart simulate}: one partner of the hub as a process of its own, until it is told to
 * stop.
 */
@Command(
        name = "simulate",
        description =
                "One simulated partner, with faults that can be switched on at its HTTP port.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "PARTNER",
        subcommands = {
            Simulate.OfPasis.class,
            Simulate.OfPrimaryCare.class,
            Simulate.OfReceivingUnit.class
        })
final class Simulate {
    private Simulate() {}

    @Command(
            name = "pasis",
            description = "The hospital's patient administration.",
            mixinStandardHelpOptions = true)
    static final class OfPasis implements Callable<Integer> {
        @Mixin private Options options = new Options();

        @Override
        public Integer call() throws IOException, InterruptedException {
            try (var simulator = options.start(new Pasis(), new Ports(2576, 2586))) {
                simulator.awaitClose();
            }
            return 0;
        }
    }

    @Command(
            name = "primary-care",
            description =
                    "The vårdcentralers' record system; it only listens, unless told to play.",
            mixinStandardHelpOptions = true)
    static final class OfPrimaryCare implements Callable<Integer> {
        @Mixin private Options options = new Options();
        @Mixin private PlayOptions playing = new PlayOptions();

        @Override
        public Integer call() throws IOException, InterruptedException {
            try (var simulator = options.start(new PrimaryCare(), new Ports(2577, 2587))) {
                playing.play(simulator.partner())
                        .ifPresent(answers -> options.say("played a day: " + answers));
                simulator.awaitClose();
            }
            return 0;
        }
    }

    @Command(
            name = "remiss",
            description = "A unit that takes referrals.",
            mixinStandardHelpOptions = true)
    static final class OfReceivingUnit implements Callable<Integer> {
        @Mixin private Options options = new Options();

        @Override
        public Integer call() throws IOException, InterruptedException {
            try (var simulator = options.start(new ReceivingUnit(), new Ports(2578, 2588))) {
                simulator.awaitClose();
            }
            return 0;
        }
    }

    /** What every simulated partner can be told. */
    static final class Options {
        @Spec(Spec.Target.MIXEE)
        private @Nullable CommandSpec command;

        @Option(
                names = "--port",
                paramLabel = "PORT",
                description = "MLLP; 0 takes a free one. Default: 2576, 2577, 2578.")
        private @Nullable Integer port;

        @Option(
                names = "--http-port",
                paramLabel = "PORT",
                description =
                        "Extract, witness and faults; 0 takes a free one. Default: 2586, 2587,"
                                + " 2588.")
        private @Nullable Integer httpPort;

        @Option(
                names = "--witness",
                paramLabel = "FILE",
                description = "Where every frame is appended, as NDJSON.")
        private @Nullable Path witness;

        /** Starts a partner, says so in one line, and sees to it that it stops with the process. */
        <P extends Partner> Simulator<P> start(P partner, Ports usual) throws IOException {
            Ports ports =
                    new Ports(
                            port == null ? usual.mllp() : port,
                            httpPort == null ? usual.http() : httpPort);
            Simulator<P> simulator = Simulator.start(partner, ports, witness);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(simulator)));
            say(
                    "%s listens on %d (MLLP) and %d (HTTP)"
                            .formatted(partner.name(), simulator.mllpPort(), simulator.httpPort()));
            return simulator;
        }

        private void say(String line) {
            if (command != null) {
                command.commandLine().getOut().println(line);
                command.commandLine().getOut().flush();
            }
        }

        private static void close(Simulator<?> simulator) {
            try {
                simulator.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
