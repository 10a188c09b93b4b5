package se.trepart.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import se.trepart.consultation.HsaId;
import se.trepart.consultation.Personidentitet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The identifiers that a body holds, for finding it again: whatever stands in a place for
 * identifiers, and whatever looks like a personnummer or an HSA-id anywhere. A scan and no reading,
 * so that a refused message, which nobody could read, is found too.
 */
public final class Identifiers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Set<Integer>> PLACES =
            Map.of(
                    "PID", Set.of(2, 3, 4, 18, 19),
                    "MRG", Set.of(1, 2, 3, 4, 5, 6),
                    "PV1", Set.of(5, 19, 50),
                    "SCH", Set.of(1, 2, 26, 27),
                    "RF1", Set.of(6, 11));
    private static final Set<String> NAMES =
            Set.of("id", "value", "hsaId", "unit", "specialistUnit", "from", "to");
    private static final Pattern PERSONAL = Pattern.compile("\\d{8}[-+]?\\d{4}|\\d{6}[-+]\\d{4}");
    private static final Pattern IDENTIFIER =
            Pattern.compile("(?=.*\\d)[\\p{L}\\d][\\p{L}\\d./_:+-]{2,39}");
    private static final Pattern OID_OR_TIME =
            Pattern.compile("\\d+(\\.\\d+){2,}|(19|20)\\d{6}(\\d{6}(\\.\\d+)?)?([+-]\\d{4})?");
    private static final Pattern BETWEEN_ANYTHING = Pattern.compile("[^\\p{L}\\d./_:+-]+");

    private Identifiers() {}

    /** Each in the one form of {@link #normalised}; none is empty. */
    public static Set<String> in(byte[] body) {
        var found = new TreeSet<String>();
        var text = new String(body, StandardCharsets.UTF_8);
        var start = text.indexOf("MSH");
        if (start >= 0 && start < 4 && text.length() > start + 8) {
            segments(text.substring(start), found);
        } else {
            json(body, text, found);
        }
        return found;
    }

    /** The form in which identifiers are compared: capitals, without blanks, hyphen and plus. */
    public static String normalised(String identifier) {
        return identifier.toUpperCase(Locale.ROOT).replaceAll("[\\s+-]", "");
    }

    /**
     * The forms in which a message may hold what a person asks for: a personnummer with its century
     * and without.
     */
    public static List<String> forms(String asked) {
        var form = normalised(asked);
        if (form.matches("\\d{12}")) {
            return List.of(form, form.substring(2));
        }
        return form.matches("\\d{10}") ? List.of(form, "19" + form, "20" + form) : List.of(form);
    }

    private static void segments(String message, Set<String> found) {
        var field = message.charAt(3);
        var separators =
                Pattern.compile(
                        "[" + Pattern.quote(message.substring(3, 8).replace("\\", "")) + "\\\\]");
        for (var segment : message.split("[\r\n]+")) {
            var fields = segment.split(Pattern.quote(String.valueOf(field)), -1);
            var places = PLACES.getOrDefault(fields[0], Set.of());
            for (var number = 1; number < fields.length; number++) {
                if (fields[number].isEmpty()) {
                    continue;
                }
                var place = places.contains(number) || fields[0].startsWith("Z");
                for (var part : separators.split(fields[number])) {
                    add(part.strip(), place, found);
                }
            }
        }
    }

    private static void json(byte[] body, String text, Set<String> found) {
        try {
            var tree = JSON.readTree(body);
            tree.properties()
                    .forEach(attribute ->
                            leaves(
                                    attribute.getKey().equals("id") ? "" : attribute.getKey(),
                                    attribute.getValue(),
                                    found));
        } catch (JsonProcessingException malformed) {
            Arrays.stream(BETWEEN_ANYTHING.split(text)).forEach(part -> add(part, false, found));
        } catch (IOException cannotBe) {
            throw new java.io.UncheckedIOException(cannotBe);
        }
    }

    private static void leaves(String name, JsonNode node, Set<String> found) {
        if (node.isTextual()) {
            add(node.asText().strip(), NAMES.contains(name), found);
        }
        node.properties().forEach(field -> leaves(field.getKey(), field.getValue(), found));
        if (node.isArray()) {
            node.forEach(element -> leaves(name, element, found));
        }
    }

    private static void add(String text, boolean place, Set<String> found) {
        if (text.length() < 3 || text.length() > 40 || !IDENTIFIER.matcher(text).matches()) {
            return;
        }
        if (HsaId.matches(text)
                || personal(text)
                || (place && !OID_OR_TIME.matcher(text).matches())) {
            found.add(normalised(text));
        }
    }

    /** Twelve digits alone may be a time to the minute, so they must be a number that can exist. */
    private static boolean personal(String text) {
        if (!PERSONAL.matcher(text).matches()) {
            return false;
        }
        if (text.length() != 12) {
            return true;
        }
        try {
            Personidentitet.parse(text);
            return true;
        } catch (IllegalArgumentException noNumber) {
            return false;
        }
    }
}
