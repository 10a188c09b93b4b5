package se.trepart.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Where two JSON documents differ, field by field. */
final class JsonDifference {
    private JsonDifference() {}

    /**
     * One place.
     *
     * @param path a JSON pointer (RFC 6901); empty for the whole
     * @param before missing where the place is new
     * @param after missing where the place is gone
     */
    record Change(String path, JsonNode before, JsonNode after) {}

    /** Every place, in the order of the documents' fields; none when they are equal. */
    static List<Change> of(JsonNode before, JsonNode after) {
        var changes = new ArrayList<Change>();
        add("", before, after, changes);
        return changes;
    }

    private static void add(String path, JsonNode before, JsonNode after, List<Change> changes) {
        if (before.equals(after)) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            var names = new TreeSet<String>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            names.forEach(name ->
                    add(
                            path + "/" + name.replace("~", "~0").replace("/", "~1"),
                            before.path(name),
                            after.path(name),
                            changes));
        } else if (before.isArray() && after.isArray()) {
            for (var at = 0; at < Math.max(before.size(), after.size()); at++) {
                add(path + "/" + at, before.path(at), after.path(at), changes);
            }
        } else {
            changes.add(new Change(path, bare(before), bare(after)));
        }
    }

    private static JsonNode bare(JsonNode node) {
        return node.isNull() ? MissingNode.getInstance() : node;
    }
}
