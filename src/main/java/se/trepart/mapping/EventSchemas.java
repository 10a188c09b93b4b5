package se.trepart.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.registry.Registry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an event may look like: the JSON Schemas of {@code mappings/events/}, and the rules that a
 * schema cannot say.
 */
public final class EventSchemas {
    /** Every type begins with this; schemas are named by the rest. */
    public static final String PREFIX = "se.trepart.";

    private static final String SUFFIX = ".schema.json";
    private static final String BASE = "https://trepart.example/schemas/";
    private static final String ENVELOPE = "envelope";
    private static final String COMMON = "common";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, Schema> schemas = new LinkedHashMap<>();
    private final SortedMap<String, JsonNode> sources = new TreeMap<>();
    private final EventRules rules;

    private EventSchemas(Registry registry, CodeTables codes) {
        this.rules = new EventRules(registry, codes);
    }

    static EventSchemas read(
            SortedMap<String, byte[]> shelf,
            Registry registry,
            CodeTables codes,
            List<Fault> faults) {
        var events = new EventSchemas(registry, codes);
        var texts = new HashMap<String, String>();
        shelf.forEach((file, bytes) -> {
            if (file.endsWith(SUFFIX)) {
                var text = new String(bytes, StandardCharsets.UTF_8);
                texts.put(BASE + file, text);
                try {
                    events.sources.put(
                            file.substring(0, file.length() - SUFFIX.length()),
                            MAPPER.readTree(text));
                } catch (JsonProcessingException unreadable) {
                    problem(faults, file, "not readable as JSON");
                }
            }
        });
        var loaded = new JsonSchemas(texts);
        events.sources.forEach((name, source) -> {
            if (!source.path("$id").asText().equals(BASE + name + SUFFIX)) {
                problem(faults, name + SUFFIX, "$id is not " + BASE + name + SUFFIX);
            } else if (!name.equals(COMMON)) {
                events.compile(name, loaded, faults);
            }
        });
        for (var needed : List.of(ENVELOPE, COMMON)) {
            if (!events.sources.containsKey(needed)) {
                problem(faults, needed + SUFFIX, "the file is missing");
            }
        }
        return events;
    }

    private void compile(String name, JsonSchemas loaded, List<Fault> faults) {
        try {
            schemas.put(name, loaded.schema(BASE + name + SUFFIX));
        } catch (com.networknt.schema.SchemaException broken) {
            problem(
                    faults,
                    name + SUFFIX,
                    "not a JSON Schema 2020-12, or refers to what is not there");
        }
    }

    /** The types, such as {@code se.trepart.visit.started.v1}. */
    public List<String> types() {
        return schemas.keySet().stream()
                .filter(name -> !name.equals(ENVELOPE))
                .map(name -> PREFIX + name)
                .toList();
    }

    /**
     * The schema of a type's {@code data}, whole in itself, for publishing; by full type or without
     * {@link #PREFIX}. {@code envelope} gives that of the context. Empty when there is none.
     */
    public Optional<JsonNode> published(String type) {
        var name = type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : type;
        if (!schemas.containsKey(name)) {
            return Optional.empty();
        }
        var whole = (ObjectNode) sources.getOrDefault(name, MAPPER.createObjectNode()).deepCopy();
        var definitions = sources.getOrDefault(COMMON, MAPPER.createObjectNode()).path("$defs");
        var used = whole.putObject("$defs");
        var open = new TreeSet<>(localise(whole));
        while (!open.isEmpty()) {
            var definition = open.removeFirst();
            var copy = definitions.path(definition).deepCopy();
            used.set(definition, copy);
            localise(copy).stream().filter(next -> !used.has(next)).forEach(open::add);
        }
        return Optional.of(whole);
    }

    /** Turns references to the common file into local ones; gives the definitions referred to. */
    private static TreeSet<String> localise(JsonNode node) {
        var found = new TreeSet<String>();
        if (node instanceof ObjectNode object && object.path("$ref").isTextual()) {
            var reference = object.get("$ref").asText();
            var definition = reference.substring(reference.lastIndexOf('/') + 1);
            object.put("$ref", "#/$defs/" + definition);
            found.add(definition);
        }
        node.forEach(child -> found.addAll(localise(child)));
        return found;
    }

    /**
     * Everything that is wrong with an event as a sender gave it ({@code subject} required), each
     * with its JSON pointer; empty when it is right. The event is not changed.
     */
    public List<Fault> validate(JsonNode event) {
        var faults = new ArrayList<Fault>();
        var found = check(event, true);
        for (var violation : found.violations()) {
            faults.add(Violations.asEvent(violation));
        }
        faults.addAll(found.faults());
        return List.copyOf(faults);
    }

    /**
     * The event in its one form: identity numbers without hyphen, HSA-ids and codes in upper case,
     * diagnoses without dot. Only for an event that {@link #validate} found nothing in.
     */
    public ObjectNode normalised(JsonNode event) {
        return EventForm.normalised(event);
    }

    /** What the schemas forbid, and what the rules beyond them do. */
    record Checked(List<JsonSchemas.Violation> violations, List<Fault> faults) {
        boolean right() {
            return violations.isEmpty() && faults.isEmpty();
        }
    }

    Checked check(JsonNode event, boolean subjectRequired) {
        var violations = new ArrayList<JsonSchemas.Violation>();
        var faults = new ArrayList<Fault>();
        var envelope = schemas.get(ENVELOPE);
        if (envelope != null) {
            violations.addAll(JsonSchemas.violations(envelope, event));
        }
        if (subjectRequired && !event.has("subject")) {
            violations.add(new JsonSchemas.Violation("/subject", "required", ""));
        }
        var type = event.path("type").asText("");
        var schema = schemas.get(type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : "");
        if (schema == null || type.equals(PREFIX + ENVELOPE)) {
            if (!type.isEmpty()) {
                faults.add(new Fault(FaultCode.TRP_112, "/type"));
            }
        } else if (event.path("data").isObject()) {
            for (var violation : JsonSchemas.violations(schema, event.get("data"))) {
                violations.add(
                        new JsonSchemas.Violation(
                                "/data" + violation.path(),
                                violation.keyword(),
                                violation.definition()));
            }
        }
        faults.addAll(
                rules.faults(event, violations.stream().map(JsonSchemas.Violation::path).toList()));
        return new Checked(violations, faults);
    }

    private static void problem(List<Fault> faults, String file, String detail) {
        faults.add(new Fault(FaultCode.TRP_220, "events/" + file, detail));
    }
}
