package se.trepart.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.mapping.Decoded;
import se.trepart.mapping.MappingSet;

import java.io.IOException;
import java.util.List;

/**
 * What a kept message means under a mapping set.
 *
 * @param events none when it concerns nothing, or is refused
 * @param faults none unless it is refused
 */
record Meaning(List<ObjectNode> events, List<Fault> faults) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Feed of what apps told by FHIR: it means what it meant beside the resource of its moment. */
    static final String APPS = "fhir";

    private static final String OWN = "hub";

    /** Reads the body as the door of its kind does: HL7 v2, or a CloudEvent. */
    static Meaning of(MappingSet set, String feed, byte[] body) {
        return isJson(body) ? event(set, feed, body) : message(set, body);
    }

    boolean refused() {
        return !faults.isEmpty();
    }

    static boolean isJson(byte[] body) {
        var at = 0;
        while (at < body.length && Character.isWhitespace(body[at])) {
            at++;
        }
        return at < body.length && (body[at] == '{' || body[at] == '[');
    }

    private static Meaning message(MappingSet set, byte[] body) {
        return switch (set.decode(body)) {
            case Decoded.Concerning concerning -> new Meaning(concerning.events(), List.of());
            case Decoded.NotConcerned _ -> new Meaning(List.of(), List.of());
            case Decoded.Refused refused -> new Meaning(List.of(), refused.faults());
        };
    }

    /** The hub's own events enter the log as they are; everybody else's are checked. */
    private static Meaning event(MappingSet set, String feed, byte[] body) {
        var event = parsed(body);
        if (feed.equals(OWN)) {
            return new Meaning(List.of((ObjectNode) event), List.of());
        }
        var faults =
                event.isObject()
                        ? set.events().validate(event)
                        : List.of(new Fault(FaultCode.TRP_110, ""));
        return faults.isEmpty()
                ? new Meaning(List.of(set.events().normalised(event)), List.of())
                : new Meaning(List.of(), faults);
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException malformed) {
            return JSON.nullNode();
        } catch (IOException cannotBe) {
            throw new java.io.UncheckedIOException(cannotBe);
        }
    }
}
