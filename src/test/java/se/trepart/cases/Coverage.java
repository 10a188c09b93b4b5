package se.trepart.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import se.trepart.consultation.Phase;
import se.trepart.mapping.EventSchemas;
import se.trepart.mapping.MappingSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedCollection;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the cases cover, as a page: how many cases there are in each cell, and where none is. */
final class Coverage {
    private static final String NEW = "not known";
    private static final String CASES = "cases";

    /** HL7 table 0357: what ERR-3 can say. */
    private static final List<String> CONDITIONS =
            List.of(
                    "100", "101", "102", "103", "104", "200", "201", "202", "203", "204", "205",
                    "206", "207");

    /** MSH-12, where the fields are separated as usual. */
    private static final Pattern VERSION = Pattern.compile("^MSH(?:\\|[^|]*){10}\\|([^|^\\r]*)");

    private static final Pattern CONDITION = Pattern.compile("ERR\\|[^|]*\\|[^|]*\\|(\\d{3})");

    private final MappingSet mappings;
    private final Stages stages;
    private final Map<String, Map<String, TreeSet<String>>> eventByState = new TreeMap<>();
    private final Map<String, Map<String, TreeSet<String>>> triggerByDialect = new TreeMap<>();
    private final Map<String, Map<String, TreeSet<String>>> versions = new TreeMap<>();
    private final Map<String, Map<String, TreeSet<String>>> conditions = new TreeMap<>();
    private final TreeSet<String> dialects = new TreeSet<>();
    private final Impossible impossible;
    private final TreeSet<String> holes = new TreeSet<>();

    Coverage(MappingSet mappings, Impossible impossible) {
        this.mappings = mappings;
        this.impossible = impossible;
        accepted("triggers")
                .fieldNames()
                .forEachRemaining(trigger -> triggerByDialect.put(trigger, new TreeMap<>()));
        accepted("versions").forEach(version -> versions.put(version.asText(), new TreeMap<>()));
        CONDITIONS.forEach(code -> conditions.put(code, new TreeMap<>()));
        this.stages = new Stages(mappings);
        mappings.events().types().forEach(type -> eventByState.put(shortly(type), new TreeMap<>()));
    }

    void add(Case each) {
        var log = Told.read(each.stage("1-events.json").orElseThrow());
        IntStream.range(0, log.size())
                .forEach(index -> {
                    var told = log.get(index);
                    var before = stages.consultations(log.subList(0, index));
                    for (var id : told.consultations()) {
                        var state = before.get(id);
                        count(
                                eventByState,
                                shortly(told.json().path("type").asText()),
                                state == null ? NEW : state.phase().code(),
                                each);
                    }
                });
        each.received().stream()
                .filter(Received::hl7)
                .flatMap(received -> received.messages().stream())
                .map(message -> mappings.decode(message).envelope())
                .forEach(envelope -> {
                    var dialect = envelope.dialect().isEmpty() ? "none" : envelope.dialect();
                    if (triggerByDialect.containsKey(envelope.type())) {
                        dialects.add(dialect);
                        count(triggerByDialect, envelope.type(), dialect, each);
                    }
                });
        each.received().stream()
                .filter(Received::hl7)
                .flatMap(received -> received.messages().stream())
                .map(message -> VERSION.matcher(new String(message, StandardCharsets.ISO_8859_1)))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .filter(versions::containsKey)
                .forEach(version -> count(versions, version, CASES, each));
        each.files()
                .filter(file -> file.startsWith("answer") && file.endsWith(".hl7"))
                .flatMap(file -> CONDITION.matcher(each.stage(file).orElseThrow()).results())
                .forEach(found -> count(conditions, found.group(1), CASES, each));
    }

    /** The page in Markdown. */
    String page(Map<String, List<String>> rules) {
        var states =
                Stream.concat(Stream.of(NEW), Arrays.stream(Phase.values()).map(Phase::code))
                        .toList();
        return "# What the cases cover\n\n"
                + "Made by `CoverageTest`: how many cases there are in each cell. A dot is a"
                + " hole, and fails the build;\n"
                + "a dash is a cell that cannot be, and why stands below"
                + " (`impossible.json`).\n\n"
                + "## Event × state in which it arrives\n\n"
                + table("event", states, eventByState)
                + "\n## Trigger × dialect\n\n"
                + table("trigger", dialects, triggerByDialect)
                + "\n## Version (MSH-12) × case\n\n"
                + table("version", List.of(CASES), versions)
                + "\n## Condition code (ERR-3) × case\n\n"
                + table("condition", List.of(CASES), conditions)
                + "\n## What cannot be\n\n"
                + impossible.text()
                + "\n## Rule × case\n\n"
                + rules.entrySet().stream()
                        .map(rule -> "* " + rule.getKey() + ": " + sentences(rule.getValue()))
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    private static String sentences(Collection<String> cases) {
        return cases.stream().map(name -> name.replace('-', ' ')).collect(Collectors.joining("; "));
    }

    private String table(
            String corner,
            SequencedCollection<String> columns,
            Map<String, Map<String, TreeSet<String>>> rows) {
        var lines = new LinkedHashMap<String, String>();
        rows.forEach((row, cells) ->
                lines.put(
                        row,
                        columns.stream()
                                .map(column ->
                                        cell(
                                                corner,
                                                row,
                                                column,
                                                cells.getOrDefault(column, new TreeSet<>()).size()))
                                .collect(Collectors.joining(" | "))));
        return "| "
                + corner
                + " | "
                + String.join(" | ", columns)
                + " |\n|---|"
                + "---|".repeat(columns.size())
                + "\n"
                + lines.entrySet().stream()
                        .map(line -> "| " + line.getKey() + " | " + line.getValue() + " |\n")
                        .collect(Collectors.joining());
    }

    private String cell(String table, String row, String column, int count) {
        if (impossible.names(table, row, column)) {
            if (count > 0) {
                holes.add(
                        table
                                + ": "
                                + row
                                + " × "
                                + column
                                + " is said to be impossible, and is there");
            }
            return "–";
        }
        if (count == 0) {
            holes.add(table + ": " + row + " × " + column);
        }
        return count == 0 ? "·" : Integer.toString(count);
    }

    /** The cells of the page that no case is in, after it was made. */
    TreeSet<String> holes() {
        return holes;
    }

    private static JsonNode accepted(String list) {
        try {
            return new YAMLMapper()
                    .readTree(Files.readString(Path.of("mappings/feed/triggers.yaml")))
                    .path(list);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void count(
            Map<String, Map<String, TreeSet<String>>> rows, String row, String column, Case each) {
        rows.computeIfAbsent(row, any -> new TreeMap<>())
                .computeIfAbsent(column, any -> new TreeSet<>())
                .add(each.name());
    }

    private static String shortly(String type) {
        return type.replace(EventSchemas.PREFIX, "").replace(".v1", "");
    }
}
