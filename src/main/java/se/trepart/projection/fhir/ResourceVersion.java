package se.trepart.projection.fhir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;

/**
 * A version that is about to be written.
 *
 * @param resource the resource as served, meta included; null for a deletion
 * @param content the hash of what it says, without the two facts of the version itself
 */
record ResourceVersion(
        VersionId id,
        Instant lastUpdated,
        @Nullable ObjectNode resource,
        @Nullable String content) {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();
    private static final ObjectMapper AS_WRITTEN = new ObjectMapper();
    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx")
                    .withZone(ZoneId.of("Europe/Stockholm"));

    /** The hash of what a resource says. */
    static String content(ObjectNode resource) {
        var bare = resource;
        if (resource.path("meta").has("versionId") || resource.path("meta").has("lastUpdated")) {
            bare = resource.deepCopy();
            if (bare.withObject("/meta").remove(List.of("versionId", "lastUpdated")).isEmpty()) {
                bare.remove("meta");
            }
        }
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(JSON.writeValueAsBytes(bare)));
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The version with its facts put into meta. */
    static ResourceVersion of(
            ObjectNode resource, String content, int version, Instant lastUpdated) {
        var id =
                new VersionId(
                        resource.path("resourceType").asText(),
                        resource.path("id").asText(),
                        version);
        var meta = AS_WRITTEN.createObjectNode();
        meta.put("versionId", Integer.toString(version));
        meta.put("lastUpdated", INSTANT.format(lastUpdated));
        resource.path("meta")
                .propertyStream()
                .filter(entry -> !meta.has(entry.getKey()))
                .forEach(entry -> meta.set(entry.getKey(), entry.getValue()));
        var served = AS_WRITTEN.createObjectNode();
        served.put("resourceType", id.type());
        served.put("id", id.id());
        served.set("meta", meta);
        resource.propertyStream()
                .filter(entry -> !served.has(entry.getKey()))
                .forEach(entry -> served.set(entry.getKey(), entry.getValue()));
        return new ResourceVersion(id, lastUpdated, served, content);
    }

    /** The version that says that the resource is no more. */
    static ResourceVersion deletion(StoredResource of, Instant commitTime) {
        return new ResourceVersion(
                new VersionId(of.type(), of.id(), of.version() + 1),
                of.next(commitTime),
                null,
                null);
    }

    @Nullable String json() {
        return resource == null ? null : text(resource);
    }

    private static String text(JsonNode node) {
        try {
            return AS_WRITTEN.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
