package se.trepart.log;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Collection;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Finds messages by the identifiers in their bodies without keeping these: a keyed hash of 64 bits
 * for each. Two identifiers in some billions share one; then a search finds a message too many.
 */
@Component
public class MessageIdentifiers {
    private final JdbcTemplate jdbc;
    private final Identifying identifying;
    private final SecretKeySpec key;

    MessageIdentifiers(JdbcTemplate jdbc, HubKeys keys, Identifying identifying) {
        this.jdbc = jdbc;
        this.identifying = identifying;
        this.key = new SecretKeySpec(keys.key("message-identifiers"), "HmacSHA256");
    }

    /** The hashes of what a body holds; none of an absent one. */
    Long[] of(byte @Nullable [] body) {
        return body == null ? new Long[0] : hashes(identifying.in(body));
    }

    /** The hashes of identifiers in their compared form. */
    Long[] hashes(Collection<String> identifiers) {
        return identifiers.stream().map(this::hash).distinct().toArray(Long[]::new);
    }

    /** Forgets what these messages held, as their bodies are erased. */
    void forget(Collection<Long> messages) {
        jdbc.update(
                "delete from message_identifier where message = any (?)",
                (Object) messages.toArray(Long[]::new));
    }

    /** Whether messages that were kept before there were hashes can all be found by now. */
    public boolean complete() {
        return !Boolean.FALSE.equals(
                jdbc.queryForObject("select until = 0 from identifier_backfill", Boolean.class));
    }

    private long hash(String identifier) {
        try {
            var mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return ByteBuffer.wrap(mac.doFinal(identifier.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException("no HmacSHA256", everyJdkHasIt);
        }
    }
}
