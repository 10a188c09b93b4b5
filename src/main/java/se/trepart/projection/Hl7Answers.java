package se.trepart.projection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import se.trepart.delivery.Outcome;
import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.mapping.Hl7Codec;
import se.trepart.mapping.Mappings;

/**
 * What a destination's answers mean: the mapping {@code <shelf>/answer} says it, and an answer
 * counts only for the message that it names (MSA-2).
 */
public final class Hl7Answers {
    private final String destination;
    private final String shelf;
    private final Mappings mappings;

    public Hl7Answers(String destination, String shelf, Mappings mappings) {
        this.destination = destination;
        this.shelf = shelf;
        this.mappings = mappings;
    }

    /** Reads the answer to the message with that control id. */
    public Outcome read(String operation, String controlId, byte[] answer) {
        ObjectNode parsed;
        try {
            parsed = Hl7Codec.parse(answer);
        } catch (FaultException unreadable) {
            return new Outcome.Ambiguous(
                    new Fault(FaultCode.TRP_402, destination, "unreadable answer"));
        }
        parsed.put("operation", operation);
        var meaning = mappings.current().transform(shelf + "/answer", parsed, controlId);
        if (!controlId.equals(meaning.path("controlId").asText())) {
            return new Outcome.Ambiguous(new Fault(FaultCode.TRP_403, destination));
        }
        var detail = meaning.path("detail").asText("");
        return switch (meaning.path("outcome").asText()) {
            case "confirmed" -> new Outcome.Confirmed(text(meaning, "contactNumber"));
            case "transient" ->
                    new Outcome.Transient(new Fault(FaultCode.TRP_404, destination, detail));
            case "permanent" ->
                    new Outcome.Permanent(new Fault(FaultCode.TRP_405, destination, detail));
            default -> new Outcome.Ambiguous(new Fault(FaultCode.TRP_402, destination, detail));
        };
    }

    private static @Nullable String text(JsonNode json, String field) {
        var value = json.path(field).asText("");
        return value.isEmpty() ? null : value;
    }
}
