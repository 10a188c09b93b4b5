package se.trepart.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintWriter;

/** {@code ./trepart trace}: a message's way through the hub, and what its fields made. */
@Command(
        name = "trace",
        description = {
            "Shows a message's way through the hub: each step, how long it took, what came of it"
                    + " and what was sent because of it.",
            "Without --reason: ids, codes, places and hashes. With it: the values too, and the"
                    + " bodies with --json; the hub keeps who looked and why."
        },
        footer = {
            "",
            "Examples:",
            "  ./trepart trace 17",
            "  ./trepart trace 17 --reason \"Felsökning\" --as Åsa",
            "  ./trepart trace 17 --fields                     # what depends on which field",
            "  ./trepart trace 17 --fields --of Encounter/K-1-visit/period/start"
        },
        mixinStandardHelpOptions = true)
final class Trace extends Asking {
    @Parameters(paramLabel = "ID", description = "A message's number, as messages lists them.")
    private long id;

    @Option(
            names = "--fields",
            description =
                    "Which fields of the message what came of it depends on, found by altering each"
                            + " by itself; of a refused message, which fields each fault depends"
                            + " on.")
    private boolean fields;

    @Option(
            names = "--of",
            paramLabel = "OUTPUT",
            description = "Only of this resource, registration or field of it; with --fields.")
    private @Nullable String of;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why you read values and bodies. Kept by the hub; no personal data.")
    private @Nullable String reason;

    @Option(names = "--as", paramLabel = "NAME", description = "Who you are.")
    private @Nullable String as;

    @Override
    JsonNode ask(HubClient client) throws IOException, InterruptedException {
        client.as(as);
        var path = "/api/messages/" + id + "/trace";
        if (fields || of != null) {
            return client.get(path + "/fields", query("of", of));
        }
        return reason == null
                ? client.get(path, query())
                : client.post(path, JsonNodeFactory.instance.objectNode().put("reason", reason));
    }

    @Override
    void tell(JsonNode answer, PrintWriter out) {
        if (answer.has("outputs")) {
            DrawnFields.draw(answer, out);
        } else {
            DrawnTrace.draw(answer, out);
        }
    }
}
