package se.trepart.facade;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * One version of a resource, as the view has it.
 *
 * @param json as served; null when the version is a deletion
 */
record Version(
        long key, String type, String id, int version, Instant lastUpdated, @Nullable String json) {
    String etag() {
        return "W/\"" + version + "\"";
    }

    String reference() {
        return type + "/" + id;
    }
}
