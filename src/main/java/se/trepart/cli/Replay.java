package se.trepart.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code ./trepart replay}: plans a replay and shows what it would change, then approves it,
 * carries it out, pauses or cancels it.
 */
@Command(
        name = "replay",
        description = {
            "Without --plan: plans a replay of the selected messages, runs it dry and shows what it"
                    + " would change.",
            "With --plan: shows a plan, or approves, starts, pauses or cancels it."
        },
        footer = {
            "",
            "Examples, from a refused message to the record systems:",
            "  cp -r mappings var/candidate        # and mend the copy",
            "  ./trepart replay --message 17 --candidate var/candidate --mode derive-and-deliver"
                    + " --reason \"Ny avsändare\" --as Åsa",
            "  ./trepart replay --plan 1 --differences --reason \"Granskning\" --as Björn",
            "  ./trepart replay --plan 1 --approve --reason \"Granskad\" --as Björn",
            "  ./trepart replay --plan 1 --execute --reason \"Ny avsändare\" --as Åsa",
            "One message with a corrected body, beside the original:",
            "  ./trepart replay --message 17 --body corrected.hl7 --mode derive-and-deliver"
                    + " --reason \"Fel enhet\" --as Åsa",
            "All that a fault has refused since a day, as a dry run by today's mappings:",
            "  ./trepart replay --select fault=TRP-203 --select from=2026-11-27T00:00:00+01:00"
                    + " --reason \"Rättad tabell\" --as Åsa"
        },
        mixinStandardHelpOptions = true)
final class Replay extends Asking {
    private static final int LOOK_AGAIN_MILLIS = 300;

    @Option(names = "--plan", paramLabel = "N", description = "The plan that is meant.")
    private @Nullable String plan;

    @Option(names = "--approve", description = "Lets it be carried out; another person's matter.")
    private boolean approve;

    @Option(names = "--execute", description = "Carries it out, or goes on with it.")
    private boolean execute;

    @Option(names = "--pause", description = "Stops it between two messages.")
    private boolean pause;

    @Option(names = "--cancel", description = "Ends it.")
    private boolean cancel;

    @Option(names = "--differences", description = "Shows every field with what stands there.")
    private boolean differences;

    @Option(names = "--message", paramLabel = "ID", split = ",", description = "These messages.")
    private List<Long> messages = List.of();

    @Option(
            names = "--select",
            paramLabel = "FIELD=VALUE",
            description = "from, to, feed, sender, type, outcome, fault, consultation," + " cause.")
    private Map<String, String> selected = Map.of();

    @Option(
            names = "--start",
            paramLabel = "STEP",
            description = "message (default), event, projection or delivery.")
    private @Nullable String start;

    @Option(names = "--candidate", paramLabel = "DIR", description = "A folder of mappings.")
    private @Nullable Path candidate;

