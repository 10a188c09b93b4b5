package se.trepart.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds a booking's start and end: the first real time wins (contract 3.2). */
record Slots(Places places) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /**
     * {@code {start?, end?, where, endWhere}} from the first rule {@code {start, end?, duration?,
     * units?}} whose start is a real time; an end that it does not tell is sought in the others.
     */
    ObjectNode slot(JsonNode message, JsonNode rules, ZoneId zone) {
        var slot = JSON.objectNode();
        slot.put("where", rules.path(0).path("start").asText());
        slot.put("endWhere", rules.path(0).path("end").asText());
        var ordered = new ArrayList<JsonNode>();
        rules.forEach(ordered::add);
        for (var rule : rules) {
            var start = places.time(message, list(rule, "start"), zone);
            if (start.has("value")) {
                slot.set("start", start.get("value"));
                slot.set("where", start.get("where"));
                ordered.remove(rule);
                ordered.addFirst(rule);
                break;
            }
        }
        if (slot.has("start")) {
            end(message, ordered, zone, slot);
        }
        return slot;
    }

    private void end(JsonNode message, List<JsonNode> rules, ZoneId zone, ObjectNode slot) {
        var start = offsetTime(slot.get("start").asText());
        for (var rule : rules) {
            var told = places.first(message, list(rule, "end"));
            var end =
                    told.has("value")
                            ? Hl7Time.read(told.get("value").asText(), zone, start)
                            : Optional.<String>empty();
            if (end.isEmpty() && start.isPresent()) {
                told = places.first(message, list(rule, "duration"));
                end =
                        plus(
                                start.get(),
                                told.path("value").asText(""),
                                places.first(message, list(rule, "units"))
                                        .path("value")
                                        .asText("min"));
            }
            if (end.isPresent()) {
                slot.put("end", end.get());
                slot.set("endWhere", told.get("where"));
                return;
            }
        }
    }

    private static Optional<String> plus(OffsetDateTime start, String amount, String units) {
        if (!amount.matches("\\d{1,6}") || Integer.parseInt(amount) == 0) {
            return Optional.empty();
        }
        var unit =
                switch (units.toLowerCase(Locale.ROOT)) {
                    case "s", "sec", "sek" -> ChronoUnit.SECONDS;
                    case "h", "hr", "tim" -> ChronoUnit.HOURS;
                    default -> ChronoUnit.MINUTES;
                };
        return Optional.of(Hl7Time.write(start.plus(Long.parseLong(amount), unit), ""));
    }

    private static Optional<OffsetDateTime> offsetTime(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static JsonNode list(JsonNode rule, String name) {
        var list = JSON.arrayNode();
        if (rule.has(name)) {
            list.add(rule.get(name));
        }
        return list;
    }
}
