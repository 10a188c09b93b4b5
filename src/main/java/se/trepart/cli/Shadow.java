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
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Map;

/**
 * {@code ./trepart shadow}: stored traffic through candidate mappings, without effect; for the pull
 * request of who writes them.
 */
@Command(
        name = "shadow",
        description = {
            "Runs the traffic of the last days through candidate mappings, without any effect, and"
                    + " shows what would differ, grouped.",
            "Status 0 only if something was read and nothing differs that is not approved; 1"
                    + " otherwise."
        },
        mixinStandardHelpOptions = true)
final class Shadow extends Asking {
    private static final int LOOK_AGAIN_MILLIS = 300;
    private static final Duration TELL_EVERY = Duration.ofSeconds(5);
    private static final int LONGEST = 3_650;

    @Option(
            names = "--mappings",
            required = true,
            paramLabel = "DIR",
            description = "The candidate mappings, all of them.")
    private Path mappings = Path.of("");

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "7",
            description = "What was received in the last N days. Default: ${DEFAULT-VALUE}.")
    private int days;

    @Option(
            names = "--approved",
            paramLabel = "FILE",
            description = "Differences that a person has approved, one on each line.")
    private @Nullable Path approved;

    @Option(
            names = "--write-approved",
            paramLabel = "FILE",
            description =
                    "Writes the differences found as such a list, for a person to go through.")
    private @Nullable Path writeApproved;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "Skuggkörning av mappningar",
            description = "Why; the hub keeps it. Default: ${DEFAULT-VALUE}.")
    private String reason = "";

    @Option(names = "--as", paramLabel = "NAME", description = "Who you are.")
    private @Nullable String as;

    @Override
    JsonNode ask(HubClient client) throws IOException, InterruptedException {
        if (!Files.isDirectory(mappings)) {
            throw new ParameterException(line(), "--mappings is no folder: " + mappings);
        }
        if (days < 1 || days > LONGEST) {
            throw new ParameterException(line(), "--days is a number from 1 to " + LONGEST);
        }
        var approvals = approved == null ? Approvals.none() : Approvals.read(approved);
        client.as(as);
        var plan = ran(client);
        if (!plan.path("state").asText().equals("ready")) {
            throw new IOException(
                    "the dry run ended as "
                            + plan.path("state").asText()
                            + " "
                            + plan.path("cause").asText());
        }
        var found = client.get(path(plan) + "/patterns", Map.of()).path("patterns");
        return compared(plan, found, approvals);
    }

    private JsonNode ran(HubClient client) throws IOException, InterruptedException {
        var asked = JsonNodeFactory.instance.objectNode().put("reason", reason);
        asked.put("mode", "dry-run");
        asked.putObject("selection")
                .put("from", OffsetDateTime.now(ZoneOffset.UTC).minusDays(days).toString());
        asked.putObject("mapping").set("candidate", Candidate.of(mappings));
        var plan = client.post("/api/replays", asked);
        var told = System.nanoTime();
        while (plan.path("state").asText().equals("dry-running")) {
            if (System.nanoTime() - told > TELL_EVERY.toNanos()) {
                told = System.nanoTime();
                line().getErr().println("Running dry: " + plan.path("progress"));
                line().getErr().flush();
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
            plan = client.get(path(plan), Map.of());
        }
        return plan;
    }

    private static String path(JsonNode plan) {
        return "/api/replays/" + plan.path("id").asText();
    }

    private ObjectNode compared(JsonNode plan, JsonNode found, Approvals approvals)
            throws IOException {
        var read = plan.path("dryRun").path("messages").asLong();
        var report =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("plan", plan.path("id").asLong())
                        .put("mappingVersion", plan.path("mappingVersion").asText())
                        .put("days", days)
                        .put("messages", read)
                        .put("derivedAgain", plan.path("dryRun").path("changed").asLong());
        report.set("deliveries", plan.path("dryRun").path("deliveries"));
        var patterns = new ArrayList<String>();
        var open = 0;
        var list = report.putArray("patterns");
        for (var each : found) {
            var pattern = each.path("pattern").asText();
            var known = approvals.approves(pattern);
            open += known ? 0 : 1;
            patterns.add(pattern);
            list.add(((ObjectNode) each.deepCopy()).put("approved", known));
        }
        report.put("notApproved", open);
        approvals.unused(patterns).forEach(report.putArray("unusedApprovals")::add);
        report.put("passed", open == 0 && read > 0);
        if (writeApproved != null) {
            Approvals.write(
                    writeApproved,
                    patterns,
                    "Differences of mappings %.12s to what is recorded. Leave only what is meant."
                            .formatted(plan.path("mappingVersion").asText()));
        }
        return report;
    }

    @Override
    int status(JsonNode report) {
        return report.path("passed").asBoolean() ? 0 : 1;
    }

    @Override
    void tell(JsonNode report, PrintWriter out) {
        out.printf(
                "%d messages of %d days read, %d derived again (plan %s, mappings %.12s).%n",
                report.path("messages").asLong(),
                report.path("days").asLong(),
                report.path("derivedAgain").asLong(),
                report.path("plan").asText(),
                report.path("mappingVersion").asText());
        report.path("patterns").forEach(each -> tellPattern(each, out));
        report.path("deliveries")
                .properties()
                .forEach(each ->
                        out.println("would leave to " + each.getKey() + ": " + each.getValue()));
        report.path("unusedApprovals")
                .forEach(each -> out.println("warning: approved and not found: " + each.asText()));
        out.println(verdict(report));
    }

    private static void tellPattern(JsonNode each, PrintWriter out) {
        out.println(
                (each.path("approved").asBoolean() ? "  approved  " : "  NOT YET   ")
                        + each.path("pattern").asText());
        var consultations = each.path("consultations").asLong();
        out.println(
                "            "
                        + each.path("found").asText()
                        + " ×"
                        + (consultations == 0 ? "" : ", " + consultations + " consultations")
                        + ", such as "
                        + Cells.each(each.path("examples"), ""));
    }

    private static String verdict(JsonNode report) {
        if (report.path("messages").asLong() == 0) {
            return "Nothing is proved: no message was received in that time.";
        }
        var open = report.path("notApproved").asLong();
        return open == 0
                ? "Nothing differs that is not approved."
                : open + " differences are not approved.";
    }
}
