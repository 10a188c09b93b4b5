package se.trepart.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.consultation.HsaId;
import se.trepart.consultation.Identitetstyp;
import se.trepart.consultation.Personidentitet;
import se.trepart.registry.Registry;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Finds values in a message at the places that a dialect lists, the first that has one; what is
 * found carries {@code where}. A place is a path, or {@code {path, when: {field: [values]}}} where
 * the segment must hold one of the values.
 */
final class Places {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> HSA_SYSTEMS =
            Set.of("HSA-ID", "HSAID", "HSA", "1.2.752.29.4.19", "1.2.752.129.2.1.4.1");
    private static final Pattern SWEDISH = Pattern.compile("\\d{8}[-+]?\\d{4}");

    private final Registry registry;

    Places(Registry registry) {
        this.registry = registry;
    }

    /** {@code {value?, where}}: the first text, that of the path's own component. */
    ObjectNode first(JsonNode message, JsonNode places) {
        return find(
                places,
                message,
                found -> {
                    var text = found.text(found.at().component(), found.at().subcomponent());
                    return text.isEmpty()
                            ? Optional.empty()
                            : Optional.of(value(text, found.where(found.at().component())));
                });
    }

    /** {@code {values: [{value, where}]}}: every text at every place. */
    List<ObjectNode> all(JsonNode message, JsonNode places) {
        var values = new ArrayList<ObjectNode>();
        for (var place : places) {
            for (var found : in(message, place)) {
                var text = found.text(found.at().component(), found.at().subcomponent());
                if (!text.isEmpty()) {
                    values.add(value(text, found.where(found.at().component())));
                }
            }
        }
        return values;
    }

    /**
     * {@code {value?, where, hsaId?}}: the first HSA-id in any component, else the first text at
     * all; {@code hsaId} is true where it is one.
     */
    ObjectNode hsaId(JsonNode message, JsonNode places) {
        var found = find(places, message, each -> hsaIdIn(each, id -> true));
        return found.has("value") ? found.put("hsaId", true) : first(message, places);
    }

    /**
     * {@code {value?, where}}: the first HSA-id that the registry knows as a clinic, else the first
     * that is at least no vårdcentral.
     */
    ObjectNode clinic(JsonNode message, JsonNode places) {
        var known =
                find(places, message, each -> hsaIdIn(each, id -> registry.clinic(id).isPresent()));
        return known.has("value")
                ? known
                : find(
                        places,
                        message,
                        each -> hsaIdIn(each, id -> registry.vardcentral(id).isEmpty()));
    }

