package se.trepart.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.schibsted.spt.data.jslt.Function;

import se.trepart.consultation.HsaId;
import se.trepart.registry.Registry;
import se.trepart.registry.Unit;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What the mappings can call beside JSLT's own functions; all pure, given the set's registry and
 * code tables.
 *
 * <ul>
 *   <li>{@code field(node, "PID-3.4.2")}: a text of a message, segment or repetition; null when
 *       absent, empty or explicitly null
 *   <li>{@code cleared(node, "PR1-3")}: whether it is HL7's explicit null {@code ""}
 *   <li>{@code repetitions(node, "PID-3")}, {@code segments(message, "DG1")}: lists; {@code
 *       parts(message, "PID")}: the message cut before each such segment
 *   <li>{@code hl7-time(text)}, {@code hl7-date(text)}, {@code hl7-dtm(rfc3339)}: see {@link
 *       Hl7Time}
 *   <li>{@code first}, {@code all}, {@code hsa-id}, {@code clinic}, {@code actor}, {@code
 *       required-actor}, {@code identity}, {@code time}, {@code slot} {@code (message, places, …)}:
 *       see {@link Places}
 *   <li>{@code code(table, code)}: see {@link CodeTables}; null when it has no meaning
 *   <li>{@code unit-kind(hsaId)}: {@code vardcentral}, {@code clinic} or null; {@code
 *       unit-specialties(hsaId)}: a list
 * </ul>
 */
final class Functions {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Functions() {}

    static List<Function> all(Registry registry, CodeTables codes) {
        var places = new Places(registry);
        var slots = new Slots(places);
        return List.of(
                function(
                        "field",
                        2,
                        in -> text(Hl7Path.of(in[1].asText()).value(in[0]).asText("").strip())),
                function(
                        "cleared",
                        2,
                        in ->
                                BooleanNode.valueOf(
                                        Hl7Path.of(in[1].asText()).value(in[0]).isNull())),
                function("repetitions", 2, in -> list(Hl7Path.of(in[1].asText()).list(in[0]))),
                function("segments", 2, Functions::segments),
                function("parts", 2, Functions::parts),
                function(
                        "hl7-time",
                        1,
                        in ->
                                text(
                                        Hl7Time.read(
                                                in[0].asText(""),
                                                Hl7Time.STOCKHOLM,
                                                Optional.empty()))),
                function("hl7-date", 1, in -> text(Hl7Time.date(in[0].asText("")))),
                function("hl7-dtm", 1, Functions::dtm),
                function("first", 2, in -> places.first(in[0], in[1])),
                function("all", 2, in -> array(places.all(in[0], in[1]))),
                function("hsa-id", 2, in -> places.hsaId(in[0], in[1])),
                function("clinic", 2, in -> places.clinic(in[0], in[1])),
                function("actor", 2, in -> places.actor(in[0], in[1], false)),
                function("required-actor", 2, in -> places.actor(in[0], in[1], true)),
                function("identity", 2, in -> places.identity(in[0], in[1])),
                function("time", 3, in -> places.time(in[0], in[1], zone(in[2]))),
                function("slot", 3, in -> slots.slot(in[0], in[1], zone(in[2]))),
                function("code", 2, in -> text(codes.meaning(in[0].asText(), in[1].asText("")))),
                function(
                        "unit-kind",
                        1,
                        in -> unit(registry, in[0]).map(Functions::kind).orElse(NullNode.instance)),
                function("unit-specialties", 1, in -> specialties(unit(registry, in[0]))));
    }

    private static JsonNode segments(JsonNode[] in) {
        var found = JSON.arrayNode();
        for (var segment : in[0].path("segments")) {
            if (segment.path("name").asText().equals(in[1].asText())) {
                found.add(segment);
            }
        }
        return found;
    }

    /** The message cut before every segment of the name, what stands before the first left out. */
    private static JsonNode parts(JsonNode[] in) {
        var parts = JSON.arrayNode();
        for (var segment : in[0].path("segments")) {
            if (segment.path("name").asText().equals(in[1].asText())) {
                parts.addObject().putArray("segments");
            }
            if (!parts.isEmpty()) {
                ((ArrayNode) parts.get(parts.size() - 1).path("segments")).add(segment);
            }
        }
        return parts;
    }

    private static JsonNode dtm(JsonNode[] in) {
        try {
            return in[0].isTextual()
                    ? TextNode.valueOf(Hl7Time.dtm(OffsetDateTime.parse(in[0].asText())))
                    : NullNode.instance;
        } catch (DateTimeException notATime) {
            throw new IllegalArgumentException("hl7-dtm: not an RFC 3339 time");
        }
    }

    private static ZoneId zone(JsonNode name) {
        return name.isTextual() && !name.asText().equals(Hl7Time.STOCKHOLM.getId())
                ? ZoneId.of(name.asText())
                : Hl7Time.STOCKHOLM;
    }

    private static Optional<Unit> unit(Registry registry, JsonNode id) {
        return HsaId.matches(id.asText(""))
                ? registry.unit(HsaId.parse(id.asText()))
                : Optional.empty();
    }

    private static JsonNode kind(Unit unit) {
        return TextNode.valueOf(unit.kind() == Unit.Kind.CLINIC ? "clinic" : "vardcentral");
    }

    private static JsonNode specialties(Optional<Unit> unit) {
        var list = JSON.arrayNode();
        unit.ifPresent(known -> known.specialties().forEach(list::add));
        return list;
    }

    private static ArrayNode array(List<? extends JsonNode> nodes) {
        return JSON.arrayNode().addAll(nodes);
    }

    private static JsonNode list(JsonNode node) {
        return node.isArray() ? node : JSON.arrayNode();
    }

    private static JsonNode text(String text) {
        return text.isEmpty() ? NullNode.instance : TextNode.valueOf(text);
    }

    private static JsonNode text(Optional<String> text) {
        return text.map(Functions::text).orElse(NullNode.instance);
    }

    private static Function function(
            String name, int arguments, java.util.function.Function<JsonNode[], JsonNode> body) {
        return new Pure(name, arguments, body);
    }

    private record Pure(
            String name, int arguments, java.util.function.Function<JsonNode[], JsonNode> body)
            implements Function {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public int getMinArguments() {
            return arguments;
        }

        @Override
        public int getMaxArguments() {
            return arguments;
        }

        @Override
        public JsonNode call(JsonNode input, JsonNode[] values) {
            return body.apply(values);
        }
    }
}
