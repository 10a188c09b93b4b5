package se.trepart.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A message with one of its fields altered, for each field in turn: the fields of an HL7 v2 message
 * by segment and number, the leaves of a CloudEvent by JSON pointer.
 */
final class AlteredInput {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AlteredInput() {}

    /** By field: the message with other characters there, and with nothing. */
    static Map<String, List<byte[]>> of(byte[] body) {
        return Meaning.isJson(body) ? event(body) : message(body);
    }

    /** Other letters and digits, everything else as it was. */
    private static String other(String text) {
        var other = new StringBuilder();
        text.chars()
                .forEach(sign ->
                        other.append(
                                (char)
                                        (sign >= '0' && sign <= '9'
                                                ? '0' + (sign - '0' + 1) % 10
                                                : sign >= 'a' && sign <= 'z'
                                                        ? 'a' + (sign - 'a' + 1) % 26
                                                        : sign >= 'A' && sign <= 'Z'
                                                                ? 'A' + (sign - 'A' + 1) % 26
                                                                : sign)));
        return other.toString();
    }

    private static Map<String, List<byte[]>> message(byte[] body) {
        var altered = new LinkedHashMap<String, List<byte[]>>();
        // One character for each byte, whatever the charset: only ASCII is altered.
        var segments = new String(body, StandardCharsets.ISO_8859_1).split("\r", -1);
        if (segments[0].length() < 4) {
            return altered;
        }
        var separator = Pattern.compile(Pattern.quote(segments[0].substring(3, 4)));
        for (var at = 0; at < segments.length; at++) {
            var fields = separator.split(segments[at], -1);
            var header = fields[0].equals("MSH");
            for (var number = header ? 2 : 1; number < fields.length; number++) {
                if (!fields[number].isEmpty()) {
                    var name = fields[0] + "-" + (header ? number + 1 : number);
                    var both = altered.computeIfAbsent(name, unknown -> new ArrayList<>());
                    both.add(with(segments, at, fields, number, other(fields[number])));
                    both.add(with(segments, at, fields, number, ""));
                }
            }
        }
        return altered;
    }

    private static byte[] with(
            String[] segments, int at, String[] fields, int number, String value) {
        var changed = Arrays.copyOf(fields, fields.length);
        changed[number] = value;
        var all = Arrays.copyOf(segments, segments.length);
        all[at] = String.join(segments[0].substring(3, 4), changed);
        return String.join("\r", all).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Map<String, List<byte[]>> event(byte[] body) {
        var altered = new LinkedHashMap<String, List<byte[]>>();
        try {
            leaves("", JSON.readTree(body), altered, JSON.readTree(body));
        } catch (JsonProcessingException malformed) {
            return altered;
        } catch (IOException cannotBe) {
            throw new java.io.UncheckedIOException(cannotBe);
        }
        return altered;
    }

    private static void leaves(
            String pointer, JsonNode node, Map<String, List<byte[]>> altered, JsonNode whole) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry ->
                            leaves(
                                    pointer + "/" + entry.getKey(),
                                    entry.getValue(),
                                    altered,
                                    whole));
        } else if (node.isArray()) {
            for (var index = 0; index < node.size(); index++) {
                leaves(pointer + "/" + index, node.get(index), altered, whole);
            }
        } else if (node.isTextual() && !pointer.isEmpty()) {
            altered.put(
                    pointer,
                    List.of(
                            with(whole, pointer, TextNode.valueOf(other(node.asText()))),
                            with(whole, pointer, null)));
        }
    }

    private static byte[] with(
            JsonNode whole, String pointer, @org.jspecify.annotations.Nullable JsonNode value) {
        var copy = whole.deepCopy();
        var last = pointer.lastIndexOf('/');
        var parent = copy.at(pointer.substring(0, last));
        var name = pointer.substring(last + 1);
        if (parent instanceof ObjectNode object) {
            if (value == null) {
                object.remove(name);
            } else {
                object.set(name, value);
            }
        } else if (parent instanceof ArrayNode array) {
            if (value == null) {
                array.remove(Integer.parseInt(name));
            } else {
                array.set(Integer.parseInt(name), value);
            }
        }
        return copy.toString().getBytes(StandardCharsets.UTF_8);
    }
}
