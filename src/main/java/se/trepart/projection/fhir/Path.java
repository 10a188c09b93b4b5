package se.trepart.projection.fhir;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

    /** The values that stand there; none when the resource lacks the property. */
    public Stream<JsonNode> in(JsonNode resource) {
        var nodes = Stream.of(resource);
        for (var step : steps) {
            nodes = nodes.flatMap(node -> step(node, step));
        }
        return nodes;
    }

    private static Stream<JsonNode> step(JsonNode node, Step step) {
        var value = node.path(step.property());
        var elements = value.isArray() ? value.valueStream() : Stream.of(value);
        return elements.filter(element ->
                !element.isMissingNode()
                        && !element.isNull()
                        && (step.where().isEmpty()
                                || element.path(step.where()).asText().equals(step.equal())));
    }
}
