package se.trepart.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import se.trepart.checker.Verification;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * {@code ./trepart verify-run}: whether a run lost, doubled or disordered anything, from its files
 * alone. Status 1 when it did, or when there was nothing to check.
 */
@Command(
        name = "verify-run",
        description = "Checks a run from what senders, log and partners wrote down.",
        mixinStandardHelpOptions = true)
final class VerifyRun implements Callable<Integer> {
    @Spec private @Nullable CommandSpec command;

    @Parameters(paramLabel = "DIR", description = "The folder with the run's files.")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws IOException {
        var verification = Verification.of(folder);
        verification.print(Objects.requireNonNull(command).commandLine().getOut());
        return verification.holds() ? 0 : 1;
    }
}
