package se.trepart.consultation;

import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * One event of the log.
 *
 * @param source the sending system, a URI
 * @param id unique within the source
 * @param sequence the source's own order, compared as a string
 * @param time when it happened, in the offset that it was told with: what the order goes by
 * @param at when what it tells began or ended, where a message says that apart from its own time
 *     (PV1-44 and PV1-45 beside EVN)
 * @param recordedAt when the hub committed it: used as a time of record only, never for order
 */
public record Event(
        String source,
        String id,
        Optional<String> sequence,
        OffsetDateTime time,
        Optional<OffsetDateTime> at,
        java.time.Instant recordedAt,
        EventData data) {
    /** An event that happened when it says. */
    public Event(
            String source,
            String id,
            Optional<String> sequence,
            OffsetDateTime time,
            java.time.Instant recordedAt,
            EventData data) {
        this(source, id, sequence, time, Optional.empty(), recordedAt, data);
    }

    /** The time that it tells of: its own, unless it names another. */
    public OffsetDateTime happened() {
        return at.orElse(time);
    }

    /** Whether both are the same event, told once or many times. */
    boolean sameAs(Event other) {
        return source.equals(other.source) && id.equals(other.id);
    }
}