    @Option(names = "--mapping", paramLabel = "HASH", description = "A recorded mapping set.")
    private @Nullable String mapping;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "dry-run (default), derive or derive-and-deliver.")
    private @Nullable String mode;

    @Option(names = "--per-second", paramLabel = "N", description = "At most so many; 100.")
    private @Nullable Integer perSecond;

    @Option(
            names = "--body",
            paramLabel = "FILE",
            description = "A corrected body for the one message: a new message that points at it.")
    private @Nullable Path body;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; always to be said.")
    private String reason = "";

    @Option(names = "--as", paramLabel = "NAME", description = "Who you are.")
    private @Nullable String as;

    @Override
    JsonNode ask(HubClient client) throws IOException, InterruptedException {
        client.as(as);
        if (plan == null) {
            return settled(client, create(client).path("id").asText(), "dry-running");
        }
        var path = "/api/replays/" + HubClient.encoded(plan);
        if (differences) {
            return client.post(path + "/differences", stated());
        }
        if (approve) {
            var hash = client.get(path, Map.of()).path("hash").asText();
            return client.post(path + "/approve", stated().put("hash", hash));
        }
        if (execute) {
            client.post(path + "/start", stated());
            return settled(client, plan, "running");
        }
        if (pause || cancel) {
            return client.post(path + (pause ? "/pause" : "/cancel"), stated());
        }
        return client.get(path, Map.of());
    }

    private ObjectNode stated() {
        return JsonNodeFactory.instance.objectNode().put("reason", reason);
    }

    private JsonNode create(HubClient client) throws IOException, InterruptedException {
        var asked = stated();
        put(asked, "start", start);
        put(asked, "mode", mode);
        if (perSecond != null) {
            asked.put("perSecond", perSecond);
        }
        if (candidate != null) {
            asked.putObject("mapping").set("candidate", Candidate.of(candidate));
        } else if (mapping != null) {
            asked.putObject("mapping").put("version", mapping);
        }
        if (body != null) {
            if (messages.size() != 1) {
                throw new ParameterException(line(), "--body corrects exactly one --message");
            }
            asked.put("body", wire(Files.readString(body)));
            return client.post("/api/messages/" + messages.getFirst() + "/replay", asked);
        }
        var selection = asked.putObject("selection");
        if (!messages.isEmpty()) {
            var list = selection.putArray("messages");
            messages.forEach(list::add);
        }
        selected.forEach(selection::put);
        return client.post("/api/replays", asked);
    }

    /** Segments end with a carriage return on the wire, with a line feed in a file. */
    private static String wire(String text) {
        return text.startsWith("MSH")
                ? text.strip().replace("\r\n", "\r").replace('\n', '\r')
                : text;
    }

    private static JsonNode settled(HubClient client, String plan, String while_)
            throws IOException, InterruptedException {
        while (true) {
            var now = client.get("/api/replays/" + HubClient.encoded(plan), Map.of());
            if (!now.path("state").asText().equals(while_)) {
                return now;
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    private static void put(ObjectNode json, String field, @Nullable String value) {
        if (value != null) {
            json.put(field, value);
        }
    }

    @Override
    void tell(JsonNode answer, PrintWriter out) {
        if (answer.has("differences")) {
            tellCorrection(answer.path("correction"), out);
            answer.path("differences").forEach(one -> tellDifference(one, out));
            return;
        }
        out.println(
                "Plan "
                        + answer.path("id").asText()
                        + ": "
                        + answer.path("state").asText()
                        + ", "
                        + answer.path("mode").asText()
                        + " from the "
                        + answer.path("start").asText()
                        + ", mappings "
                        + answer.path("mappingVersion").asText().substring(0, 12));
        tellCorrection(answer.path("correction"), out);
        var found = answer.path("dryRun");
        if (found.isObject() && !(approve || execute || pause || cancel)) {
            out.printf(
                    "%d of %d messages change, %d of them without effect; %d consultations or"
                            + " shared records%n",
                    found.path("changed").asLong(),
                    found.path("messages").asLong(),
                    found.path("withoutEffect").asLong(),
                    found.path("consultations").asLong());
            found.path("inputs")
                    .forEach(input ->
                            out.println(
                                    "  "
                                            + input.path("messages").asText()
                                            + " messages "
                                            + (input.path("fields").isEmpty()
                                                    ? "by their records alone"
                                                    : "only by " + fields(input))));
            found.path("causes")
                    .forEach(cause -> {
                        out.println("  " + cause.path("consultations").asText() + " ×");
                        cause.path("fields")
                                .forEach(field -> out.println("      " + field.asText()));
                    });
            found.path("deliveries")
                    .properties()
                    .forEach(each -> out.println("  to " + each.getKey() + ": " + each.getValue()));
        }
        if (answer.hasNonNull("approvedBy")) {
            out.println("Approved by " + answer.path("approvedBy").asText());
        } else if (answer.path("approvalNeeded").asBoolean()) {
            out.println("Needs another person's approval.");
        }
        if (answer.hasNonNull("cause")) {
            out.println("Because: " + answer.path("cause").asText());
        }
        out.println("Messages: " + progress(answer.path("progress")));
        tellNext(answer, out);
    }

    private static String progress(JsonNode progress) {
        return progress.properties().stream()
                .map(each -> each.getValue().asText() + " " + each.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String fields(JsonNode input) {
        return input.path("fields")
                .valueStream()
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
    }

    private static void tellDifference(JsonNode one, PrintWriter out) {
        out.println(one.path("kind").asText() + " " + one.path("id").asText());
        one.path("changes").forEach(change -> Differences.tell(change, "  ", out));
    }

    private static void tellCorrection(JsonNode correction, PrintWriter out) {
        if (correction.isObject()) {
            out.println("correction of message " + correction.path("message").asText());
            correction.path("changes").forEach(change -> Differences.tell(change, "  ", out));
        }
    }

    /** What can be done next, as it is typed. */
    private static void tellNext(JsonNode answer, PrintWriter out) {
        var plan = "  ./trepart replay --plan " + answer.path("id").asText();
        var said = " --reason \"…\" --as NAME";
        var ready = answer.path("state").asText().equals("ready");
        if (ready || answer.path("state").asText().equals("paused")) {
            out.println("Next:");
            if (ready) {
                out.println(plan + " --differences" + said);
            }
            if (!answer.path("mode").asText().equals("dry-run")) {
                out.println(
                        plan
                                + (ready
                                                && answer.path("approvalNeeded").asBoolean()
                                                && !answer.hasNonNull("approvedBy")
                                        ? " --approve"
                                        : " --execute")
                                + said);
            }
        }
    }
}
