package se.trepart.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.fault.Fault;
import se.trepart.mapping.MappingSet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which fields of a message each field that came of it depends on: each is altered by itself, and
 * the real mapping, fold and projection say what is different then. So it holds for this message
 * beside what was known when it came, and not for every message of its kind.
 */
final class FieldProvenance {
    private static final int MOST_MEANINGS = 600;

    private final MappingSet set;
    private final Kept message;
    private final InputFields fields;
    private final KnownNames names;
    private final Map<String, Set<String>> inputsOf = new TreeMap<>();
    private final Set<String> used = new LinkedHashSet<>();
    private int altered;
    private boolean complete = true;

    FieldProvenance(MappingSet set, Kept message, InputFields fields) {
        this.set = set;
        this.message = message;
        this.fields = fields;
        this.names = new KnownNames(set);
    }

    /** What altered fields came to mean: the same meaning is told once, whoever made it. */
    private record Altered(Meaning meaning, Set<String> inputs) {}

    /**
     * A refused message: which fields each fault depends on. A fault that only gives way to another
     * one is not gone; one that no field makes go is about what is missing.
     */
    void ofFaults() {
        var before = of(fields.body());
        before.faults().forEach(fault -> add("fault " + name(fault), Set.of()));
        for (var one : alter(before)) {
            if (!before.faults().containsAll(one.meaning().faults())) {
                add("another fault", one.inputs());
                continue;
            }
            before.faults().stream()
                    .filter(fault -> !one.meaning().faults().contains(fault))
                    .forEach(fault -> add("fault " + name(fault), one.inputs()));
        }
    }

    /** An accepted one: which fields each field of what stands because of it depends on. */
    void ofRecords(Foregoing foregoing) {
        var before = of(fields.body());
        var standing = foregoing.standingIf(before.events());
        for (var one : alter(before)) {
            if (one.meaning().refused()) {
                add("accepted", one.inputs());
                continue;
            }
            var now = foregoing.standingIf(one.meaning().events());
            standing.forEach((id, json) ->
                    JsonDifference.of(json, now.getOrDefault(id, MissingNode.getInstance()))
                            .forEach(change -> add(output(id) + change.path(), one.inputs())));
        }
    }

    private Meaning of(byte[] body) {
        return Meaning.of(set, message.feed(), body);
    }

    private List<Altered> alter(Meaning before) {
        var alternatives = new Alternatives(set);
        var meanings = new LinkedHashMap<String, Altered>();
        for (var field : fields.all()) {
            for (var value : alternatives.to(field.value())) {
                altered++;
                var meaning = of(fields.with(field, value));
                if (meaning.equals(before)) {
                    continue;
                }
                used.add(names.of(field.name()));
                var key = meaning.refused() ? names(meaning) : meaning.events().toString();
                if (meanings.size() >= MOST_MEANINGS && !meanings.containsKey(key)) {
                    complete = false;
                } else {
                    meanings.computeIfAbsent(key, none -> new Altered(meaning, new TreeSet<>()))
                            .inputs()
                            .add(names.of(field.name()));
                }
            }
        }
        return new ArrayList<>(meanings.values());
    }

    private static String names(Meaning meaning) {
        return String.join("\n", meaning.faults().stream().map(FieldProvenance::name).toList());
    }

    private static String name(Fault fault) {
        return fault.code().code() + (fault.where().isEmpty() ? "" : " " + fault.where());
    }

    /** {@code Encounter/K-1-visit}, {@code pasis/K-1}, {@code consultation/K-1}. */
    private static String output(String id) {
        return id.startsWith("consultation ") ? id.replace(' ', '/') : id.split(" ", 2)[1];
    }

    private void add(String output, Set<String> inputs) {
        inputsOf.computeIfAbsent(output, none -> new TreeSet<>()).addAll(inputs);
    }

    /**
     * What was found, names and paths alone.
     *
     * @param of only this field, what it is part of, and its own parts; all when empty
     */
    ObjectNode json(String of) {
        var json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("message", message.id())
                        .put("mappingVersion", set.version());
        json.put("altered", altered).put("complete", complete);
        var outputs = json.putArray("outputs");
        inputsOf.forEach((output, inputs) -> {
            if (of.isEmpty() || within(output, of) || within(of, output)) {
                var one = outputs.addObject().put("output", output);
                var list = one.putArray("inputs");
                inputs.forEach(list::add);
            }
        });
        if (of.isEmpty()) {
            var effective = new TreeSet<String>();
            inputsOf.values().forEach(effective::addAll);
            var onlyEvent = json.putArray("withoutEffect");
            used.stream().filter(name -> !effective.contains(name)).forEach(onlyEvent::add);
            var unused = json.putArray("unused");
            fields.all().stream()
                    .map(field -> names.of(field.name()))
                    .filter(name -> !used.contains(name))
                    .forEach(unused::add);
        }
        return json;
    }

    private static boolean within(String part, String whole) {
        return part.equals(whole) || part.startsWith(whole + "/") || part.startsWith(whole + " ");
    }
}
