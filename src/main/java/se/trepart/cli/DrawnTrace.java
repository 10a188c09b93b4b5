package se.trepart.cli;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * How a terminal shows a message's way: the steps as a column with their times, then what changed
 * and what was sent.
 */
final class DrawnTrace {
    private static final int HASH = 12;

    private final JsonNode trace;
    private final PrintWriter out;

    private DrawnTrace(JsonNode trace, PrintWriter out) {
        this.trace = trace;
        this.out = out;
    }

    static void draw(JsonNode trace, PrintWriter out) {
        new DrawnTrace(trace, out).draw();
    }

    private void draw() {
        var received = step("received");
        out.println(
                "message "
                        + trace.path("message").asText()
                        + "  "
                        + Cells.text(received, "type")
                        + "  "
                        + Cells.text(received, "controlId")
                        + "  from "
                        + Cells.text(received, "sender")
                        + "  "
                        + trace.path("state").asText());
        links();
        out.println();
        trace.path("steps").forEach(this::line);
        changes("What changed in the consultation", step("folded").path("consultations"), "id");
        changes("What changed in FHIR", step("projected").path("resources"), "version");
        changes("What the record systems must hold", step("aimed").path("targets"), "id");
        deliveries(step("delivered").path("deliveries"));
    }

    private void links() {
        if (trace.has("corrects")) {
            out.println("corrects message " + trace.path("corrects").asText());
        }
        trace.path("correctedBy").forEach(by -> out.println("corrected by message " + by.asText()));
        trace.path("derivations")
                .forEach(made ->
                        out.println(
                                "derived anew "
                                        + Cells.time(made, "at")
                                        + ": "
                                        + made.path("before").asText()
                                        + " -> "
                                        + made.path("after").asText()
                                        + ", mappings "
                                        + shortened(made.path("mappingVersion").asText())
                                        + (made.has("replay")
                                                ? ", replay " + made.path("replay").asText()
                                                : "")));
    }

    private JsonNode step(String name) {
        for (var step : trace.path("steps")) {
            if (step.path("step").asText().equals(name)) {
                return step;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    private void line(JsonNode step) {
        out.printf(
                "%-11s %9s  %-14s %-14s %s%n",
                step.path("step").asText(),
                time(step),
                named(step.path("in"), "in "),
                named(step.path("out"), "out "),
                came(step));
        step.path("faults")
                .forEach(fault -> {
                    out.println(" ".repeat(23) + fault.path("text").asText());
                    out.println(" ".repeat(23) + fault.path("remedy").asText());
                });
    }

    private static String time(JsonNode step) {
        return step.has("micros") ? "%.1f ms".formatted(step.path("micros").asInt() / 1000.0) : "";
    }

    private static String named(JsonNode body, String what) {
        return body.hasNonNull("hash") ? what + body.path("hash").asText().substring(0, 8) : "";
    }

    private static String shortened(String hash) {
        return hash.length() > HASH ? hash.substring(0, HASH) : hash;
    }

    private static String came(JsonNode step) {
        return switch (step.path("step").asText()) {
            case "received" ->
                    "%s by %s, %d bytes"
                            .formatted(
                                    Cells.time(step, "at"),
                                    Cells.text(step, "feed"),
                                    step.path("in").path("bytes").asInt());
            case "recognised" -> "the same as message " + step.path("duplicateOf").asText();
            case "erased" -> "its body was erased";
            case "decoded" ->
                    "dialect %s, version %s, %s, mappings %s"
                            .formatted(
                                    Cells.text(step, "dialect"),
                                    Cells.text(step, "version"),
                                    Cells.text(step, "charset"),
                                    shortened(step.path("mappingVersion").asText()));
            case "mapped" -> "by " + step.path("mapping").asText();
            case "validated" -> validated(step);
            case "appended" -> appended(step);
            case "folded" -> count(step.path("consultations"), "consultation");
            case "projected" -> count(step.path("resources"), "resource");
            case "aimed" -> count(step.path("targets"), "target");
            case "delivered" -> counted(step.path("deliveries").size(), "message") + " to others";
            case "answered" -> Cells.text(step, "answerCode").replace("-", "");
            default -> "";
        };
    }

    private static String validated(JsonNode step) {
        if (!step.path("faults").isEmpty()) {
            return "refused: " + Cells.each(step.path("faults"), "code");
        }
        return step.path("concerned").asBoolean(true)
                ? counted(step.path("events").asInt(), "event")
                : "tells nothing that concerns the hub";
    }

    private static String appended(JsonNode step) {
        var text = new StringBuilder();
        step.path("rows")
                .forEach(row ->
                        text.append(text.isEmpty() ? "" : ", ")
                                .append(row.path("position").asText())
                                .append(' ')
                                .append(
                                        row.path("type")
                                                .asText()
                                                .replaceFirst("^se\\.trepart\\.", "")));
        var superseded = step.path("superseded").asInt();
        return text
                + (superseded == 0
                        ? ""
                        : String.format(Locale.ROOT, " (%d earlier superseded)", superseded));
    }

    private static String count(JsonNode list, String what) {
        return list.isEmpty() ? "nothing changed" : counted(list.size(), what) + " changed";
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private void changes(String heading, JsonNode list, String name) {
        if (list.isEmpty()) {
            return;
        }
        out.println();
        out.println(heading);
        list.forEach(one -> {
            out.println("  " + one.path(name).asText());
            one.path("changes").forEach(change -> Differences.tell(change, "    ", out));
        });
    }

    private void deliveries(JsonNode list) {
        if (list.isEmpty()) {
            return;
        }
        out.println();
        out.println("What was sent because of it");
        var table = new Columns("to", "what", "control id", "state", "sent", "answer", "cause");
        list.forEach(delivery ->
                table.line(
                        Cells.text(delivery, "destination"),
                        Cells.text(delivery, "operation"),
                        Cells.text(delivery, "controlId"),
                        Cells.text(delivery, "state"),
                        Cells.time(delivery, "sentAt"),
                        Cells.text(delivery, "answerCode"),
                        Cells.text(delivery, "cause")));
        table.print(out, "");
    }
}
