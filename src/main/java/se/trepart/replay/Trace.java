package se.trepart.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A message's way through the hub as JSON, step by step; what went in and out stands beside, by
 * hash, and values stand in differences, only for who may see them.
 */
final class Trace {
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();
    private final ArrayNode steps;
    private final Bodies bodies = new Bodies();
    private final boolean values;

    Trace(boolean values) {
        this.values = values;
        this.steps = json.putArray("steps");
    }

    ObjectNode json() {
        return json;
    }

    Bodies bodies() {
        return bodies;
    }

    /**
     * A step; what is told of it is added to what this gives.
     *
     * @param micros how long it took; absent where that was not kept
     */
    ObjectNode step(String name, @Nullable Integer micros) {
        var step = steps.addObject().put("step", name);
        if (micros != null) {
            step.put("micros", micros);
        }
        return step;
    }

    /** Where two documents differ: the places, and what stands there for who may see it. */
    ArrayNode changes(List<JsonDifference.Change> changes) {
        var list = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.arrayNode();
        for (var change : changes) {
            var one = list.addObject().put("path", change.path());
            one.put(
                    "what",
                    change.before().isMissingNode()
                            ? "added"
                            : change.after().isMissingNode() ? "removed" : "changed");
            if (values) {
                put(one, "before", change.before());
                put(one, "after", change.after());
            }
        }
        return list;
    }

    private static void put(ObjectNode json, String name, JsonNode value) {
        if (!value.isMissingNode()) {
            json.set(name, value);
        }
    }

    /** The whole, with the bodies for who may see them. */
    ObjectNode finished() {
        if (values) {
            json.set("bodies", bodies.contents());
        }
        return json;
    }
}
