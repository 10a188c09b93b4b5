package se.trepart.walls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What the mappings must keep to beside being readable: no file without a reader, no table without
 * an end.
 */
final class Mappings {
    private static final Pattern IMPORT = Pattern.compile("(?m)^\\s*import\\s+\"([^\"]+)\"");
    private static final Pattern TABLE_IN_MAPPING = Pattern.compile("\\bcode\\(\\s*\"([\\w-]+)\"");
    private static final Pattern TABLE_IN_PROGRAM =
            Pattern.compile("\\b(?:table|meaning)\\(\\s*\"([\\w-]+)\"");
    private static final Pattern LITERAL = Pattern.compile("\"([\\w./-]+)\"");
    private static final Pattern REFERENCE = Pattern.compile("\"\\$ref\"\\s*:\\s*\"([^\"#]+)");
    private static final YAMLMapper YAML = new YAMLMapper();

    private final Map<String, String> files = new TreeMap<>();
    private final Set<String> literals = new TreeSet<>();
    private final Set<String> tables = new TreeSet<>();

    /** Reads the mappings, and from the program's sources what it names of them. */
    Mappings(Path mappings, Path program) throws IOException {
        for (var file : Text.files(mappings)) {
            files.put(mappings.relativize(file).toString().replace('\\', '/'), Text.of(file));
        }
        for (var file : Text.files(program)) {
            var text = Text.of(file);
            literals.addAll(found(LITERAL, text));
            tables.addAll(found(TABLE_IN_PROGRAM, text));
        }
    }

    /** The files that nothing reads. */
    List<String> unread() throws IOException {
        var reached = reachedTransformations();
        var unread = new ArrayList<String>();
        for (var file : files.keySet()) {
            if (!isRead(file, reached)) {
                unread.add(file);
            }
        }
        return unread;
    }

    /** The code tables that do not say what a code means that is not in them. */
    List<String> endless() throws IOException {
        var endless = new ArrayList<String>();
        for (var table : files.keySet()) {
            if (isTable(table)) {
                var otherwise = YAML.readTree(files.get(table)).path("otherwise");
                if (otherwise.isMissingNode()
                        || (otherwise.isValueNode() && otherwise.asText("").isBlank())
                        || (otherwise.isContainerNode() && otherwise.isEmpty())) {
                    endless.add(table);
                }
            }
        }
        return endless;
    }

    private boolean isRead(String file, Set<String> reached) throws IOException {
        var name = file.substring(file.lastIndexOf('/') + 1);
        var stem = name.replaceFirst("\\.\\w+$", "");
        if (file.endsWith(".jslt") || (isTable(file) && file.endsWith(".json"))) {
            return reached.contains(file);
        }
        if (isTable(file)) {
            return tables.contains(stem) || tablesOf(reached).contains(stem);
        }
        if (file.startsWith("feed/dialects/")) {
            return stem.equals("default")
                    || !YAML.readTree(files.get(file)).path("senders").isEmpty();
        }
        if (file.startsWith("events/")) {
            return literals.contains(name)
                    || literals.contains(name.replace(".schema.json", ""))
                    || literals.contains("se.trepart." + name.replace(".schema.json", ""))
                    || isReferred(name);
        }
        return literals.contains(name) || literals.contains(stem);
    }

    private boolean isReferred(String schema) {
        return files.entrySet().stream()
                .filter(it ->
                        it.getKey().startsWith("events/") && !it.getKey().endsWith("/" + schema))
                .anyMatch(it ->
                        found(REFERENCE, it.getValue()).stream()
                                .anyMatch(ref -> ref.endsWith(schema)));
    }

    private static boolean isTable(String file) {
        return file.startsWith("codes/") && (file.endsWith(".yaml") || file.endsWith(".json"));
    }

    private Set<String> tablesOf(Set<String> reached) {
        var named = new TreeSet<String>();
        reached.forEach(
                file -> named.addAll(found(TABLE_IN_MAPPING, files.getOrDefault(file, ""))));
        return named;
    }

    /** What the program or the triggers name, and all that those import. */
    private Set<String> reachedTransformations() throws IOException {
        var reached = new TreeSet<String>();
        var open = new ArrayDeque<String>(entries());
        while (!open.isEmpty()) {
            var file = open.pop();
            if (reached.add(file)) {
                open.addAll(found(IMPORT, files.getOrDefault(file, "")));
            }
        }
        return reached;
    }

    private Collection<String> entries() throws IOException {
        var triggers =
                files.containsKey("feed/triggers.yaml")
                        ? YAML.readTree(files.get("feed/triggers.yaml"))
                                .path("triggers")
                                .properties()
                        : Set.<Map.Entry<String, JsonNode>>of();
        var entries = new TreeSet<String>();
        triggers.forEach(trigger -> entries.add("feed/" + trigger.getValue().asText() + ".jslt"));
        for (var file : files.keySet()) {
            if (file.endsWith(".jslt")) {
                var mapping = file.substring(0, file.length() - ".jslt".length());
                var cut = mapping.indexOf('/');
                var byShelf =
                        literals.contains(mapping.substring(0, cut))
                                && literals.contains(mapping.substring(cut));
                if (literals.contains(mapping) || byShelf) {
                    entries.add(file);
                }
            }
        }
        return entries;
    }

    private static Set<String> found(Pattern pattern, String text) {
        var found = new TreeSet<String>();
        pattern.matcher(text).results().forEach(it -> found.add(it.group(1)));
        return found;
    }
}
