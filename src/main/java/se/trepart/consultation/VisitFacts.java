package se.trepart.consultation;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the mottagningsbesök: told by its own events, its plan by the booking.
 *
 * @param named unit and number as last told; absent when no event names a visit
 * @param started the earliest start told, also when the visit was cancelled and started again
 * @param ended the first end told since the last cancellation
 * @param cancelled the reason, when the cancellation is the last word
 * @param observedCodes the complete set of KVÅ codes last told by the vårdcentral
 */
public record VisitFacts(
        Optional<EventData.Visit> named,
        Optional<OffsetDateTime> started,
        Optional<OffsetDateTime> ended,
        Optional<String> cancelled,
        Optional<ObservedCodes> observedCodes) {

    /** The codes that the vårdcentral says it holds, and when the hub heard it. */
    public record ObservedCodes(List<KvaKod> procedures, java.time.Instant recordedAt) {}

    static VisitFacts of(List<Event> ordered) {
        var lastCancelled = last(ordered, EventData.VisitCancelled.class);
        var lastStarted = last(ordered, EventData.VisitStarted.class);
        var open = lastCancelled < lastStarted || lastCancelled < 0;
        var telling = open ? ordered.subList(lastCancelled + 1, ordered.size()) : ordered;
        return new VisitFacts(
                named(ordered),
                firstTime(ordered, EventData.VisitStarted.class),
                firstTime(telling, EventData.VisitEnded.class),
                open
                        ? Optional.empty()
                        : Optional.of(
                                ((EventData.VisitCancelled) ordered.get(lastCancelled).data())
                                        .reason()),
                ordered.reversed().stream()
                        .filter(event -> event.data() instanceof EventData.VisitCodesRecorded)
                        .findFirst()
                        .map(event ->
                                new ObservedCodes(
                                        ((EventData.VisitCodesRecorded) event.data()).procedures(),
                                        event.recordedAt())));
    }

    /** The patient did not come. */
    public boolean noShow() {
        return cancelled.filter("patient-no-show"::equals).isPresent();
    }

    /** The key, once both unit and number are known. */
    public Optional<VisitKey> key() {
        return named.flatMap(visit -> visit.id().map(id -> new VisitKey(visit.unit(), id)));
    }

    /**
     * Whether the stay overlaps the visit, [started or −∞, ended or +∞) widened by the tolerance at
     * both ends, by more than zero.
     */
    boolean overlaps(Presence.Interval stay, Duration tolerance) {
        var opens =
                started.map(time -> time.minus(tolerance).toInstant())
                        .orElse(java.time.Instant.MIN);
        var closes =
                ended.map(time -> time.plus(tolerance).toInstant()).orElse(java.time.Instant.MAX);
        var from = stay.start().toInstant().isBefore(opens) ? opens : stay.start().toInstant();
        var leaves = stay.end().map(OffsetDateTime::toInstant).orElse(closes);
        var to = leaves.isAfter(closes) ? closes : leaves;
        return from.isBefore(to);
    }

    private static Optional<EventData.Visit> named(List<Event> ordered) {
        var last = Optional.<EventData.Visit>empty();
        for (var event : ordered.reversed()) {
            var told = event.data().toldVisit();
            if (told.flatMap(EventData.Visit::id).isPresent()) {
                return told;
            }
            last = last.isPresent() ? last : told;
        }
        return last;
    }

    private static Optional<OffsetDateTime> firstTime(
            List<Event> ordered, Class<? extends EventData> type) {
        for (var event : ordered) {
            if (type.isInstance(event.data())) {
                return Optional.of(event.happened());
            }
        }
        return Optional.empty();
    }

    private static int last(List<Event> ordered, Class<? extends EventData> type) {
        for (var index = ordered.size() - 1; index >= 0; index--) {
            if (type.isInstance(ordered.get(index).data())) {
                return index;
            }
        }
        return -1;
    }
}
