package se.trepart.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import se.trepart.mapping.MappingSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The names that the event schemas know: a field of a JSON body that has another name is called
 * {@code ?}, since a sender may have written anything there (law 9).
 */
final class KnownNames {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Set<String> names = new TreeSet<>();

    KnownNames(MappingSet set) {
        set.files()
                .forEach((path, content) -> {
                    if (path.startsWith("events/") && path.endsWith(".json")) {
                        add(read(content));
                    }
                });
    }

    private static JsonNode read(byte[] content) {
        try {
            return JSON.readTree(content);
        } catch (JsonProcessingException noSchema) {
            return JSON.nullNode();
        } catch (IOException cannotBe) {
            throw new UncheckedIOException(cannotBe);
        }
    }

    private void add(JsonNode node) {
        node.fieldNames().forEachRemaining(names::add);
        node.forEach(this::add);
    }

    /** A field's name as everybody may see it; an HL7 v2 place is itself. */
    String of(String name) {
        return !name.startsWith("/")
                ? name
                : Arrays.stream(name.substring(1).split("/", -1))
                        .map(part -> part.matches("\\d{1,4}") || names.contains(part) ? part : "?")
                        .collect(Collectors.joining("/", "/", ""));
    }
}
