package se.trepart.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** {@code ./trepart minimise}: a refused message as a case that a person can read and commit. */
@Command(
        name = "minimise",
        description = {
            "Makes a refused message as small as it can be while it is refused for the same, with"
                    + " nobody in it, and writes it as a case.",
            "The hub does it, by the mapping set that it recorded for the message. Give the case a"
                + " better name, and play it with -Dcases.update, which brings COVERAGE.md up to"
                + " date."
        },
        mixinStandardHelpOptions = true)
final class Minimise extends Asking {
    private static final Pattern FILE = Pattern.compile("[a-z0-9][a-z0-9.-]*");

    @Parameters(paramLabel = "ID", description = "The message's number, as messages tells it.")
    private String id = "";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "src/test/resources/cases",
            description = "Where the case's folder is made. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("");

    @Option(
            names = "--fault",
            paramLabel = "CODE",
            description = "The fault that is meant, where there are several: TRP-202.")
    private @Nullable String fault;

    @Option(names = "--name", paramLabel = "NAME", description = "What the folder is called.")
    private @Nullable String name;

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "Why the message is read; the hub keeps it.")
    private String reason = "";

    @Option(names = "--as", paramLabel = "NAME", description = "Who you are.")
    private @Nullable String as;

    @Override
    JsonNode ask(HubClient client) throws IOException, InterruptedException {
        client.as(as);
        var asked = JsonNodeFactory.instance.objectNode().put("reason", reason);
        if (fault != null) {
            asked.put("fault", fault);
        }
        var least = client.post("/api/messages/" + HubClient.encoded(id) + "/minimise", asked);
        write(folder(least), least.path("files"));
        return least;
    }

    private Path folder(JsonNode least) throws IOException {
        return out.resolve(named(name == null ? least.path("name").asText() : name));
    }

    private static void write(Path folder, JsonNode files) throws IOException {
        Files.createDirectories(folder.toAbsolutePath().getParent());
        Files.createDirectory(folder);
        for (var file : files.properties()) {
            Files.writeString(folder.resolve(named(file.getKey())), file.getValue().asText());
        }
    }

    /** Nothing that the hub, or anybody, calls a file leads out of the folder. */
    private static String named(String file) throws IOException {
        if (!FILE.matcher(file).matches()) {
            throw new IOException("no name of a case or of its file: a-z, 0-9, dots and hyphens");
        }
        return file;
    }

    @Override
    void tell(JsonNode least, PrintWriter out) {
        least.path("files")
                .properties()
                .forEach(file -> {
                    if (file.getKey().startsWith("0-received")) {
                        out.println(file.getValue().asText());
                    }
                });
        least.path("faults")
                .forEach(fault ->
                        out.println(
                                fault.path("code").asText() + " " + fault.path("path").asText()));
        out.printf(
                "%d of %d values are left, found by %d trials.%n",
                least.path("valuesAfter").asInt(),
                least.path("valuesBefore").asInt(),
                least.path("trials").asInt());
        out.println(
                "Written to "
                        + this.out.resolve(name == null ? least.path("name").asText() : name));
    }
}
