package se.trepart.mapping;

import com.fasterxml.jackson.databind.JsonNode;

import java.nio.charset.Charset;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where things stand in one sender's messages: the default, with what the sender's own file says
 * otherwise.
 *
 * @param ignored triggers such as {@code ADT^A01} that are accepted and concern nobody here
 * @param aliases triggers that this sender uses for another one
 * @param settings the whole file, for the mappings
 */
record Dialect(
        String name,
        boolean enhanced,
        boolean swap,
        Optional<Charset> charset,
        Set<String> ignored,
        Map<String, String> aliases,
        JsonNode settings) {

    static Dialect of(JsonNode settings) {
        var ignored = new HashSet<String>();
        settings.path("ignore").forEach(trigger -> ignored.add(trigger.asText()));
        return new Dialect(
                settings.path("name").asText(),
                settings.path("acknowledgement").asText().equals("enhanced"),
                settings.path("swap").asBoolean(),
                settings.path("charset").isTextual()
                        ? Optional.of(Charset.forName(settings.path("charset").asText()))
                        : Optional.empty(),
                Set.copyOf(ignored),
                settings.path("triggers").properties().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey, entry -> entry.getValue().asText())),
                settings);
    }

    /** The trigger that this sender means. */
    String meant(String trigger) {
        return aliases.getOrDefault(trigger, trigger);
    }

    /**
     * How closely one of its senders fits: 0 not at all, 1 by facility, 2 by application, 3 by
     * both.
     */
    int fits(Envelope envelope) {
        var best = 0;
        for (var sender : settings.path("senders")) {
            var application = sender.path("application").asText("");
            var facility = sender.path("facility").asText("");
            var fits =
                    (application.isEmpty()
                                    || same(
                                            application,
                                            envelope,
                                            "MSH-3",
                                            envelope.sendingApplication()))
                            && (facility.isEmpty()
                                    || same(
                                            facility,
                                            envelope,
                                            "MSH-4",
                                            envelope.sendingFacility()));
            if (fits) {
                best =
                        Math.max(
                                best,
                                (application.isEmpty() ? 0 : 2) + (facility.isEmpty() ? 0 : 1));
            }
        }
        return best;
    }

    private static boolean same(String pattern, Envelope envelope, String field, String value) {
        return matches(pattern, value)
                || matches(pattern, Envelope.field(envelope.header(), field + ".2"));
    }

    private static boolean matches(String pattern, String value) {
        var text = value.toUpperCase(Locale.ROOT);
        var upper = pattern.toUpperCase(Locale.ROOT);
        return upper.endsWith("*")
                ? text.startsWith(upper.substring(0, upper.length() - 1))
                : text.equals(upper);
    }
}
