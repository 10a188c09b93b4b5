package se.trepart.minimising;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import se.trepart.consultation.HsaId;
import se.trepart.mapping.EventSchemas;
import se.trepart.mapping.MappingSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What stands in the mapping set itself, and so is nobody's secret: units, codes, triggers, the
 * literals of the dialects, and the names and values of the event schemas. Texts for people are not
 * among them.
 */
final class Known {
    /** In {@code codes/}: the meanings are sentences, the codes are types of events. */
    private static final String TEXTS = "timeline";

    private final MappingSet set;
    private final Set<String> values = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> senders = new TreeSet<>();

    Known(MappingSet set) {
        this.set = set;
        set.registry().specialties().forEach(specialty -> values.add(specialty.code()));
        set.codes().names().stream()
                .filter(table -> !table.equals(TEXTS))
                .forEach(table -> values.addAll(set.codes().table(table).keySet()));
        set.events()
                .types()
                .forEach(type -> {
                    values.add(type);
                    schema(set.events().published(type).orElseThrow());
                });
        set.events().published(EventSchemas.PREFIX + "envelope").ifPresent(this::schema);
        set.files()
                .forEach((path, content) -> {
                    if (path.startsWith("feed/") && path.endsWith(".yaml")) {
                        dialect(yaml(content));
                    }
                });
    }

    private static JsonNode yaml(byte[] content) {
        try {
            return new YAMLMapper().readTree(content);
        } catch (IOException wasReadBefore) {
            throw new UncheckedIOException(wasReadBefore);
        }
    }

    private void dialect(JsonNode dialect) {
        dialect.path("senders")
                .forEach(sender -> sender.forEach(pattern -> senders.add(pattern.asText())));
        dialect.path("triggers").fieldNames().forEachRemaining(values::add);
        for (var list : List.of("versions", "processingIds", "ignore")) {
            dialect.path(list).forEach(value -> values.add(value.asText()));
        }
        for (var literal : List.of("authorities", "types", "serviceCodes", "when", "values")) {
            dialect.findValues(literal).forEach(this::texts);
        }
    }

    private void texts(JsonNode node) {
        if (node.isTextual()) {
            values.add(node.asText());
        }
        node.forEach(this::texts);
    }

    private void schema(JsonNode schema) {
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        schema.path("enum").forEach(value -> values.add(value.asText()));
        if (schema.path("const").isTextual()) {
            values.add(schema.get("const").asText());
        }
        schema.forEach(this::schema);
    }

    /** Whether it is a code, or a unit of the registry. */
    boolean value(String text) {
        return values.contains(text)
                || (HsaId.matches(text) && set.registry().unit(HsaId.parse(text)).isPresent());
    }

    /** Whether it is a trigger's type or event. */
    boolean trigger(String part) {
        return values.stream()
                .anyMatch(value -> value.startsWith(part + "^") || value.endsWith("^" + part));
    }

    /** Whether any schema has a member of this name. */
    boolean name(String name) {
        return names.contains(name);
    }

    /** A pointer without which of several, and without names that no schema has. */
    String place(String pointer) {
        return Arrays.stream(pointer.split("/", -1))
                .map(step -> step.matches("\\d+") ? "#" : step.isEmpty() || name(step) ? step : "?")
                .collect(Collectors.joining("/"));
    }

    /** The part of a sender's name that the dialects know. */
    Optional<String> sender(String text) {
        return senders.stream()
                .filter(sender -> matches(sender, text))
                .map(sender -> sender.replace("*", ""))
                .findFirst();
    }

    private static boolean matches(String sender, String text) {
        var upper = text.toUpperCase(Locale.ROOT);
        return sender.endsWith("*")
                ? upper.startsWith(sender.replace("*", "").toUpperCase(Locale.ROOT))
                : upper.equals(sender.toUpperCase(Locale.ROOT));
    }
}
