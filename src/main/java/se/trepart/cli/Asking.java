package se.trepart.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** What all commands that ask the hub share: where it is, and for whom the answer is. */
abstract class Asking implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec private @Nullable CommandSpec command;

    @Option(
            names = "--hub",
            paramLabel = "URL",
            defaultValue = "http://localhost:8080",
            description = "Where the hub is. Default: ${DEFAULT-VALUE}.")
    private URI hub = URI.create("http://localhost:8080");

    @Option(names = "--json", description = "The hub's own JSON, for machines.")
    private boolean json;

    @Override
    public final Integer call() throws IOException, InterruptedException {
        try (var client = new HubClient(hub)) {
            var answer = ask(client);
            var out = line().getOut();
            if (json) {
                out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer));
            } else {
                tell(answer, out);
            }
            out.flush();
            return status(answer);
        }
    }

    /** The exit status of an answer. */
    int status(JsonNode answer) {
        return 0;
    }

    /** Asks the hub. */
    abstract JsonNode ask(HubClient client) throws IOException, InterruptedException;

    /** Writes the answer for people. */
    abstract void tell(JsonNode answer, PrintWriter out);

    /** A query of what was given, by the names of the API; what is null was not given. */
    static Map<String, String> query(@Nullable String... namesAndValues) {
        var query = new TreeMap<String, String>();
        for (var at = 0; at + 1 < namesAndValues.length; at += 2) {
            var name = namesAndValues[at];
            var value = namesAndValues[at + 1];
            if (name != null && value != null) {
                query.put(name, value);
            }
        }
        return query;
    }

    /** Says how to see the next page, where there is one. */
    static void next(JsonNode answer, PrintWriter out) {
        if (answer.hasNonNull("next")) {
            out.println("More: --before " + answer.path("next").asText());
        }
    }

    /** The command line that this was called with. */
    final CommandLine line() {
        return Objects.requireNonNull(command).commandLine();
    }
}
