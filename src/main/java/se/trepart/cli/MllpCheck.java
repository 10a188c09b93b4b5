package se.trepart.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import se.trepart.conformance.Endpoint;
import se.trepart.conformance.Examination;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;

/** {@code ./trepart mllp-check}: how well an MLLP endpoint keeps to the rules. Status 1 if not. */
@Command(
        name = "mllp-check",
        description =
                "Tries any MLLP endpoint: framing, pipelining, answers, characters, sizes. What it"
                        + " sends is harmless: a synthetic person, training (MSH-11 T).",
        mixinStandardHelpOptions = true)
final class MllpCheck implements Callable<Integer> {
    @Spec private @Nullable CommandSpec command;

    @Parameters(paramLabel = "HOST:PORT", description = "Whom to try.")
    private String address = "";

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "ADT^A08",
            description = "MSH-9 of what is sent. Default: ${DEFAULT-VALUE}.")
    private String type = "";

    @Option(
            names = "--processing-id",
            paramLabel = "ID",
            defaultValue = "T",
            description = "MSH-11 of what is sent. Default: ${DEFAULT-VALUE}, training.")
    private String processingId = "";

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long an answer may take. Default: ${DEFAULT-VALUE}.")
    private int patience;

    @Override
    public Integer call() {
        var line = Objects.requireNonNull(command).commandLine();
        var colon = address.lastIndexOf(':');
        if (colon < 1 || !address.substring(colon + 1).matches("\\d{1,5}")) {
            throw new ParameterException(line, "HOST:PORT, such as localhost:2575");
        }
        var examination =
                Examination.of(
                        new Endpoint(
                                new InetSocketAddress(
                                        address.substring(0, colon),
                                        Integer.parseInt(address.substring(colon + 1))),
                                Duration.ofSeconds(patience),
                                Duration.ofSeconds(1),
                                type,
                                processingId));
        examination.print(line.getOut());
        return examination.passed() ? 0 : 1;
    }
}
