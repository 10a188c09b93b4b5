package se.trepart.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.fault.Fault;
import se.trepart.mapping.MappingSet;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Groups the messages that change by the fields of the messages that the change depends on. Of
 * messages whose events change at the same places some are tried: each field is altered in turn,
 * and the change depends on those that make it another one. Where a message is refused by one side
 * alone, it is by the fields that its faults name.
 */
final class Inputs {
    private static final int TRIED = 3;
    private static final int MOST_TRIED = 150;

    private final MappingSet set;
    private final Map<String, Group> groups = new TreeMap<>();
    private int tried;

    Inputs(MappingSet set) {
        this.set = set;
    }

    private static final class Group {
        private final Set<String> fields = new TreeSet<>();
        private long messages;
        private int tried;
    }

    /**
     * Takes one that changes.
     *
     * @param before the set that it was derived by until now
     * @param faults what it was refused for until now, JSON
     */
    void take(Kept kept, Meaning now, MappingSet before, JsonNode faults) {
        if (kept.refused() || now.refused()) {
            var fields = now.refused() ? named(now.faults()) : named(faults);
            var group = groups.computeIfAbsent("refused " + fields, unknown -> new Group());
            group.messages++;
            group.fields.addAll(fields);
            return;
        }
        var was = Deriving.events(kept);
        var group = groups.computeIfAbsent(places(was, now.events()), unknown -> new Group());
        group.messages++;
        var body = kept.body();
        if (body != null
                && group.tried < TRIED
                && tried < MOST_TRIED
                && !was.equals(now.events())) {
            group.tried++;
            tried++;
            group.fields.addAll(depends(kept.feed(), body, before));
        }
    }

    private static Set<String> named(Collection<Fault> faults) {
        return faults.stream()
                .map(fault -> field(fault.where()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> named(JsonNode faults) {
        var fields = new TreeSet<String>();
        faults.forEach(fault ->
                fields.add(field(fault.path("where").asText(fault.path("path").asText("")))));
        return fields;
    }

    /** Of HL7's positions segment and field alone. */
    private static String field(String position) {
        return position.startsWith("/") ? position : position.split("[.\\[(]", 2)[0];
    }

    private static String places(List<ObjectNode> was, List<ObjectNode> now) {
        return JsonDifference.of(array(was), array(now)).stream()
                .map(change -> change.path().replaceAll("/\\d+(?=/|$)", "/#"))
                .distinct()
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static ArrayNode array(List<ObjectNode> events) {
        return JsonNodeFactory.instance.arrayNode().addAll(events);
    }

    private Set<String> depends(String feed, byte[] body, MappingSet before) {
        var change = change(feed, body, before);
        var depends = new TreeSet<String>();
        AlteredInput.of(body)
                .forEach((field, bodies) -> {
                    for (var altered : bodies) {
                        var other = change(feed, altered, before);
                        if (!other.isEmpty() && !other.equals(change)) {
                            depends.add(field);
                        }
                    }
                });
        return depends;
    }

    /** What differs between both sides, as text; empty where neither takes the message. */
    private String change(String feed, byte[] body, MappingSet before) {
        var was = Meaning.of(before, feed, body);
        var now = Meaning.of(set, feed, body);
        if (was.refused() && now.refused()) {
            return "";
        }
        return was.refused()
                + " "
                + now.refused()
                + JsonDifference.of(array(was.events()), array(now.events()));
    }

    /** The most frequent first; no fields where the records alone are made otherwise. */
    ArrayNode json() {
        var byFields = new HashMap<String, Group>();
        groups.values()
                .forEach(group -> {
                    var same =
                            byFields.computeIfAbsent(
                                    String.join(" ", group.fields), unknown -> new Group());
                    same.messages += group.messages;
                    same.fields.addAll(group.fields);
                });
        var json = JsonNodeFactory.instance.arrayNode();
        byFields.entrySet().stream()
                .sorted(
                        Comparator.comparing((Map.Entry<String, Group> entry) ->
                                        -entry.getValue().messages)
                                .thenComparing(Map.Entry::getKey))
                .forEach(entry -> {
                    var one = json.addObject().put("messages", entry.getValue().messages);
                    var fields = one.putArray("fields");
                    entry.getValue().fields.forEach(fields::add);
                });
        return json;
    }
}
