package se.trepart.projection.fhir;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Where values stand in a resource's JSON: property names with dots between; lists are gone through
 * whole; {@code telecom[system=phone].value} takes only the elements with that property.
 */
public record Path(String text, List<Step> steps) {
    private static final Pattern STEP = Pattern.compile("(\\w+)(?:\\[(\\w+)=(\\w+)])?");

    /** One property, with the condition on its elements; an empty condition is none. */
    public record Step(String property, String where, String equal) {}

    /** Reads the text form. */
    public static Path parse(String text) {
        var steps =
                Pattern.compile("\\.")
                        .splitAsStream(text)
                        .map(part -> {
                            var step = STEP.matcher(part);
                            if (!step.matches()) {
                                throw new IllegalArgumentException("not a path: " + text);
                            }
                            var where = step.group(2);
                            var equal = step.group(3);
                            return new Step(
                                    step.group(1),
                                    where == null ? "" : where,
                                    equal == null ? "" : equal);
                        })
                        .toList();
        return new Path(text, steps);
    }

    /** Hands on the values that stand there; none when the resource lacks the property. */
    void each(JsonNode resource, Consumer<JsonNode> found) {
        each(resource, 0, found);
    }

    private void each(JsonNode node, int at, Consumer<JsonNode> found) {
        if (at == steps.size()) {
            found.accept(node);
            return;
        }
        var step = steps.get(at);
        var value = node.path(step.property());
        if (value.isArray()) {
            value.forEach(element -> taken(element, step, at, found));
        } else {
            taken(value, step, at, found);
        }
    }

    private void taken(JsonNode element, Step step, int at, Consumer<JsonNode> found) {
        if (!element.isMissingNode()
                && !element.isNull()
                && (step.where().isEmpty()
                        || element.path(step.where()).asText().equals(step.equal()))) {
            each(element, at + 1, found);
        }
    }
}
