package se.trepart.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

import se.trepart.fault.FaultCode;
import se.trepart.mapping.Times;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** How the API words its JSON: absent is absent, times are ISO 8601 with Stockholm's offset. */
final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Answers() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** Never kept by anybody on the way: it may tell of patients. */
    static ResponseEntity<byte[]> ok(JsonNode json) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .body(bytes(json));
    }

    static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads what the hub itself has stored as JSON; absent is null. */
    static JsonNode stored(@Nullable String json) {
        try {
            return json == null ? NullNode.getInstance() : JSON.readTree(json);
        } catch (JsonProcessingException notWhatWasStored) {
            throw new UncheckedIOException(notWhatWasStored);
        }
    }

    static void put(ObjectNode json, String field, @Nullable String value) {
        if (value != null) {
            json.put(field, value);
        }
    }

    static void put(ObjectNode json, String field, @Nullable Instant time) {
        if (time != null) {
            json.put(field, Times.text(time));
        }
    }

    /**
     * Why something waits or is held: the fault's code, what to do in Swedish, and the detail it
     * came with.
     */
    static ObjectNode cause(String code, @Nullable String detail) {
        var cause = object().put("code", code);
        Arrays.stream(FaultCode.values())
                .filter(fault -> fault.code().equals(code))
                .findFirst()
                .ifPresent(fault -> cause.put("text", fault.swedish()));
        if (detail != null && !detail.isEmpty()) {
            cause.put("detail", detail);
        }
        return cause;
    }

    /**
     * Bytes as text, and in which encoding: UTF-8 where they are, else ISO-8859-1, which always
     * fits.
     */
    static void text(ObjectNode json, String field, byte @Nullable [] bytes) {
        if (bytes == null || bytes.length == 0) {
            return;
        }
        try {
            json.put(
                    field,
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException anOlderEncoding) {
            json.put(field, new String(bytes, StandardCharsets.ISO_8859_1));
            json.put(field + "Encoding", StandardCharsets.ISO_8859_1.name());
        }
    }
}
