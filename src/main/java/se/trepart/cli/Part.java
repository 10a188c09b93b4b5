package se.trepart.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import se.trepart.embedded.StandAlone;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

/**
 * {@code ./trepart part}: the database or the broker that the hub would bring itself, as a process
 * of its own until it is told to stop, so that several hubs can share it on one machine.
 */
@Command(
        name = "part",
        description = "A database or a broker on its own, for several hubs on one machine.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "PART",
        subcommands = {Part.Database.class, Part.Broker.class})
final class Part {
    @Spec private @Nullable CommandSpec command;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            required = true,
            scope = picocli.CommandLine.ScopeType.INHERIT,
            description = "Where it keeps its data.")
    private Path dataDir = Path.of("");

    @Option(
            names = "--port",
            paramLabel = "PORT",
            required = true,
            scope = picocli.CommandLine.ScopeType.INHERIT,
            description = "Where it listens, on this machine only.")
    private int port;

    /** Says where it is, and waits for the process to be told to stop. */
    private int run(StandAlone part) throws InterruptedException {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                new FutureTask<>(() -> {
                                    part.close();
                                    return 0;
                                })));
        var out = Objects.requireNonNull(command).commandLine().getOut();
        out.println(part.url());
        out.flush();
        new CountDownLatch(1).await();
        return 0;
    }

    @Command(
            name = "database",
            description = "PostgreSQL, user postgres, without a password.",
            mixinStandardHelpOptions = true)
    static final class Database implements Callable<Integer> {
        @ParentCommand private @Nullable Part part;

        @Override
        public Integer call() throws Exception {
            var of = Objects.requireNonNull(part);
            return of.run(StandAlone.database(of.dataDir, of.port));
        }
    }

    @Command(name = "broker", description = "Artemis.", mixinStandardHelpOptions = true)
    static final class Broker implements Callable<Integer> {
        @ParentCommand private @Nullable Part part;

        @Option(
                names = "--pair-with",
                paramLabel = "PORT",
                description = "One of two that keep the same: the other's port.")
        private @Nullable Integer other;

        @Option(names = "--backup", description = "Of the two, the one that waits.")
        private boolean backup;

        @Override
        public Integer call() throws Exception {
            // As for the hub: before any netty class loads.
            System.setProperty("io.netty.noUnsafe", "false");
            var of = Objects.requireNonNull(part);
            return of.run(
                    other == null
                            ? StandAlone.broker(of.dataDir, of.port)
                            : StandAlone.replicated(of.dataDir, of.port, backup, other));
        }
    }
}
