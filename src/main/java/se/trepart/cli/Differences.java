package se.trepart.cli;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.PrintWriter;

/** How a terminal shows one place where two documents differ. */
final class Differences {
    private Differences() {}

    /** The place with what stood and stands there; or, where that is not told, what happened. */
    static void tell(JsonNode change, String indent, PrintWriter out) {
        var path = change.path("path").asText();
        var place = path.isEmpty() ? "(all of it)" : path;
        if (!change.has("before") && !change.has("after")) {
            out.println(indent + sign(change.path("what").asText()) + " " + place);
            return;
        }
        if (change.has("before")) {
            out.println(indent + "- " + place + " " + text(change.path("before"), indent));
        }
        if (change.has("after")) {
            out.println(indent + "+ " + place + " " + text(change.path("after"), indent));
        }
    }

    private static String sign(String what) {
        return switch (what) {
            case "added" -> "+";
            case "removed" -> "-";
            default -> "~";
        };
    }

    /** A segment of HL7 v2 ends with a carriage return, which a screen would write over itself. */
    private static String text(JsonNode value, String indent) {
        return value.isTextual()
                ? value.asText().strip().replace("\r", "\n" + indent + "    ")
                : value.toString();
    }
}
