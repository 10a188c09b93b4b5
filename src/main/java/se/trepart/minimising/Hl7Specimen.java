package se.trepart.minimising;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;

import org.jspecify.annotations.Nullable;

import se.trepart.mapping.Hl7Codec;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An HL7 v2 message in the codec's form. Segments and repetitions are taken out; fields, components
 * and subcomponents are emptied, since their number is their name. MSH and its separators stay.
 */
record Hl7Specimen(JsonNode tree) implements Specimen {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int SEPARATORS = 2;
    private static final Pattern PLACE =
            Pattern.compile(
                    "([A-Z][A-Z0-9]{2})(?:\\((\\d+)\\))?-(\\d+)(?:\\((\\d+)\\))?(?:\\.(\\d+))?.*");

    /** Throws FaultException where there is no message to read. */
    static Hl7Specimen of(byte[] body) {
        return new Hl7Specimen(Hl7Codec.parse(body));
    }

    @Override
    public byte[] bytes() {
        return Hl7Codec.build(tree);
    }

    @Override
    public String text() {
        return new String(bytes(), Charset.forName(tree.path("charset").asText()))
                .replace('\r', '\n');
    }

    /** Segments, fields, repetitions where there are several, and so on. */
    @Override
    public List<List<JsonPointer>> levels() {
        var segments = new ArrayList<JsonPointer>();
        var fields = new ArrayList<JsonPointer>();
        var all = JsonPointer.compile("/segments");
        for (var s = 0; s < tree.path("segments").size(); s++) {
            var segment = all.appendIndex(s);
            if (s > 0) {
                segments.add(segment);
            }
            var of = segment.appendProperty("fields");
            fields.addAll(inside(of, s == 0 ? SEPARATORS : 0));
        }
        var repetitions = severalInEach(fields, true);
        var components = severalInEach(eachOf(fields), false);
        var subcomponents = severalInEach(eachOf(eachOf(fields)), false);
        return List.of(segments, fields, repetitions, components, subcomponents);
    }

    /** What is not empty in a list, from an index on. */
    private List<JsonPointer> inside(JsonPointer list, int from) {
        var found = new ArrayList<JsonPointer>();
        for (var i = from; i < tree.at(list).size(); i++) {
            if (!empty(tree.at(list.appendIndex(i)))) {
                found.add(list.appendIndex(i));
            }
        }
        return found;
    }

    private List<JsonPointer> eachOf(List<JsonPointer> lists) {
        return lists.stream().flatMap(list -> inside(list, 0).stream()).toList();
    }

    private List<JsonPointer> severalInEach(List<JsonPointer> lists, boolean emptyToo) {
        var found = new ArrayList<JsonPointer>();
        for (var list : lists) {
            var pieces = emptyToo ? indexes(list) : inside(list, 0);
            if (pieces.size() > 1) {
                found.addAll(pieces);
            }
        }
        return found;
    }

    private List<JsonPointer> indexes(JsonPointer list) {
        var all = new ArrayList<JsonPointer>();
        for (var i = 0; i < tree.at(list).size(); i++) {
            all.add(list.appendIndex(i));
        }
        return all;
    }

    private static boolean empty(JsonNode node) {
        return node.isArray() ? node.isEmpty() : node.asText("").isEmpty() && !node.isNull();
    }

    @Override
    public Hl7Specimen without(Collection<JsonPointer> pieces) {
        var copy = tree.deepCopy();
        pieces.stream()
                .sorted(Comparator.comparingInt(Hl7Specimen::index).reversed())
                .forEach(piece -> {
                    var list = (ArrayNode) copy.at(piece.head());
                    switch (depth(piece)) {
                        case 2, 5 -> list.remove(index(piece));
                        case 7 -> list.set(index(piece), "");
                        default -> list.set(index(piece), JSON.arrayNode());
                    }
                });
        return new Hl7Specimen(trimmed(copy));
    }

    /** The codec's own form, in which nothing trails. */
    private static JsonNode trimmed(JsonNode message) {
        message.path("segments").forEach(segment -> trim((ArrayNode) segment.path("fields")));
        return message;
    }

    private static void trim(ArrayNode list) {
        list.forEach(each -> {
            if (each instanceof ArrayNode inner) {
                trim(inner);
            }
        });
        while (!list.isEmpty() && empty(list.get(list.size() - 1))) {
            list.remove(list.size() - 1);
        }
    }

    /** One for the segments, one for a segment, and so on: seven for a subcomponent. */
    private static int depth(JsonPointer piece) {
        var depth = 0;
        for (var rest = piece; !rest.matches(); rest = rest.tail()) {
            depth++;
        }
        return depth;
    }

    private static int index(JsonPointer piece) {
        return piece.last().getMatchingIndex();
    }

    @Override
    public List<JsonPointer> values() {
        var levels = new ArrayList<JsonPointer>();
        for (var s = 0; s < tree.path("segments").size(); s++) {
            levels.addAll(
                    inside(
                            JsonPointer.compile("/segments/" + s + "/fields"),
                            s == 0 ? SEPARATORS : 0));
        }
        return eachOf(eachOf(eachOf(levels))).stream()
                .filter(value -> !tree.at(value).isNull())
                .toList();
    }

    @Override
    public Hl7Specimen with(Map<JsonPointer, JsonNode> values) {
        var copy = tree.deepCopy();
        values.forEach(
                (value, other) -> ((ArrayNode) copy.at(value.head())).set(index(value), other));
        return new Hl7Specimen(copy);
    }

    /** In UTF-8, whatever it came in. */
    Hl7Specimen inUtf8() {
        var copy =
                ((com.fasterxml.jackson.databind.node.ObjectNode) tree.deepCopy())
                        .put("charset", "UTF-8");
        var named = JsonPointer.compile("/segments/0/fields/17/0/0/0");
        var message = new Hl7Specimen(copy);
        return tree.at(named).isTextual()
                ? message.with(Map.of(named, TextNode.valueOf("UNICODE UTF-8")))
                : message;
    }

    /** {@code PID-3.1} of a value: where it stands, without saying in which of several. */
    String place(JsonPointer value) {
        var parts = value.toString().split("/", -1);
        return tree.at("/segments/" + parts[2] + "/name").asText()
                + "-"
                + (Integer.parseInt(parts[4]) + 1)
                + "."
                + (Integer.parseInt(parts[6]) + 1);
    }

    /** Whether anything stands at a fault's place, such as {@code DG1(2)-3.1}. */
    boolean holds(String where) {
        var place = PLACE.matcher(where);
        if (!place.matches()) {
            return false;
        }
        var number = 0;
        for (var segment : tree.path("segments")) {
            if (segment.path("name").asText().equals(place.group(1))
                    && ++number == numbered(place.group(2))) {
                var field = segment.path("fields").path(numbered(place.group(3)) - 1);
                var repetition = field.path(numbered(place.group(4)) - 1);
                return !(place.group(5) == null
                                ? field
                                : repetition.path(numbered(place.group(5)) - 1))
                        .isEmpty();
            }
        }
        return false;
    }

    private static int numbered(@Nullable String digits) {
        return digits == null ? 1 : Integer.parseInt(digits);
    }
}
