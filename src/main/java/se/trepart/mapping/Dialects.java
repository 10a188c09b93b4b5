package se.trepart.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * The dialects of {@code mappings/feed/dialects/}: {@code default.yaml} and one file for each
 * sender that differs, which says only its differences (a list replaces the default's list).
 */
final class Dialects {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String SCHEMA = "dialect.schema.json";
    private static final String FOLDER = "dialects/";

    private final Dialect standard;
    private final List<Dialect> own;

    private Dialects(Dialect standard, List<Dialect> own) {
        this.standard = standard;
        this.own = List.copyOf(own);
    }

    /** Reads the shelf {@code feed}; every problem of every file is added to the faults. */
    static Dialects read(
            SortedMap<String, byte[]> shelf, Set<String> triggers, List<Fault> faults) {
        var schemaBytes = shelf.get(SCHEMA);
        if (schemaBytes == null) {
            problem(faults, SCHEMA, "the file is missing");
            return new Dialects(Dialect.of(YAML.createObjectNode()), List.of());
        }
        var text = new String(schemaBytes, StandardCharsets.UTF_8);
        var id = "https://trepart.example/schemas/" + SCHEMA;
        var schema = new JsonSchemas(Map.of(id, text)).schema(id);
        var trees = new HashMap<String, JsonNode>();
        shelf.forEach((file, bytes) -> {
            if (file.startsWith(FOLDER) && file.endsWith(".yaml")) {
                var tree = tree(file, bytes, faults);
                var before = faults.size();
                for (var violation : JsonSchemas.violations(schema, tree)) {
                    problem(faults, file, violation.path() + ": " + violation.keyword());
                }
                if (faults.size() == before) {
                    checkMeaning(file, tree, triggers, faults);
                    trees.put(
                            file.substring(FOLDER.length(), file.length() - ".yaml".length()),
                            tree);
                }
            }
        });
        var dialects = assemble(trees, faults);
        faults.replaceAll(fault -> located(fault, shelf));
        return dialects;
    }

    /** With the line on which that of the file stands which the detail begins with. */
    private static Fault located(Fault fault, SortedMap<String, byte[]> shelf) {
        var bytes =
                fault.where().startsWith("feed/")
                        ? shelf.get(fault.where().substring("feed/".length()))
                        : null;
        if (bytes == null || !fault.detail().startsWith("/")) {
            return fault;
        }
        var pointer = fault.detail().substring(0, fault.detail().indexOf(':'));
        return new Fault(
                fault.code(), fault.where() + ":" + YamlLines.of(bytes, pointer), fault.detail());
    }

    private static Dialects assemble(Map<String, JsonNode> trees, List<Fault> faults) {
        var standard = trees.remove("default");
        if (standard == null) {
            problem(faults, FOLDER + "default.yaml", "the file is missing or wrong");
            return new Dialects(Dialect.of(YAML.createObjectNode()), List.of());
        }
        var own = new ArrayList<Dialect>();
        var claimed = new HashMap<String, String>();
        trees.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> {
                    own.add(Dialect.of(merged(standard, entry.getValue())));
                    for (var sender : entry.getValue().path("senders")) {
                        var other = claimed.put(sender.toString(), entry.getKey());
                        if (other != null) {
                            problem(
                                    faults,
                                    FOLDER + entry.getKey() + ".yaml",
                                    "/senders: also claimed by " + other);
                        }
                    }
                });
        return new Dialects(Dialect.of(standard), own);
    }

    private static JsonNode tree(String file, byte[] bytes, List<Fault> faults) {
        try {
            return YAML.readTree(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            problem(faults, file, "not readable as YAML");
            return YAML.createObjectNode();
        }
    }

    private static void checkMeaning(
            String file, JsonNode tree, Set<String> triggers, List<Fault> faults) {
        var name = tree.path("name").asText();
        if (!file.equals(FOLDER + name + ".yaml")) {
            problem(faults, file, "/name: differs from the file's name");
        }
        if (tree.path("senders").isEmpty() != name.equals("default")) {
            problem(faults, file, "/senders: every dialect but the default names its senders");
        }
        if (tree.path("charset").isTextual() && !knownCharset(tree.path("charset").asText())) {
            problem(faults, file, "/charset: unknown");
        }
        if (tree.path("timeZone").isTextual() && !knownZone(tree.path("timeZone").asText())) {
            problem(faults, file, "/timeZone: unknown");
        }
        tree.path("triggers")
                .properties()
                .forEach(alias -> {
                    if (!triggers.contains(alias.getValue().asText())) {
                        problem(
                                faults,
                                file,
                                "/triggers/"
                                        + alias.getKey()
                                        + ": stands for none of triggers.yaml");
                    }
                });
        checkPaths(file, "", tree, faults);
    }

    /** Every text that stands where a place stands must be one. */
    private static void checkPaths(String file, String at, JsonNode node, List<Fault> faults) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry ->
                            checkPaths(file, at + "/" + entry.getKey(), entry.getValue(), faults));
        } else if (node.isArray()) {
            for (var i = 0; i < node.size(); i++) {
                checkPaths(file, at + "/" + i, node.get(i), faults);
            }
        } else if (node.isTextual() && isPlace(at) && !Hl7Path.readable(node.asText())) {
            problem(faults, file, at + ": no place in a message");
        }
    }

    private static boolean isPlace(String at) {
        var parts = at.split("/", -1);
        var last = parts[parts.length - 1];
        var section =
                parts.length > 3
                        && Set.of(
                                        "patient",
                                        "visit",
                                        "event",
                                        "consultation",
                                        "booking",
                                        "registration",
                                        "referral")
                                .contains(parts[1]);
        var literal =
                Set.of("serviceCodes", "cancelledBy", "values", "authorities", "types", "when");
        return section
                && java.util.Arrays.stream(parts).noneMatch(literal::contains)
                && (last.chars().allMatch(Character::isDigit)
                        || Set.of("path", "start", "end", "duration", "units").contains(last));
    }

    private static boolean knownCharset(String name) {
        try {
            return Charset.isSupported(name);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static boolean knownZone(String name) {
        try {
            return !ZoneId.of(name).getId().isEmpty();
        } catch (DateTimeException unknown) {
            return false;
        }
    }

    private static JsonNode merged(JsonNode standard, JsonNode own) {
        if (!standard.isObject() || !own.isObject()) {
            return own;
        }
        var merged = (ObjectNode) standard.deepCopy();
        own.properties()
                .forEach(entry ->
                        merged.set(
                                entry.getKey(),
                                merged(merged.path(entry.getKey()), entry.getValue())));
        return merged;
    }

    /** The dialect whose senders fit closest, by application before facility; else the default. */
    Dialect of(Envelope envelope) {
        var best = standard;
        var closeness = 0;
        for (var dialect : own) {
            var fits = dialect.fits(envelope);
            if (fits > closeness) {
                best = dialect;
                closeness = fits;
            }
        }
        return best;
    }

    private static void problem(List<Fault> faults, String file, String detail) {
        faults.add(new Fault(FaultCode.TRP_220, "feed/" + file, detail));
    }
}
