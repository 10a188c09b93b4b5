package se.trepart.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import se.trepart.consultation.Personidentitet;
import se.trepart.mapping.MappingSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What else could stand in a field: nothing; another of its kind, where a number, a time or an
 * identity can be told by its form; what the mapping set's own tables, schemas and registry list
 * beside it; any other text.
 */
final class Alternatives {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final int MOST_LISTED = 6;
    private static final int LONGEST_LIST = 300;

    private final Map<String, Set<String>> beside = new HashMap<>();

    Alternatives(MappingSet set) {
        set.files()
                .forEach((path, content) -> {
                    if (path.endsWith(".yaml") || path.endsWith(".json")) {
                        list(read(content));
                    }
                });
    }

    /** Each differs from the value. */
    List<String> to(String value) {
        var others = new LinkedHashSet<String>();
        others.add("");
        others.addAll(ofItsKind(value));
        beside.getOrDefault(value, Set.of()).stream()
                .filter(other -> !other.equals(value))
                .limit(MOST_LISTED)
                .forEach(others::add);
        others.add(value + "X");
        others.add(value.substring(0, value.length() - 1) + (value.endsWith("7") ? "3" : "7"));
        others.remove(value);
        return List.copyOf(others);
    }

    private static Set<String> ofItsKind(String value) {
        var others = new LinkedHashSet<String>();
        if (value.matches("\\d{12}")) {
            identity(value, others);
        }
        if (value.matches("(19|20)\\d{6}(\\d{4})?(\\d{2})?.*")) {
            hl7Time(value, others);
        } else if (value.matches("\\d{4}-\\d{2}-\\d{2}T.*")) {
            time(value, others);
        } else if (value.matches("\\d{1,4}")) {
            others.add(Integer.toString(Integer.parseInt(value) + 1));
        }
        return others;
    }

    /** Another person born that day, man or woman. */
    private static void identity(String value, Set<String> others) {
        IntStream.range(0, 100)
                .mapToObj(number -> value.substring(0, 8) + "%04d".formatted(2380 + number))
                .filter(Alternatives::valid)
                .limit(2)
                .forEach(others::add);
    }

    private static boolean valid(String number) {
        try {
            return !Personidentitet.parse(number).value().isEmpty();
        } catch (IllegalArgumentException noNumber) {
            return false;
        }
    }

    /** Seven minutes and a day later; a date alone a day later. */
    private static void hl7Time(String value, Set<String> others) {
        try {
            var day =
                    LocalDate.of(
                            Integer.parseInt(value.substring(0, 4)),
                            Integer.parseInt(value.substring(4, 6)),
                            Integer.parseInt(value.substring(6, 8)));
            var rest = value.substring(8);
            others.add(day.plusDays(1).toString().replace("-", "") + rest);
            if (rest.length() >= 4) {
                var minute = (Integer.parseInt(rest.substring(2, 4)) + 7) % 60;
                others.add(
                        value.substring(0, 8)
                                + rest.substring(0, 2)
                                + "%02d".formatted(minute)
                                + rest.substring(4));
            }
        } catch (DateTimeException | NumberFormatException noTime) {
            others.add(value + "1");
        }
    }

    private static void time(String value, Set<String> others) {
        try {
            var time = OffsetDateTime.parse(value);
            others.add(time.plusMinutes(7).toString());
            others.add(time.plusDays(1).toString());
        } catch (DateTimeException noTime) {
            others.add(value + "1");
        }
    }

    private static JsonNode read(byte[] content) {
        try {
            return YAML.readTree(content);
        } catch (JsonProcessingException noTable) {
            return YAML.nullNode();
        } catch (IOException cannotBe) {
            throw new UncheckedIOException(cannotBe);
        }
    }

    /** Elements of one list, keys of one object, and one property of a list's objects. */
    private void list(JsonNode node) {
        if (node.isArray()) {
            var elements = new TreeSet<String>();
            var properties = new HashMap<String, Set<String>>();
            node.forEach(element -> {
                if (element.isValueNode()) {
                    elements.add(element.asText());
                }
                element.properties().stream()
                        .filter(property -> property.getValue().isValueNode())
                        .forEach(property ->
                                properties
                                        .computeIfAbsent(property.getKey(), key -> new TreeSet<>())
                                        .add(property.getValue().asText()));
            });
            remember(elements);
            properties.values().forEach(this::remember);
        } else if (node.isObject()) {
            var keys = new TreeSet<String>();
            node.fieldNames().forEachRemaining(keys::add);
            remember(keys);
        }
        node.forEach(this::list);
    }

    private void remember(Set<String> list) {
        if (list.size() > 1 && list.size() <= LONGEST_LIST) {
            list.forEach(
                    one -> beside.computeIfAbsent(one, key -> new LinkedHashSet<>()).addAll(list));
        }
    }
}
