package se.trepart.checker;

import java.time.Instant;

/**
 * One event of the hub's log, from {@code events.ndjson}.
 *
 * @param message the number of the message that told it
 */
record LoggedEvent(
        long position,
        long message,
        String source,
        String id,
        boolean superseded,
        Instant recordedAt) {}
