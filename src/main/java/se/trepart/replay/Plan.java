package se.trepart.replay;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A replay as somebody wants it, and how far it has come.
 *
 * @param start from where: message (decoded again), event or projection (folded and projected
 *     again), delivery (what was held back is let go)
 * @param mode dry-run, derive (what is then owed is held back) or derive-and-deliver
 * @param corrected a person's own body for the one message that is selected
 * @param hash of what the dry run found: what is approved, and what the execution may do
 * @param summary of the dry run, JSON
 */
record Plan(
        long id,
        Instant createdAt,
        String createdBy,
        String reason,
        String selection,
        String start,
        String mappingVersion,
        String mode,
        int perSecond,
        byte @Nullable [] corrected,
        String state,
        @Nullable String hash,
        @Nullable String summary,
        boolean approvalNeeded,
        @Nullable String approvedBy,
        @Nullable String cause) {
    static final String DRY_RUN = "dry-run";
    static final String DERIVE = "derive";

    boolean fromMessage() {
        return start.equals("message");
    }
}
