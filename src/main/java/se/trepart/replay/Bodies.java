package se.trepart.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** What went in and out of a trace's steps, each named by its hash and told once. */
final class Bodies {
    private final Map<String, JsonNode> contents = new TreeMap<>();

    /** Names bytes as they are; null where there are none. */
    JsonNode of(byte @Nullable [] bytes) {
        return bytes == null || bytes.length == 0
                ? JsonNodeFactory.instance.nullNode()
                : named(bytes, TextNode.valueOf(text(bytes)));
    }

    /** Names JSON. */
    JsonNode of(JsonNode json) {
        return named(json.toString().getBytes(StandardCharsets.UTF_8), json);
    }

    /** Every body by its name. */
    ObjectNode contents() {
        var all = JsonNodeFactory.instance.objectNode();
        contents.forEach(all::set);
        return all;
    }

    private ObjectNode named(byte[] bytes, JsonNode content) {
        var hash = hash(bytes);
        contents.putIfAbsent(hash, content);
        return JsonNodeFactory.instance.objectNode().put("hash", hash).put("bytes", bytes.length);
    }

    static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** UTF-8 where it is, else ISO-8859-1, which always fits. */
    static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException anOlderEncoding) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
