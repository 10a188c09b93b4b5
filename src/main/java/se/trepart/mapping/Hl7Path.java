package se.trepart.mapping;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A place in a message, written {@code PID-3.4.2}: segment, field, component, subcomponent; {@code
 * DG1(2)-3(2).1} names the second segment and the second repetition. Numbers count from 1; 0 stands
 * for not named.
 */
record Hl7Path(
        String segment,
        int occurrence,
        int field,
        int repetition,
        int component,
        int subcomponent) {
    private static final Pattern FORM =
            Pattern.compile(
                    "(?:([A-Z][A-Z0-9]{2})(?:\\((\\d+)\\))?(?:-|$))?(?:(\\d+)(?:\\((\\d+)\\))?)?(?:\\.(\\d+))?(?:\\.(\\d+))?");
    private static final Map<String, Hl7Path> READ = new ConcurrentHashMap<>();
    private static final int KEPT = 2_000;

    /** Reads a path; throws IllegalArgumentException. Those read before are remembered. */
    static Hl7Path of(String text) {
        var known = READ.get(text);
        if (known != null) {
            return known;
        }
        var match = FORM.matcher(text);
        if (text.isEmpty() || !match.matches()) {
            throw new IllegalArgumentException("no HL7 path");
        }
        var path =
                new Hl7Path(
                        match.group(1) == null ? "" : match.group(1),
                        number(match.group(2)),
                        number(match.group(3)),
                        number(match.group(4)),
                        number(match.group(5)),
                        number(match.group(6)));
        if (READ.size() < KEPT) {
            READ.put(text, path);
        }
        return path;
    }

    static boolean readable(String text) {
        return !text.isEmpty()
                && FORM.matcher(text).matches()
                && Character.isUpperCase(text.charAt(0));
    }

    /** One repetition of one field, found in a message. */
    record Found(JsonNode segment, JsonNode repetition, Hl7Path at) {
        /** The text of a component and subcomponent (0: the first); empty when absent or null. */
        String text(int component, int subcomponent) {
            return repetition
                    .path(Math.max(component, 1) - 1)
                    .path(Math.max(subcomponent, 1) - 1)
                    .asText("")
                    .strip();
        }

        /** Where the component is, for a person and for ERR-2. */
        String where(int component) {
            return at.with(component);
        }
    }

    /** Every repetition of the field, in every segment of the name, that the path allows. */
    List<Found> in(JsonNode message) {
        var found = new ArrayList<Found>();
        var number = 0;
        for (var each : message.path("segments")) {
            if (each.path("name").asText().equals(segment)) {
                number++;
                if (occurrence == 0 || occurrence == number) {
                    repetitions(each, number, found);
                }
            }
        }
        return found;
    }

    private void repetitions(JsonNode each, int number, List<Found> found) {
        var repetitions = each.path("fields").path(field - 1);
        for (var i = 0; i < repetitions.size(); i++) {
            if (repetition == 0 || repetition == i + 1) {
                found.add(
                        new Found(
                                each,
                                repetitions.get(i),
                                new Hl7Path(
                                        segment, number, field, i + 1, component, subcomponent)));
            }
        }
    }

    private String with(int named) {
        return segment
                + (occurrence > 1 ? "(" + occurrence + ")" : "")
                + "-"
                + field
                + (repetition > 1 ? "(" + repetition + ")" : "")
                + (named > 0 ? "." + named : "");
    }

    /** The subcomponent's node in a message, a segment or a repetition; missing when absent. */
    JsonNode value(JsonNode node) {
        if (node.isArray()) {
            return node.path(Math.max(field, 1) - 1).path(Math.max(component, 1) - 1);
        }
        return list(node)
                .path(Math.max(repetition, 1) - 1)
                .path(Math.max(component, 1) - 1)
                .path(Math.max(subcomponent, 1) - 1);
    }

    /** The field's repetitions in a message or a segment; missing when absent. */
    JsonNode list(JsonNode node) {
        return segment(node).path("fields").path(field - 1);
    }

    private JsonNode segment(JsonNode node) {
        if (node.has("fields")) {
            return node;
        }
        var number = 0;
        for (var each : node.path("segments")) {
            if (each.path("name").asText().equals(segment) && ++number == Math.max(occurrence, 1)) {
                return each;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    private static int number(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
