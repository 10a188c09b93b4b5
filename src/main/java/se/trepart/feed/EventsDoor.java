package se.trepart.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.fault.FaultJson;
import se.trepart.mapping.Mappings;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** {@code POST /api/events}: CloudEvents 1.0 over HTTP, structured, binary and batch. */
@RestController
class EventsDoor {
    private static final String FEED = "http";
    private static final MediaType STRUCTURED =
            MediaType.parseMediaType("application/cloudevents+json");
    private static final MediaType BATCH =
            MediaType.parseMediaType("application/cloudevents-batch+json");
    private static final String ATTRIBUTE = "ce-";

    private final EventReception reception;
    private final Mappings mappings;
    private final int limit;

    EventsDoor(
            EventReception reception,
            Mappings mappings,
            @Value("${trepart.feed.http.largest-body}") DataSize limit) {
        this.reception = reception;
        this.mappings = mappings;
        this.limit = Math.toIntExact(limit.toBytes());
    }

    @PostMapping("/api/events")
    ResponseEntity<byte[]> receive(HttpServletRequest request) throws IOException {
        var body = request.getInputStream().readNBytes(limit + 1);
        if (body.length > limit) {
            return answer(
                    reception.refuse(FEED, null, List.of(new Fault(FaultCode.TRP_102, ""))), 413);
        }
        var type = mediaType(request.getContentType());
        try {
            if (STRUCTURED.equalsTypeAndSubtype(type)) {
                return one(EventReception.parse(body), body);
            }
            if (BATCH.equalsTypeAndSubtype(type)) {
                return batch(EventReception.parse(body), body);
            }
            if (request.getHeader(ATTRIBUTE + "specversion") != null && json(type)) {
                var event = binary(request, type, EventReception.parse(body));
                // Its attributes stand in the headers: kept in the form that holds them too.
                return one(event, bytes(event));
            }
        } catch (FaultException malformed) {
            return answer(reception.refuse(FEED, body, malformed.faults()), 0);
        }
        return answer(
                reception.refuse(FEED, body, List.of(new Fault(FaultCode.TRP_111, "Content-Type"))),
                0);
    }

    @GetMapping("/api/schemas/{type}")
    ResponseEntity<byte[]> schema(@PathVariable String type) {
        return mappings.current()
                .events()
                .published(type)
                .map(schema ->
                        ResponseEntity.ok()
                                .contentType(MediaType.parseMediaType("application/schema+json"))
                                .body(bytes(schema)))
                .orElseGet(() -> problem(404, new Fault(FaultCode.TRP_501, "type")));
    }

    @GetMapping("/api/schemas")
    ResponseEntity<byte[]> schemas() {
        var types = JsonNodeFactory.instance.arrayNode();
        mappings.current().events().types().stream().sorted().forEach(types::add);
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(bytes(types));
    }

    private ResponseEntity<byte[]> one(JsonNode event, byte[] body) {
        return answer(reception.receive(FEED, event, body), 0);
    }

    private ResponseEntity<byte[]> batch(JsonNode events, byte[] body) {
        if (!events.isArray()) {
            return answer(
                    reception.refuse(
                            FEED,
                            body,
                            List.of(new Fault(FaultCode.TRP_110, "", "a batch is an array"))),
                    0);
        }
        var answers = JsonNodeFactory.instance.arrayNode();
        for (var event : events) {
            var received = reception.receive(FEED, event, bytes(event));
            var answer = answers.addObject();
            copy(event, answer, "id");
            copy(event, answer, "source");
            answer.put("status", received.status());
            if (received.status() >= 400) {
                answer.set("problem", received.body());
            }
        }
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(bytes(answers));
    }

    private static void copy(JsonNode from, ObjectNode to, String field) {
        if (from.path(field).isTextual()) {
            to.put(field, from.path(field).asText());
        }
    }

    /**
     * The binary form: each {@code ce-} header an attribute, percent-decoded, the body the data
     * (CloudEvents HTTP binding 3.1).
     */
    private static ObjectNode binary(HttpServletRequest request, MediaType type, JsonNode data) {
        var event = JsonNodeFactory.instance.objectNode();
        request.getHeaderNames()
                .asIterator()
                .forEachRemaining(name -> {
                    var lower = name.toLowerCase(Locale.ROOT);
                    if (lower.startsWith(ATTRIBUTE)) {
                        var value =
                                new String(
                                        request.getHeader(name)
                                                .getBytes(StandardCharsets.ISO_8859_1),
                                        StandardCharsets.UTF_8);
                        event.put(lower.substring(ATTRIBUTE.length()), decoded(value));
                    }
                });
        event.put("datacontenttype", type.getType() + "/" + type.getSubtype());
        event.set("data", data);
        return event;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return value;
        }
    }

    private static MediaType mediaType(@org.jspecify.annotations.Nullable String text) {
        try {
            return text == null
                    ? MediaType.APPLICATION_OCTET_STREAM
                    : MediaType.parseMediaType(text);
        } catch (InvalidMediaTypeException unreadable) {
            return MediaType.APPLICATION_OCTET_STREAM;
        }
    }

    private static boolean json(MediaType type) {
        return MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type)
                || type.getSubtype().endsWith("+json");
    }

    private static ResponseEntity<byte[]> answer(EventReception.Received received, int narrower) {
        var status = narrower == 0 || !received.refused() ? received.status() : narrower;
        var answer = ResponseEntity.status(status);
        if (status == 503) {
            answer.header(HttpHeaders.RETRY_AFTER, "5");
        }
        return answer.contentType(
                        status >= 400
                                ? MediaType.APPLICATION_PROBLEM_JSON
                                : MediaType.APPLICATION_JSON)
                .body(bytes(received.body()));
    }

    private static ResponseEntity<byte[]> problem(int status, Fault fault) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(bytes(FaultJson.problem(status, List.of(fault))));
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
