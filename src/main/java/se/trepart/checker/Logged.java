package se.trepart.checker;

import java.util.Set;

/**
 * One message as the hub's log holds it, from {@code messages.ndjson}.
 *
 * @param id the log's own number
 * @param controlId empty where the message has none
 * @param bodyHash SHA-256 of the stored bytes; empty where none are stored
 * @param duplicateOf the number of the message that it repeats; 0 where it repeats none
 */
record Logged(
        long id,
        String feed,
        String sender,
        String controlId,
        String bodyHash,
        String outcome,
        long duplicateOf) {
    /** What the log may say became of a message. */
    static final Set<String> OUTCOMES =
            Set.of("accepted", "not-concerned", "parked", "duplicate", "refused");

    private static final Set<String> KEPT = Set.of("accepted", "not-concerned", "parked");

    /** It stands in the log for what it says, not as a repetition and not as a refusal. */
    boolean kept() {
        return KEPT.contains(outcome);
    }

    /** The hub told it to itself. */
    boolean own() {
        return feed.equals("hub");
    }
}
