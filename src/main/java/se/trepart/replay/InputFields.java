package se.trepart.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import se.trepart.mapping.Hl7Codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * The fields of a body, HL7 v2 or JSON, each of which can be altered by itself; written as {@code
 * PID-3.1}, or as a JSON pointer.
 */
final class InputFields {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode message;
    private final boolean hl7;

    private InputFields(JsonNode message, boolean hl7) {
        this.message = message;
        this.hl7 = hl7;
    }

    /**
     * One field.
     *
     * @param name as people write it
     * @param pointer where it stands in the JSON form
     */
    record Field(String name, String pointer, String value) {}

    /**
     * Of a body.
     *
     * @param read an HL7 v2 message in the codec's form; absent where the body is JSON, or nothing
     *     that can be read
     */
    static Optional<InputFields> of(Optional<JsonNode> read, byte[] body) {
        if (!Meaning.isJson(body)) {
            return read.map(message -> new InputFields(message, true));
        }
        try {
            return Optional.of(new InputFields(JSON.readTree(body), false));
        } catch (JsonProcessingException malformed) {
            return Optional.empty();
        } catch (IOException cannotBe) {
            throw new UncheckedIOException(cannotBe);
        }
    }

    /** Every field that holds something, in the body's order. */
    List<Field> all() {
        var fields = new ArrayList<Field>();
        if (hl7) {
            segments(fields);
        } else {
            leaves(message, "", fields);
        }
        return fields;
    }

    /** The body with nothing altered. */
    byte[] body() {
        return written(message);
    }

    /** The body with another value in one field; an empty one takes it out. */
    byte[] with(Field field, String value) {
        var copy = message.deepCopy();
        var cut = field.pointer().lastIndexOf('/');
        var parent = copy.at(field.pointer().substring(0, cut));
        var name = field.pointer().substring(cut + 1).replace("~1", "/").replace("~0", "~");
        if (parent instanceof ObjectNode object) {
            if (value.isEmpty()) {
                object.remove(name);
            } else {
                object.set(name, like(object.path(name), value));
            }
        } else if (parent instanceof ArrayNode array) {
            var at = Integer.parseInt(name);
            array.set(at, hl7 ? TextNode.valueOf(value) : like(array.path(at), value));
        }
        return written(copy);
    }

    private static JsonNode like(JsonNode before, String value) {
        if (before.isBoolean()) {
            return JSON.getNodeFactory().booleanNode(!before.asBoolean());
        }
        return before.isNumber() && value.matches("\\d{1,9}")
                ? JSON.getNodeFactory().numberNode(Integer.parseInt(value))
                : TextNode.valueOf(value);
    }

    private byte[] written(JsonNode whole) {
        return hl7 ? Hl7Codec.build(whole) : whole.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void leaves(JsonNode node, String pointer, List<Field> fields) {
        if (node.isValueNode() && !pointer.isEmpty()) {
            fields.add(new Field(pointer, pointer, node.asText()));
        }
        node.properties()
                .forEach(entry ->
                        leaves(
                                entry.getValue(),
                                pointer
                                        + "/"
                                        + entry.getKey().replace("~", "~0").replace("/", "~1"),
                                fields));
        if (node.isArray()) {
            for (var at = 0; at < node.size(); at++) {
                leaves(node.get(at), pointer + "/" + at, fields);
            }
        }
    }

    private void segments(List<Field> fields) {
        var seen = new HashMap<String, Integer>();
        var segments = message.path("segments");
        for (var s = 0; s < segments.size(); s++) {
            var name = segments.get(s).path("name").asText();
            var occurrence = seen.merge(name, 1, Integer::sum);
            var of = segments.get(s).path("fields");
            // MSH-1 and MSH-2 say how the message is written, and hold nothing.
            for (var f = name.equals("MSH") ? 2 : 0; f < of.size(); f++) {
                field(
                        name + numbered(occurrence) + "-" + (f + 1),
                        "/segments/" + s + "/fields/" + f,
                        of.get(f),
                        fields);
            }
        }
    }

    private static void field(
            String name, String pointer, JsonNode repetitions, List<Field> fields) {
        for (var r = 0; r < repetitions.size(); r++) {
            var components = repetitions.get(r);
            for (var c = 0; c < components.size(); c++) {
                for (var s = 0; s < components.get(c).size(); s++) {
                    var value = components.get(c).get(s).asText("");
                    if (!value.isEmpty()) {
                        fields.add(
                                new Field(
                                        name
                                                + numbered(r + 1)
                                                + (components.size() > 1 ? "." + (c + 1) : "")
                                                + (s > 0 ? "." + (s + 1) : ""),
                                        pointer + "/" + r + "/" + c + "/" + s,
                                        value));
                    }
                }
            }
        }
    }

    private static String numbered(int number) {
        return number > 1 ? "(" + number + ")" : "";
    }
}
