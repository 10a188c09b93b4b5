package se.trepart.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * The body of {@code /faults}: {@code {"mode": …, "every": n, "millis": t, "match": "regex"}}, all
 * but mode optional.
 */
final class FaultJson {
    private static final Set<String> FIELDS = Set.of("mode", "every", "millis", "match");
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private FaultJson() {}

    /**
     * Reads a fault.
     *
     * @throws IllegalArgumentException saying what is wrong with the body
     */
    static Fault read(byte[] body) {
        JsonNode json = tree(body);
        Set<String> unknown = new TreeSet<>();
        json.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(FIELDS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown: " + String.join(", ", unknown));
        }
        return new Fault(
                mode(json.path("mode")), every(json), millis(json), match(json.path("match")));
    }

    static String write(Fault fault) {
        ObjectNode json = JSON.createObjectNode().put("mode", fault.mode().word());
        if (fault.every() != null) {
            json.put("every", fault.every());
        }
        if (fault.millis() != null) {
            json.put("millis", fault.millis());
        }
        if (fault.match() != null) {
            json.put("match", fault.match().pattern());
        }
        return json.toString();
    }

    private static JsonNode tree(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException("the body is no JSON" + place(e), e);
        }
        throw new IllegalArgumentException("the body is no JSON object");
    }

    private static String place(java.io.IOException e) {
        return e instanceof JsonProcessingException json && json.getLocation() != null
                ? ", at column " + json.getLocation().getColumnNr()
                : "";
    }

    private static Fault.Mode mode(JsonNode mode) {
        return Fault.Mode.of(mode.asText())
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                Arrays.stream(Fault.Mode.values())
                                        .map(Fault.Mode::word)
                                        .collect(
                                                Collectors.joining(
                                                        ", ", "mode is none of: ", ""))));
    }

    private static @Nullable Integer every(JsonNode json) {
        Long every = number(json, "every", 1);
        return every == null ? null : Math.toIntExact(every);
    }

    private static @Nullable Long millis(JsonNode json) {
        return number(json, "millis", 0);
    }

    private static @Nullable Long number(JsonNode json, String name, long least) {
        JsonNode number = json.path(name);
        if (number.isMissingNode()) {
            return null;
        }
        if (!number.isIntegralNumber() || !number.canConvertToInt() || number.asLong() < least) {
            throw new IllegalArgumentException(name + " is no whole number from " + least + " up");
        }
        return number.asLong();
    }

    private static @Nullable Pattern match(JsonNode match) {
        if (match.isMissingNode()) {
            return null;
        }
        if (!match.isTextual()) {
            throw new IllegalArgumentException("match is no text");
        }
        try {
            return Pattern.compile(match.asText());
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "match is no regular expression: " + e.getDescription(), e);
        }
    }
}
