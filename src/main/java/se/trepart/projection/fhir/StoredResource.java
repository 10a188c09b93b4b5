package se.trepart.projection.fhir;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * The current version of a resource as the view has it.
 *
 * @param key the number that the index rows carry
 * @param content the hash of what it says; null when it is deleted
 * @param consultation that it belongs to, or belonged to; null when it is shared
 */
record StoredResource(
        long key,
        String type,
        String id,
        int version,
        Instant lastUpdated,
        @Nullable String content,
        @Nullable String consultation) {
    boolean deleted() {
        return content == null;
    }

    /** The time of the next version: the commit's, but always later than this one's. */
    Instant next(Instant commitTime) {
        return commitTime.isAfter(lastUpdated) ? commitTime : lastUpdated.plusMillis(1);
    }
}
