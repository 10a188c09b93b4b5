package se.trepart.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintWriter;

/** {@code ./trepart causes}: the few things to mend, from a thousand that went wrong. */
@Command(
        name = "causes",
        description = {
            "Lists what is refused, parked, held or silent, one line for each cause.",
            "With an ID: one card, and what stands or stood under it.",
            "A replay of all that stands under a refusal: replay --select cause=ID."
        },
        mixinStandardHelpOptions = true)
final class Causes extends Asking {
    @Parameters(arity = "0..1", paramLabel = "ID", description = "One cause.")
    private @Nullable String id;

    @Option(names = "--kind", paramLabel = "KIND", description = "refused, parked, held or silent.")
    private @Nullable String kind;

    @Option(names = "--state", paramLabel = "STATE", description = "open or resolved.")
    private @Nullable String state;

    @Option(names = "--count", paramLabel = "N", description = "At most so many; 50 unless told.")
    private @Nullable String count;

    @Option(
            names = "--resolve",
            description = "What stands under the ID is settled, for a --reason.")
    private boolean resolve;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why it is settled.")
    private @Nullable String reason;

    @Override
    JsonNode ask(HubClient client) throws IOException, InterruptedException {
        if (id == null) {
            return client.get("/api/causes", query("kind", kind, "state", state, "count", count));
        }
        var path = "/api/causes/" + HubClient.encoded(id);
        if (!resolve) {
            return client.get(path, query());
        }
        if (reason == null) {
            throw new ParameterException(line(), "--reason is missing: say why");
        }
        return client.post(
                path + "/resolve", JsonNodeFactory.instance.objectNode().put("reason", reason));
    }

    @Override
    void tell(JsonNode answer, PrintWriter out) {
        if (id == null) {
            list(answer.path("causes"), out);
        } else {
            card(answer, out);
        }
    }

    private static void list(JsonNode causes, PrintWriter out) {
        var table =
                new Columns(
                        "id",
                        "state",
                        "kind",
                        "place",
                        "code",
                        "field",
                        "rule",
                        "count",
                        "senders",
                        "consultations",
                        "first",
                        "last");
        causes.forEach(cause ->
                table.line(
                        Cells.text(cause, "id"),
                        Cells.text(cause, "state"),
                        Cells.text(cause, "kind"),
                        Cells.text(cause, "place"),
                        Cells.text(cause, "code"),
                        Cells.text(cause, "field"),
                        Cells.text(cause, "rule"),
                        Cells.text(cause, "count"),
                        Cells.each(cause.path("senders"), ""),
                        Cells.text(cause, "consultationCount"),
                        Cells.time(cause, "first"),
                        Cells.time(cause, "last")));
        table.print(out, "Nothing is refused, parked, held or silent.");
    }

    private static void card(JsonNode cause, PrintWriter out) {
        out.printf(
                "%s  %s, %s: %s at %s %s%n",
                Cells.text(cause, "id"),
                Cells.text(cause, "state"),
                Cells.text(cause, "kind"),
                Cells.text(cause, "code"),
                Cells.text(cause, "place"),
                Cells.text(cause, "field"));
        out.println("  " + Cells.text(cause, "text"));
        out.printf(
                "  %s now, %s ever, from %s to %s%n",
                Cells.text(cause, "count"),
                Cells.text(cause, "ever"),
                Cells.time(cause, "first"),
                Cells.time(cause, "last"));
        out.println("  senders: " + Cells.each(cause.path("senders"), ""));
        out.println("  consultations: " + Cells.each(cause.path("consultations"), ""));
        if (cause.has("members")) {
            out.println();
            members(cause.path("members"), out);
        }
    }

    private static void members(JsonNode members, PrintWriter out) {
        var table = new Columns("member", "since", "mended", "sender", "consultations");
        members.forEach(member ->
                table.line(
                        Cells.text(member, "member"),
                        Cells.time(member, "since"),
                        Cells.time(member, "mendedAt"),
                        Cells.text(member, "sender"),
                        Cells.each(member.path("consultations"), "")));
        table.print(out, "Nothing stands under it.");
    }
}
