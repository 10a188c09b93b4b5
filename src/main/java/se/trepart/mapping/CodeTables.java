package se.trepart.mapping;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * The code tables of {@code mappings/codes/*.yaml}: {@code source}, {@code version}, {@code
 * otherwise} and {@code codes} (code to meaning). {@code otherwise} says what a code that is not
 * there means: {@code absent} (nothing), {@code refuse} (the mapping that asks makes it a fault
 * TRP-212) or {@code {value: …}}. Beside them the region's own KVÅ and ICD-10-SE lists, if any.
 */
public final class CodeTables {
    private static final ObjectMapper YAML =
            new YAMLMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private static final Set<String> KEYS = Set.of("source", "version", "otherwise", "codes");

    private final Map<String, Map<String, String>> tables;
    private final Map<String, String> otherwise;
    private final Optional<Set<String>> kva;
    private final Optional<Set<String>> icd;

    private CodeTables(
            Map<String, Map<String, String>> tables,
            Map<String, String> otherwise,
            Optional<Set<String>> kva,
            Optional<Set<String>> icd) {
        this.tables = Map.copyOf(tables);
        this.otherwise = Map.copyOf(otherwise);
        this.kva = kva;
        this.icd = icd;
    }

    static CodeTables read(SortedMap<String, byte[]> shelf, List<Fault> faults) {
        var tables = new HashMap<String, Map<String, String>>();
        var otherwise = new HashMap<String, String>();
        shelf.forEach((file, bytes) -> {
            if (file.endsWith(".yaml")) {
                var name = file.substring(0, file.length() - ".yaml".length());
                tables.put(name, table(file, name, bytes, otherwise, faults));
            }
        });
        RowTables.check(shelf, faults);
        return new CodeTables(
                tables,
                otherwise,
                CodeList.read(shelf, "kva", faults),
                CodeList.read(shelf, "icd-10-se", faults));
    }

    private static Map<String, String> table(
            String file,
            String name,
            byte[] bytes,
            Map<String, String> otherwise,
            List<Fault> faults) {
        var codes = new LinkedHashMap<String, String>();
        try {
            var tree = YAML.readTree(new String(bytes, StandardCharsets.UTF_8));
            tree.properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(key -> !KEYS.contains(key))
                    .forEach(key -> problem(faults, file, "unknown key " + key));
            for (var key : List.of("source", "version")) {
                if (tree.path(key).asText("").isBlank()) {
                    problem(faults, file, key + " is missing");
                }
            }
            otherwise(tree.path("otherwise"), name, file, otherwise, faults);
            if (!tree.path("codes").isObject() || tree.path("codes").isEmpty()) {
                problem(faults, file, "codes is missing or empty");
            }
            tree.path("codes")
                    .properties()
                    .forEach(code -> {
                        if (!code.getValue().isValueNode()
                                || code.getValue().asText("").isBlank()) {
                            problem(faults, file, "no meaning for " + code.getKey());
                        }
                        codes.put(code.getKey(), code.getValue().asText(""));
                    });
        } catch (JsonProcessingException malformed) {
            problem(
                    faults,
                    RowTables.line(file, malformed),
                    "not readable as YAML, or a code twice");
        }
        return codes;
    }

    private static void otherwise(
            JsonNode told,
            String name,
            String file,
            Map<String, String> otherwise,
            List<Fault> faults) {
        var value = told.path("value").asText("");
        if (!value.isEmpty()) {
            otherwise.put(name, value);
        } else if (!told.asText("").equals("absent") && !told.asText("").equals("refuse")) {
            problem(faults, file, "otherwise must be absent, refuse or {value: …}");
        }
    }

    /** What the code means in the table, else the table's {@code otherwise} value, else empty. */
    public Optional<String> meaning(String table, String code) {
        var codes = tables.get(table);
        if (codes == null) {
            throw new IllegalArgumentException("no code table " + table);
        }
        var meaning = codes.get(code);
        return Optional.ofNullable(meaning == null ? otherwise.get(table) : meaning);
    }

    /** All codes of a table with their meanings, in the file's order; empty when there is none. */
    public Map<String, String> table(String name) {
        return tables.getOrDefault(name, Map.of());
    }

    /** The tables' names. */
    public Set<String> names() {
        return tables.keySet().stream().collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the KVÅ code is in the loaded list; true for every one when none is loaded. */
    public boolean knowsKva(String code) {
        return kva.map(list -> list.contains(code)).orElse(code.length() == 5);
    }

    /** Whether the diagnosis is in the loaded list; true for every one when none is loaded. */
    public boolean knowsDiagnosis(String code) {
        return icd.map(list -> list.contains(code)).orElse(true);
    }

    private static void problem(List<Fault> faults, String file, String detail) {
        faults.add(new Fault(FaultCode.TRP_220, "codes/" + file, detail));
    }
}
