package se.trepart.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;

/** {@code ./trepart deliveries release}: a destination is mended, what is held for it goes on. */
@Command(
        name = "release",
        description =
                "Lets all held streams of a destination go on once it is mended, those owed longest"
                        + " first, twenty a second.",
        mixinStandardHelpOptions = true)
final class ReleaseDestination extends Asking {
    @Option(
            names = "--destination",
            paramLabel = "NAME",
            required = true,
            description = "pasis, primary-care.")
    private String destination = "";

    @Option(
            names = "--cause",
            paramLabel = "CODE",
            description =
                    "Only those that it refused (TRP-405), or that it asked too often to come later"
                            + " with (TRP-404).")
    private @Nullable String cause;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
    private String reason = "";

    @Override
    JsonNode ask(HubClient client) throws IOException, InterruptedException {
        var stated = JsonNodeFactory.instance.objectNode().put("reason", reason);
        if (cause != null) {
            stated.put("cause", cause);
        }
        return client.post(
                "/api/destinations/" + HubClient.encoded(destination) + "/release", stated);
    }

    @Override
    void tell(JsonNode answer, PrintWriter out) {
        out.println(answer.path("released").asInt() + " held streams go on.");
    }
}
