package se.trepart.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The short form in which a mapping writes an HL7 v2 message: an array of segments, each {@code
 * {"segment": "PID", "3": {"1": "19…", "5": "NI"}}}. Keys are field, component and subcomponent
 * numbers, an array is repetitions, a text is the first component of the first repetition. {@link
 * #expand} makes the codec's even form of it.
 */
public final class Hl7Form {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Hl7Form() {}

    /** The codec's form of the short one, in UTF-8; a lone text stands for a list of one. */
    public static ObjectNode expand(JsonNode segments) {
        var message = JSON.objectNode().put("charset", "UTF-8");
        var all = message.putArray("segments");
        for (var segment : segments) {
            var one = all.addObject().put("name", segment.path("segment").asText());
            one.set("fields", numbered(segment, Hl7Form::repetitions));
        }
        return message;
    }

    private static JsonNode repetitions(JsonNode field) {
        if (!field.isArray()) {
            return field.isObject() ? JSON.arrayNode(1).add(components(field)) : text(field);
        }
        var repetitions = JSON.arrayNode(field.size());
        field.forEach(repetition -> repetitions.add(components(repetition)));
        return repetitions;
    }

    private static JsonNode components(JsonNode repetition) {
        return repetition.isObject()
                ? numbered(repetition, Hl7Form::subcomponents)
                : text(repetition);
    }

    private static JsonNode subcomponents(JsonNode component) {
        return component.isObject() ? numbered(component, Hl7Form::text) : text(component);
    }

    private static JsonNode text(JsonNode value) {
        return value.isTextual() ? value : JSON.textNode(value.asText());
    }

    /** The numbered members in their places, what lies between them empty. */
    private static ArrayNode numbered(
            JsonNode object, java.util.function.Function<JsonNode, JsonNode> member) {
        var places = JSON.arrayNode(object.size());
        for (var entry : object.properties()) {
            if (Character.isDigit(entry.getKey().charAt(0))) {
                var place = Integer.parseInt(entry.getKey());
                while (places.size() < place) {
                    places.add("");
                }
                places.set(place - 1, member.apply(entry.getValue()));
            }
        }
        return places;
    }
}
