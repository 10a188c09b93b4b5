package se.trepart.fault;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * Writes faults as JSON: in problem+json (RFC 9457) for the sender and in the log for operators.
 */
public final class FaultJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private FaultJson() {}

    /** Each with code, path, what to do in Swedish, the engineer's text, and the detail if any. */
    public static ArrayNode array(List<Fault> faults) {
        var array = JSON.arrayNode();
        for (var fault : faults) {
            var one =
                    array.addObject()
                            .put("code", fault.code().code())
                            .put("path", fault.where())
                            .put("remedy", fault.swedish())
                            .put("text", fault.english());
            if (!fault.detail().isEmpty()) {
                one.put("detail", fault.detail());
            }
        }
        return array;
    }

    /** The problem with all its faults; title and detail are the first one's. */
    public static ObjectNode problem(int status, List<Fault> faults) {
        var first = faults.getFirst();
        var problem =
                JSON.objectNode()
                        .put("type", "https://trepart.example/faults/" + first.code().code())
                        .put("title", first.code().english())
                        .put("status", status)
                        .put("detail", first.swedish());
        problem.set("faults", array(faults));
        return problem;
    }

    /** The HTTP status of a refusal: the narrowest reason that holds for any of the faults. */
    public static int status(List<Fault> faults) {
        return faults.stream()
                .mapToInt(fault -> fault.code().httpStatus())
                .filter(status -> status != 422)
                .findFirst()
                .orElse(422);
    }
}
