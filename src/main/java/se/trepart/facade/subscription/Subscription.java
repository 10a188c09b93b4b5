package se.trepart.facade.subscription;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * A subscription as it is kept.
 *
 * @param version changes when what is asked for or the status does
 * @param json as asked for, without status, error and the values of its headers
 * @param base our own address as the subscriber knows it
 * @param state requested, active, error or off
 * @param counted the number of its last event
 * @param delivered the last number that its endpoint has taken
 */
public record Subscription(
        String id,
        int version,
        String json,
        String base,
        String state,
        @Nullable String error,
        long counted,
        long delivered,
        Instant changedAt) {
    static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx")
                    .withZone(ZoneId.of("Europe/Stockholm"));
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What stands in the place of a header's value. */
    public static final String HIDDEN = "***";

    /** The resource as it is read: with its status, its error and its version. */
    public ObjectNode resource() {
        var resource = parsed(json);
        resource.put("id", id);
        resource.withObject("/meta")
                .put("versionId", Integer.toString(version))
                .put("lastUpdated", INSTANT.format(changedAt));
        resource.put("status", state);
        if (error != null) {
            resource.put("error", error);
        }
        return resource;
    }

    static ObjectNode parsed(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException notWhatWasStored) {
            throw new UncheckedIOException(notWhatWasStored);
        }
    }
}
