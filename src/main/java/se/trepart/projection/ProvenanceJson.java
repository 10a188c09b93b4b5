package se.trepart.projection;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.mapping.Times;
import se.trepart.projection.fhir.VersionId;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;

/**
 * Writes what {@code mappings/fhir/provenance.jslt} reads: which event made which versions, by
 * which mapping version.
 */
final class ProvenanceJson {
    /** Copied for each hash: to find one costs as much again. */
    private static final MessageDigest SHA_256 = sha256();

    private ProvenanceJson() {}

    static ObjectNode of(
            Derived derived,
            Collection<VersionId> versions,
            Instant recorded,
            String mappingVersion) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", id(derived));
        json.putObject("event")
                .put("id", derived.event().id())
                .put("source", derived.event().source())
                .put("type", derived.row().type())
                .put("hash", hash(derived.row().content()));
        json.put(
                "recorded", Times.text(recorded.truncatedTo(java.time.temporal.ChronoUnit.MILLIS)));
        json.put("mappingVersion", mappingVersion);
        var targets = json.putArray("targets");
        versions.stream().map(VersionId::reference).distinct().sorted().forEach(targets::add);
        return json;
    }

    /** The id of the Provenance of an event. */
    static String id(Derived derived) {
        return hash(derived.event().source() + "\n" + derived.event().id()).substring(0, 32);
    }

    static String hash(String text) {
        try {
            var digest = (MessageDigest) SHA_256.clone();
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (CloneNotSupportedException everyJdkCan) {
            throw new IllegalStateException(everyJdkCan);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
