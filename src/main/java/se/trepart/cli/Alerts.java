package se.trepart.cli;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;

/** {@code ./trepart alerts}: when causes opened and were resolved. */
@Command(
        name = "alerts",
        description = "Lists when causes opened and were resolved, one line for each, in order.",
        mixinStandardHelpOptions = true)
final class Alerts extends Asking {
    @Option(names = "--after", paramLabel = "ID", description = "Those that came after this one.")
    private @Nullable String after;

    @Option(names = "--count", paramLabel = "N", description = "At most so many; 50 unless told.")
    private @Nullable String count;

    @Override
    JsonNode ask(HubClient client) throws IOException, InterruptedException {
        return client.get("/api/alerts", query("after", after, "count", count));
    }

    @Override
    void tell(JsonNode answer, PrintWriter out) {
        var table =
                new Columns(
                        "id", "at", "alert", "cause", "kind", "place", "code", "field", "members");
        answer.path("alerts")
                .forEach(alert ->
                        table.line(
                                Cells.text(alert, "id"),
                                Cells.time(alert, "at"),
                                Cells.text(alert, "alert"),
                                Cells.text(alert, "cause"),
                                Cells.text(alert, "kind"),
                                Cells.text(alert, "place"),
                                Cells.text(alert, "code"),
                                Cells.text(alert, "field"),
                                Cells.text(alert, "members")));
        table.print(out, "No alerts.");
        if (answer.has("next")) {
            out.println("More: --after " + answer.path("next").asText());
        }
    }
}
