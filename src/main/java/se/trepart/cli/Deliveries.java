package se.trepart.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.io.IOException;
import java.io.PrintWriter;

/** {@code ./trepart deliveries}: what was sent and what is owed; moves one of them for a reason. */
@Command(
        name = "deliveries",
        description = {
            "Lists what is owed to the record systems and what was sent, the newest first.",
            "With --resend, --mark-confirmed or --release: moves one delivery, for a --reason."
        },
        subcommands = ReleaseDestination.class,
        mixinStandardHelpOptions = true)
final class Deliveries extends Asking {
    @Option(names = "--destination", paramLabel = "NAME", description = "pasis, primary-care.")
    private @Nullable String destination;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "pending, in-flight, confirmed, held or superseded.")
    private @Nullable String state;

    @Option(names = "--consultation", paramLabel = "ID", description = "For it or its visit.")
    private @Nullable String consultation;

    @Mixin private final Page page = new Page();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why a delivery is moved.")
    private @Nullable String reason;

    @Option(
            names = "--contact-number",
            paramLabel = "NUMBER",
            description = "With --mark-confirmed: the destination's own number for it.")
    private @Nullable String contactNumber;

    @ArgGroup private @Nullable Move move;

    /** What is done to which delivery. */
    static final class Move {
        @Option(
                names = "--resend",
                paramLabel = "ID",
                description = "Sends the same message again, byte for byte.")
        private @Nullable String resend;

        @Option(
                names = "--mark-confirmed",
                paramLabel = "ID",
                description = "The destination holds it: somebody has seen to it.")
        private @Nullable String markConfirmed;

        @Option(
                names = "--release",
                paramLabel = "ID",
                description = "Lets a held stream go on with what must be held now.")
        private @Nullable String release;

        private String path() {
            if (resend != null) {
                return HubClient.encoded(resend) + "/resend";
            }
            return markConfirmed != null
                    ? HubClient.encoded(markConfirmed) + "/mark-confirmed"
                    : HubClient.encoded(release == null ? "" : release) + "/release";
        }
    }

    @Override
    JsonNode ask(HubClient client) throws IOException, InterruptedException {
        if (move == null) {
            return client.get(
                    "/api/deliveries",
                    page.of(
                            query(
                                    "destination",
                                    destination,
                                    "state",
                                    state,
                                    "consultation",
                                    consultation)));
        }
        if (reason == null) {
            throw new ParameterException(line(), "--reason is missing: say why");
        }
        var stated = JsonNodeFactory.instance.objectNode().put("reason", reason);
        if (contactNumber != null) {
            stated.put("contactNumber", contactNumber);
        }
        return client.post("/api/deliveries/" + move.path(), stated);
    }

    @Override
    void tell(JsonNode answer, PrintWriter out) {
        var table =
                new Columns(
                        "id",
                        "destination",
                        "consultation",
                        "state",
                        "operation",
                        "attempts",
                        "sent",
                        "settled",
                        "cause");
        var deliveries =
                move == null
                        ? answer.path("deliveries")
                        : JsonNodeFactory.instance.arrayNode().add(answer);
        deliveries.forEach(delivery ->
                table.line(
                        Cells.text(delivery, "id"),
                        Cells.text(delivery, "destination"),
                        Cells.text(delivery, "consultation"),
                        Cells.text(delivery, "state"),
                        Cells.text(delivery, "operation"),
                        Cells.text(delivery, "attempts"),
                        Cells.time(delivery, "sentAt"),
                        Cells.time(delivery, "settledAt"),
                        Cells.cause(delivery)));
        table.print(out, "No deliveries.");
        next(answer, out);
    }
}