    private static Optional<ObjectNode> hsaIdIn(Hl7Path.Found found, Predicate<HsaId> wanted) {
        for (var component = 1; component <= found.repetition().size(); component++) {
            if (found.at().component() > 0 && found.at().component() != component) {
                continue;
            }
            for (var text : found.repetition().path(component - 1)) {
                if (HsaId.matches(text.asText("")) && wanted.test(HsaId.parse(text.asText()))) {
                    return Optional.of(
                            value(HsaId.parse(text.asText()).value(), found.where(component)));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * {@code {actor?: {hsaId, name?}, where}}: the first XCN whose id is an HSA-id; else one that
     * says that it is; else, where one is required, the first at all (so that it is refused).
     */
    ObjectNode actor(JsonNode message, JsonNode places, boolean required) {
        var found = find(places, message, each -> person(each, id -> HsaId.matches(id)));
        if (!found.has("actor")) {
            found =
                    find(
                            places,
                            message,
                            each -> saysHsa(each) ? person(each, id -> true) : Optional.empty());
        }
        return found.has("actor") || !required
                ? found
                : find(places, message, each -> person(each, id -> true));
    }

    private static boolean saysHsa(Hl7Path.Found found) {
        return HSA_SYSTEMS.contains(found.text(9, 1))
                || HSA_SYSTEMS.contains(found.text(9, 2))
                || HSA_SYSTEMS.contains(found.text(13, 1).toUpperCase(Locale.ROOT));
    }

    private static Optional<ObjectNode> person(Hl7Path.Found found, Predicate<String> wanted) {
        var id = found.text(found.at().component(), 1);
        if (id.isEmpty() || !wanted.test(id)) {
            return Optional.empty();
        }
        var result = JSON.objectNode();
        var actor = result.putObject("actor").put("hsaId", id);
        var name = JSON.objectNode();
        put(name, "family", found.text(2, 1));
        put(name, "given", found.text(3, 1));
        if (!name.isEmpty()) {
            actor.set("name", name);
        }
        return Optional.of(result.put("where", found.where(1)));
    }

    /**
     * {@code {type, value, where}} by the dialect's rules, in their order: {@code {path,
     * authorities?, types?, swedish?, letters?, as}}; a rule's conditions must all hold. A
     * personnummer with a day above 60 is a samordningsnummer.
     */
    ObjectNode identity(JsonNode message, JsonNode rules) {
        return find(rules, message, Places::identity);
    }

    private static Optional<ObjectNode> identity(JsonNode rule, Hl7Path.Found found) {
        var text = found.text(found.at().component(), found.at().subcomponent());
        var authorities = rule.path("authorities");
        var types = rule.path("types");
        var authority =
                authorities.isMissingNode()
                        || contains(authorities, found.text(4, 1))
                        || contains(authorities, found.text(4, 2));
        var type = types.isMissingNode() || contains(types, found.text(5, 1));
        var form =
                (!rule.path("swedish").asBoolean() || SWEDISH.matcher(text).matches())
                        && (!rule.path("letters").asBoolean()
                                || text.chars().anyMatch(Character::isLetter));
        if (text.isEmpty() || !authority || !type || !form) {
            return Optional.empty();
        }
        var kind = rule.path("as").asText();
        return Optional.of(
                JSON.objectNode()
                        .put("type", kind.equals("personnummer") ? ownKind(text) : kind)
                        .put("value", text)
                        .put("where", found.where(Math.max(found.at().component(), 1))));
    }

    private static String ownKind(String text) {
        try {
            return Personidentitet.parse(text).type().code();
        } catch (IllegalArgumentException refusedLater) {
            return Identitetstyp.PERSONNUMMER.code();
        }
    }

    private static boolean contains(JsonNode list, String text) {
        for (var each : list) {
            if (each.asText().equalsIgnoreCase(text)) {
                return true;
            }
        }
        return false;
    }

    /** {@code {value?, where}}: the first real time, in RFC 3339. */
    ObjectNode time(JsonNode message, JsonNode places, ZoneId zone) {
        return find(
                places,
                message,
                found ->
                        Hl7Time.read(
                                        found.text(
                                                found.at().component(), found.at().subcomponent()),
                                        zone,
                                        Optional.empty())
                                .map(time -> value(time, found.where(found.at().component()))));
    }

    private static ObjectNode find(
            JsonNode places, JsonNode message, Function<Hl7Path.Found, Optional<ObjectNode>> read) {
        return find(places, message, (place, found) -> read.apply(found));
    }

    private static ObjectNode find(
            JsonNode places,
            JsonNode message,
            BiFunction<JsonNode, Hl7Path.Found, Optional<ObjectNode>> read) {
        for (var place : places) {
            for (var found : in(message, place)) {
                var value = read.apply(place, found);
                if (value.isPresent()) {
                    return value.get();
                }
            }
        }
        return JSON.objectNode().put("where", path(places.path(0)));
    }

    private static List<Hl7Path.Found> in(JsonNode message, JsonNode place) {
        var found = Hl7Path.of(path(place)).in(message);
        var when = place.path("when");
        if (!when.isMissingNode()) {
            found.removeIf(each ->
                    when.properties().stream()
                            .anyMatch(condition ->
                                    !holds(
                                            Hl7Path.of(condition.getKey()),
                                            each.segment(),
                                            condition.getValue())));
        }
        return found;
    }

    /** Whether some repetition of the field holds one of the values. */
    private static boolean holds(Hl7Path path, JsonNode segment, JsonNode wanted) {
        for (var repetition : path.list(segment)) {
            var text =
                    repetition
                            .path(Math.max(path.component(), 1) - 1)
                            .path(Math.max(path.subcomponent(), 1) - 1)
                            .asText("");
            if (contains(wanted, text.strip())) {
                return true;
            }
        }
        return false;
    }

    private static String path(JsonNode place) {
        return place.isTextual() ? place.asText() : place.path("path").asText();
    }

    private static ObjectNode value(String text, String where) {
        return JSON.objectNode().put("value", text).put("where", where);
    }

    private static void put(ObjectNode node, String name, String text) {
        if (!text.isEmpty()) {
            node.put(name, text);
        }
    }
}
