package se.trepart.mapping;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * The code tables of {@code mappings/codes/*.json}, which mappings import: {@code name}, {@code
 * description}, {@code source}, {@code version}, {@code otherwise} and {@code rows}, each row with
 * the same columns as the others. Read by the mappings themselves; here they are checked.
 */
final class RowTables {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private static final List<String> TEXTS = List.of("name", "description", "source", "version");
    private static final Set<String> OTHERS = Set.of("otherwise", "rows");

    private RowTables() {}

    static void check(SortedMap<String, byte[]> shelf, List<Fault> faults) {
        shelf.forEach((file, bytes) -> {
            if (file.endsWith(".json")) {
                try {
                    check(file, JSON.readTree(bytes), faults);
                } catch (JsonProcessingException malformed) {
                    problem(faults, line(file, malformed), "not readable as JSON, or a key twice");
                } catch (IOException unreadable) {
                    problem(faults, file, "not readable as JSON");
                }
            }
        });
    }

    /** The file with the line where reading stopped. */
    static String line(String file, JsonProcessingException malformed) {
        var location = malformed.getLocation();
        return location == null ? file : file + ":" + location.getLineNr();
    }

    private static void check(String file, JsonNode table, List<Fault> faults) {
        table.properties().stream()
                .map(Map.Entry::getKey)
                .filter(key -> !TEXTS.contains(key) && !OTHERS.contains(key))
                .forEach(key -> problem(faults, file, "unknown key " + key));
        TEXTS.stream()
                .filter(key -> table.path(key).asText("").isBlank())
                .forEach(key -> problem(faults, file, key + " is missing"));
        if (!table.has("otherwise")) {
            problem(faults, file, "otherwise is missing");
        }
        if (!table.path("name").asText("").equals(file.replace(".json", ""))) {
            problem(faults, file, "name is not the file's");
        }
        if (!table.path("rows").isObject() || table.path("rows").isEmpty()) {
            problem(faults, file, "rows is missing or empty");
            return;
        }
        table.path("rows").properties().stream()
                .filter(row -> !row.getValue().isObject() || row.getValue().isEmpty())
                .forEach(row -> problem(faults, file, "no columns in row " + row.getKey()));
    }

    private static void problem(List<Fault> faults, String where, String detail) {
        faults.add(new Fault(FaultCode.TRP_220, "codes/" + where, detail));
    }
}
