package se.trepart.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which messages a plan is about: their numbers, or what they have in common; all that is named
 * narrows. Duplicates and the hub's own events are never selected.
 */
record Selection(ObjectNode json, String sql, List<Object> arguments) {
    private static final Map<String, String> FIELDS = fields();

    private static Map<String, String> fields() {
        var fields = new LinkedHashMap<String, String>();
        fields.put("messages", "id = any (?)");
        fields.put("from", "received_at >= ?");
        fields.put("to", "received_at < ?");
        fields.put("feed", "feed = ?");
        fields.put("sender", "sender = ?");
        fields.put("type", "type = ?");
        fields.put("outcome", "outcome = ?");
        fields.put("fault", "faults like '%\"' || ? || '\"%'");
        fields.put(
                "cause",
                "id in (select message from cause_member where cause = ? and mended_at is null)");
        fields.put("consultation", "id in (select message from event where subject = ?)");
        return fields;
    }

    /** Throws FaultException TRP-502, -503 or -201 for what cannot be a selection. */
    static Selection of(JsonNode json) {
        var conditions = new ArrayList<String>();
        var arguments = new ArrayList<Object>();
        json.properties()
                .forEach(entry -> {
                    var condition = FIELDS.get(entry.getKey());
                    if (condition == null) {
                        throw new FaultException(
                                FaultCode.TRP_502,
                                "/selection/" + entry.getKey(),
                                "possible are: " + String.join(", ", FIELDS.keySet()));
                    }
                    conditions.add(condition);
                    arguments.add(argument(entry.getKey(), entry.getValue()));
                });
        if (conditions.isEmpty()) {
            throw new FaultException(
                    FaultCode.TRP_201,
                    "/selection",
                    "possible are: " + String.join(", ", FIELDS.keySet()));
        }
        return new Selection((ObjectNode) json, String.join(" and ", conditions), arguments);
    }

    static ObjectNode ofMessage(long id) {
        var json = JsonNodeFactory.instance.objectNode();
        json.putArray("messages").add(id);
        return json;
    }

    private static Object argument(String field, JsonNode value) {
        try {
            return switch (field) {
                case "messages" ->
                        value.valueStream().map(JsonNode::longValue).toArray(Long[]::new);
                case "from", "to" -> OffsetDateTime.parse(value.asText());
                default -> value.asText();
            };
        } catch (DateTimeException unreadable) {
            throw new FaultException(
                    List.of(
                            new se.trepart.fault.Fault(
                                    FaultCode.TRP_503, "/selection/" + field, "RFC 3339")),
                    unreadable);
        }
    }
}
