package se.trepart.cli;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** {@code ./trepart messages}: what came in, and what became of it. */
@Command(
        name = "messages",
        description = {
            "Lists the messages that came in, the newest first. All that is named narrows.",
            "What became of one stands in `show ID`, how it came to that in `trace ID`."
        },
        footer = {
            "",
            "Examples:",
            "  ./trepart messages --state refused --from 2026-11-27",
            "  ./trepart messages --sender 'JOURNAL|SE162321000255-TRP102' --type 'ADT^A04'",
            "  ./trepart messages --destination pasis --destination-state held",
            "  ./trepart messages --identifier                  # asks for it, and shows nothing",
            "  ./trepart messages --identifier < number.txt"
        },
        mixinStandardHelpOptions = true)
final class Messages extends Asking {
    @Option(names = "--from", paramLabel = "TIME", description = "Received then or later.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Received before then.")
    private @Nullable String to;

    @Option(names = "--feed", paramLabel = "NAME", description = "mllp, http, jms.")
    private @Nullable String feed;

    @Option(
            names = "--sender",
            paramLabel = "SENDER",
            description = "MSH-3 and MSH-4 with a bar between, or a source.")
    private @Nullable String sender;

    @Option(names = "--control-id", paramLabel = "ID", description = "MSH-10, or an event's id.")
    private @Nullable String controlId;

    @Option(names = "--type", paramLabel = "TYPE", description = "ADT^A04, or an event's type.")
    private @Nullable String type;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "accepted, duplicate, refused, not-concerned or parked.")
    private @Nullable String state;

    @Option(names = "--fault", paramLabel = "CODE", description = "Refused for this: TRP-202.")
    private @Nullable String fault;

    @Option(names = "--consultation", paramLabel = "ID", description = "That tell of it.")
    private @Nullable String consultation;

    @Option(
            names = "--destination",
            paramLabel = "NAME",
            description = "Of consultations that it holds something of: pasis, primary-care.")
    private @Nullable String destination;

    @Option(
            names = "--destination-state",
            paramLabel = "STATE",
            description = "Of consultations that stand so there: pending, held or confirmed.")
    private @Nullable String destinationState;

    @Option(
            names = "--identifier",
            description =
                    "Asks for a personnummer, reservnummer, HSA-id, or the number of a visit or a"
                            + " remiss, without showing it; or takes the first line of what is"
                            + " piped in. Never on the command line, which others can see.")
    private boolean identifier;

    @Mixin private final Page page = new Page();

    @Override
    JsonNode ask(HubClient client) throws IOException, InterruptedException {
        var query =
                page.of(
                        query(
                                "from",
                                from,
                                "to",
                                to,
                                "feed",
                                feed,
                                "sender",
                                sender,
                                "control-id",
                                controlId,
                                "type",
                                type,
                                "state",
                                state,
                                "fault",
                                fault,
                                "consultation",
                                consultation,
                                "destination",
                                destination,
                                "destination-state",
                                destinationState));
        if (!identifier) {
            return client.get("/api/messages", query);
        }
        query.put("identifier", secret());
        return client.postForm("/api/messages/_search", query);
    }

    /** What the person types without an echo, or the first line of what is piped in. */
    private String secret() throws IOException {
        var console = System.console();
        if (console != null && console.isTerminal()) {
            var typed = console.readPassword("Identifier: ");
            if (typed != null && typed.length > 0) {
                return new String(typed);
            }
        } else {
            var line =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                            .readLine();
            if (line != null && !line.isBlank()) {
                return line.strip();
            }
        }
        throw new ParameterException(line(), "--identifier: none was given");
    }

    @Override
    void tell(JsonNode answer, PrintWriter out) {
        var table =
                new Columns(
                        "id",
                        "received",
                        "feed",
                        "sender",
                        "control id",
                        "type",
                        "state",
                        "faults",
                        "consultation");
        answer.path("messages")
                .forEach(message ->
                        table.line(
                                Cells.text(message, "id"),
                                Cells.time(message, "receivedAt"),
                                Cells.text(message, "feed"),
                                Cells.text(message, "sender"),
                                Cells.text(message, "controlId"),
                                Cells.text(message, "type").replaceFirst("^se\\.trepart\\.", ""),
                                Cells.text(message, "state"),
                                Cells.each(message.path("faults"), "code"),
                                Cells.each(message.path("consultations"), "")));
        table.print(out, "No messages.");
        if (answer.has("complete") && !answer.path("complete").asBoolean()) {
            out.println("Older messages are still gone through: ask again later.");
        }
        next(answer, out);
    }
}
