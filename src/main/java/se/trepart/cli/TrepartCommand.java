package se.trepart.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import se.trepart.cli.demo.Demo;

import java.io.IOException;
import java.util.Set;

/** {@code ./trepart}: the root of all commands. */
@Command(
        name = "trepart",
        description = "The integration hub for digital specialistkonsultation.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            Demo.class,
            Serve.class,
            Simulate.class,
            Send.class,
            Messages.class,
            Show.class,
            Trace.class,
            Consultations.class,
            Deliveries.class,
            Replay.class,
            Causes.class,
            Alerts.class,
            Shadow.class,
            Minimise.class,
            VerifyRun.class,
            MllpCheck.class,
            Rebuild.class,
            Part.class,
            ExportRun.class,
            TortureCommand.class
        })
public final class TrepartCommand {
    /** Take the hub's settings as {@code --name=value}. */
    private static final Set<String> TAKING_SETTINGS = Set.of("serve", "rebuild");

    /** Runs one command and returns its exit status; a faulty command line is 2. */
    public static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    /**
     * All commands, ready to be run; a file or port that cannot be used is told in one line, with
     * status 1.
     */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new TrepartCommand());
        line.getSubcommands().values().stream()
                .filter(command -> TAKING_SETTINGS.contains(command.getCommandName()))
                .forEach(taking -> taking.setUnmatchedOptionsArePositionalParams(true));
        line.setExecutionExceptionHandler((exception, failed, arguments) -> {
            if (exception instanceof IOException) {
                failed.getErr()
                        .println(
                                exception.getClass().getSimpleName()
                                        + ": "
                                        + exception.getMessage());
                return failed.getCommandSpec().exitCodeOnExecutionException();
            }
            throw exception;
        });
        return line;
    }
}
