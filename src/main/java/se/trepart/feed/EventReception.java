package se.trepart.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.fault.FaultJson;
import se.trepart.log.Messages;
import se.trepart.mapping.Mappings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The door for CloudEvents, whichever way they came: source and id identify an event, its RFC 8785
 * form is its content (contract 3.1).
 */
@Component
public class EventReception {
    private static final Logger LOG = LoggerFactory.getLogger(EventReception.class);
    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(
                            com.fasterxml.jackson.core.JsonParser.Feature
                                    .STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Acceptance acceptance;
    private final Mappings mappings;
    private final DataSize limit;

    EventReception(
            Acceptance acceptance,
            Mappings mappings,
            @Value("${trepart.feed.http.largest-body}") DataSize limit) {
        this.acceptance = acceptance;
        this.mappings = mappings;
        this.limit = limit;
    }

    /**
     * What one event was answered.
     *
     * @param status 201 new, 200 duplicate, otherwise the problem's
     * @param body the stored answer, or the problem
     * @param kept whether what came is stored; otherwise the sender must send it again
     */
    public record Received(int status, ObjectNode body, boolean kept) {
        /** Whether it is stored as refused. */
        public boolean refused() {
            return kept && status >= 400;
        }
    }

    /** Reads JSON; throws FaultException TRP-110 when it is malformed. */
    public static JsonNode parse(byte[] body) {
        try {
            var tree = JSON.readTree(body);
            if (tree == null || tree.isMissingNode()) {
                throw new FaultException(FaultCode.TRP_110, "", "empty");
            }
            return tree;
        } catch (JsonProcessingException malformed) {
            var at = malformed.getLocation();
            throw new FaultException(
                    FaultCode.TRP_110,
                    "",
                    at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr());
        } catch (IOException unreadable) {
            throw new FaultException(FaultCode.TRP_110, "", "");
        }
    }

    /** Takes one event as parsed. */
    public Received receive(String feed, JsonNode event, byte[] body) {
        return receive(feed, event, body, Acceptance.Alongside.NOTHING);
    }

    /**
     * Takes one event from where there is no request around it: what cannot be read, or is too
     * large, is stored as refused.
     */
    Received receive(String feed, byte[] body, Acceptance.Alongside alongside) {
        if (body.length > limit.toBytes()) {
            return refuse(feed, null, List.of(new Fault(FaultCode.TRP_102, "")), alongside);
        }
        try {
            return receive(feed, parse(body), body, alongside);
        } catch (FaultException malformed) {
            return refuse(feed, body, malformed.faults(), alongside);
        }
    }

    private Received receive(
            String feed, JsonNode event, byte[] body, Acceptance.Alongside alongside) {
        try {
            var set = mappings.current();
            var began = System.nanoTime();
            var faults = set.events().validate(event);
            var normalised = faults.isEmpty() ? set.events().normalised(event) : null;
            var decodedIn = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began);
            var decision =
                    acceptance.decide(
                            new Acceptance.Incoming(
                                    feed,
                                    event.path("source").asText(""),
                                    absent(event.path("id").asText("")),
                                    absent(event.path("type").asText("")),
                                    null,
                                    Reception.sha256(content(event)),
                                    body,
                                    decodedIn),
                            set,
                            normalised == null
                                    ? new Acceptance.Meaning.Refused(faults)
                                    : new Acceptance.Meaning.Happened(List.of(normalised)),
                            new EventAnswering(event),
                            alongside);
            return received(decision);
        } catch (FaultException trouble) {
            LOG.warn("event not kept, sender is asked to try again: {}", trouble.getMessage());
            return problem(trouble.faults(), false);
        } catch (RuntimeException ours) {
            var reference = UUID.randomUUID().toString();
            LOG.error("event not kept, reference {}: {}", reference, Traces.withoutTexts(ours));
            return new Received(
                    503,
                    FaultJson.problem(503, List.of(new Fault(FaultCode.TRP_699, "", reference))),
                    false);
        }
    }

    /** Keeps what could not be read as events at all, and gives the problem. */
    public Received refuse(String feed, byte @Nullable [] body, List<Fault> faults) {
        return refuse(feed, body, faults, Acceptance.Alongside.NOTHING);
    }

    /** The same, with what the feed keeps of its own in the same commit. */
    Received refuse(
            String feed,
            byte @Nullable [] body,
            List<Fault> faults,
            Acceptance.Alongside alongside) {
        try {
            acceptance.decide(
                    new Acceptance.Incoming(
                            feed,
                            "",
                            null,
                            null,
                            null,
                            Reception.sha256(body == null ? new byte[0] : body),
                            body,
                            0),
                    mappings.current(),
                    new Acceptance.Meaning.Refused(faults),
                    new EventAnswering(JSON.createObjectNode()),
                    alongside);
            return problem(faults, true);
        } catch (FaultException trouble) {
            LOG.warn(
                    "refused event not kept, sender is asked to try again: {}",
                    trouble.getMessage());
            return problem(trouble.faults(), false);
        }
    }

    private static Received received(Acceptance.Decision decision) {
        return switch (decision.outcome()) {
            case REFUSED -> problem(decision.faults(), true);
            case DUPLICATE -> new Received(200, (ObjectNode) parse(decision.answer()), true);
            case ACCEPTED, NOT_CONCERNED, PARKED ->
                    new Received(201, (ObjectNode) parse(decision.answer()), true);
        };
    }

    private static Received problem(List<Fault> faults, boolean kept) {
        var status = FaultJson.status(faults);
        return new Received(status, FaultJson.problem(status, faults), kept);
    }

    /** Attributes and data in RFC 8785 form; an event without datacontenttype is JSON. */
    private static byte[] content(JsonNode event) {
        var content = event.isObject() ? (ObjectNode) event.deepCopy() : event;
        if (content instanceof ObjectNode object && !object.has("datacontenttype")) {
            object.put("datacontenttype", "application/json");
        }
        try {
            return content.isContainerNode()
                    ? new JsonCanonicalizer(content.toString()).getEncodedUTF8()
                    : content.toString().getBytes(StandardCharsets.UTF_8);
        } catch (IOException cannotBe) {
            return content.toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    private static @Nullable String absent(String text) {
        return text.isEmpty() ? null : text;
    }

    private record EventAnswering(JsonNode event) implements Acceptance.Answering {
        @Override
        public byte[] accepted() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("id", event.path("id").asText())
                    .put("source", event.path("source").asText())
                    .put("outcome", Messages.Outcome.ACCEPTED.code())
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] refused(List<Fault> faults) {
            return FaultJson.problem(FaultJson.status(faults), faults)
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Fault reused() {
            return new Fault(FaultCode.TRP_109, "/id");
        }
    }
}
