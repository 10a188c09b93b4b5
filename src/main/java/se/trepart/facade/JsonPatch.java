package se.trepart.facade;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.util.regex.Pattern;

/** JSON Patch (RFC 6902): all operations or none. */
final class JsonPatch {
    private static final int OPERATIONS = 100;
    private static final Pattern INDEX = Pattern.compile("0|[1-9]\\d{0,5}");

    private JsonPatch() {}

    /**
     * The resource after the patch; the one given stays as it is.
     *
     * @throws FaultException TRP-525 when it is no patch, TRP-523 when it does not fit
     */
    static JsonNode apply(JsonNode patch, JsonNode to) {
        if (!patch.isArray() || patch.size() > OPERATIONS) {
            throw unreadable("", "must be an array of up to " + OPERATIONS + " operations");
        }
        JsonNode document = to.deepCopy();
        for (var index = 0; index < patch.size(); index++) {
            document = apply(patch.get(index), document, "/" + index);
        }
        return document;
    }

    private static JsonNode apply(JsonNode operation, JsonNode document, String where) {
        var path = pointer(operation, "path", where);
        return switch (operation.path("op").asText()) {
            case "add" -> add(document, path, value(operation, where), where);
            case "remove" -> remove(document, path, where);
            case "replace" -> {
                found(document, path, where);
                yield path.matches()
                        ? value(operation, where)
                        : add(remove(document, path, where), path, value(operation, where), where);
            }
            case "move" -> {
                var from = pointer(operation, "from", where);
                var moved = found(document, from, where);
                if (path.toString().startsWith(from + "/")) {
                    throw doesNotFit(where);
                }
                yield add(remove(document, from, where), path, moved, where);
            }
            case "copy" ->
                    add(
                            document,
                            path,
                            found(document, pointer(operation, "from", where), where).deepCopy(),
                            where);
            case "test" -> {
                if (!found(document, path, where).equals(value(operation, where))) {
                    throw doesNotFit(where);
                }
                yield document;
            }
            default ->
                    throw unreadable(where, "op must be add, remove, replace, move, copy or test");
        };
    }

    private static JsonNode add(JsonNode document, JsonPointer path, JsonNode value, String where) {
        if (path.matches()) {
            return value;
        }
        switch (parent(document, path, where)) {
            case ObjectNode object -> object.set(path.last().getMatchingProperty(), value);
            case ArrayNode array -> {
                var last = path.last().getMatchingProperty();
                var at = last.equals("-") ? array.size() : index(last, where);
                if (at > array.size()) {
                    throw doesNotFit(where);
                }
                array.insert(at, value);
            }
            default -> throw doesNotFit(where);
        }
        return document;
    }

    private static JsonNode remove(JsonNode document, JsonPointer path, String where) {
        found(document, path, where);
        if (path.matches()) {
            throw doesNotFit(where);
        }
        switch (parent(document, path, where)) {
            case ObjectNode object -> object.remove(path.last().getMatchingProperty());
            case ArrayNode array -> array.remove(index(path.last().getMatchingProperty(), where));
            default -> throw doesNotFit(where);
        }
        return document;
    }

    private static JsonNode parent(JsonNode document, JsonPointer path, String where) {
        return found(document, path.head(), where);
    }

    private static JsonNode found(JsonNode document, @Nullable JsonPointer path, String where) {
        var found = path == null ? document : document.at(path);
        if (found.isMissingNode()) {
            throw doesNotFit(where);
        }
        return found;
    }

    private static int index(String text, String where) {
        if (!INDEX.matcher(text).matches()) {
            throw doesNotFit(where);
        }
        return Integer.parseInt(text);
    }

    private static JsonNode value(JsonNode operation, String where) {
        var value = operation.get("value");
        if (value == null) {
            throw unreadable(where, "value is missing");
        }
        return value.deepCopy();
    }

    private static JsonPointer pointer(JsonNode operation, String name, String where) {
        var text = operation.path(name);
        if (!text.isTextual() || !(text.asText().isEmpty() || text.asText().startsWith("/"))) {
            throw unreadable(where, name + " must be a JSON pointer such as /status");
        }
        return JsonPointer.compile(text.asText());
    }

    private static FaultException unreadable(String where, String detail) {
        return new FaultException(FaultCode.TRP_525, where, detail);
    }

    private static FaultException doesNotFit(String where) {
        return new FaultException(
                FaultCode.TRP_523,
                where,
                "the operation of the patch does not fit the resource as it is");
    }
}
