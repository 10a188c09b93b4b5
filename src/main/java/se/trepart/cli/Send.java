package se.trepart.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * {@code ./trepart send}: sends files to the hub and prints each answer. Status 0 when all was
 * taken, 1 when anything was refused, 2 when anything was not answered.
 */
@Command(
        name = "send",
        description = {
            "Sends HL7 v2 files by MLLP and CloudEvents files (.json, .ndjson) by HTTP, and prints"
                    + " each answer.",
            "Status 0: all taken; 1: something refused; 2: something not answered."
        },
        mixinStandardHelpOptions = true)
final class Send implements Callable<Integer> {
    private final Map<Reply.Outcome, Integer> outcomes = new EnumMap<>(Reply.Outcome.class);

    @Spec private @Nullable CommandSpec command;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "One or several messages or events each; batches too.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--mllp",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:2575",
            converter = AddressConverter.class,
            description = "Where HL7 v2 goes. Default: ${DEFAULT-VALUE}.")
    private InetSocketAddress mllp = new InetSocketAddress("localhost", 2575);

    @Option(
            names = "--http",
            paramLabel = "URL",
            defaultValue = "http://localhost:8080/api/events",
            description = "Where CloudEvents go. Default: ${DEFAULT-VALUE}.")
    private URI http = URI.create("http://localhost:8080/api/events");

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for each answer. Default: ${DEFAULT-VALUE}.")
    private int timeout = 30;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Duration patience = Duration.ofSeconds(timeout);
        try (var messages = new MessageSender(mllp, patience);
                var events = new EventSender(http, patience)) {
            for (Path file : files) {
                send(file, messages, events);
            }
        }
        if (outcomes.containsKey(Reply.Outcome.REFUSED)) {
            return 1;
        }
        return outcomes.containsKey(Reply.Outcome.UNANSWERED) || outcomes.isEmpty() ? 2 : 0;
    }

    private void send(Path file, MessageSender messages, EventSender events)
            throws IOException, InterruptedException {
        byte[] content = Files.readAllBytes(file);
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".ndjson")) {
            events.sendLines(content, this::report);
        } else if (name.endsWith(".json")) {
            events.sendDocument(content, this::report);
        } else {
            messages.send(content, this::report);
        }
    }

    private void report(Reply reply) {
        outcomes.merge(reply.outcome(), 1, Integer::sum);
        if (command != null) {
            PrintWriter out = command.commandLine().getOut();
            out.println(reply.line());
            reply.reasons().forEach(reason -> out.println("    " + reason));
            out.flush();
        }
    }

    /** {@code HOST:PORT}. */
    static final class AddressConverter implements ITypeConverter<InetSocketAddress> {
        @Override
        public InetSocketAddress convert(String value) {
            int colon = value.lastIndexOf(':');
            if (colon < 1 || !value.substring(colon + 1).matches("\\d{1,5}")) {
                throw new TypeConversionException("it is not HOST:PORT");
            }
            return new InetSocketAddress(
                    value.substring(0, colon), Integer.parseInt(value.substring(colon + 1)));
        }
    }
}
