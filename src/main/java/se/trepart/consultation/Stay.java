package se.trepart.consultation;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A patient's time at one vårdcentral, as all events of the visit tell it. A patient cannot be in
 * two at once (R1): where it is told all the same, both are listed, and neither is believed more.
 *
 * @param until the end told; without one, the end of the day on which it started
 */
public record Stay(VisitKey visit, Instant from, Instant until) {
    private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");

    /** The stay of a visit that has started and is not cancelled. */
    public static Optional<Stay> of(VisitKey visit, Collection<Event> events) {
        var facts = VisitFacts.of(EventOrder.sorted(events));
        return facts.started()
                .filter(started -> facts.cancelled().isEmpty())
                .map(started ->
                        new Stay(
                                visit,
                                started.toInstant(),
                                facts.ended()
                                        .map(java.time.OffsetDateTime::toInstant)
                                        .orElseGet(() -> midnightAfter(started.toInstant()))));
    }

    /** Those of one patient that share some time with a stay at another vårdcentral. */
    public static Set<VisitKey> overlapping(List<Stay> stays) {
        var found = new TreeSet<VisitKey>();
        for (var stay : stays) {
            if (stays.stream().anyMatch(stay::overlaps)) {
                found.add(stay.visit);
            }
        }
        return found;
    }

    private boolean overlaps(Stay other) {
        return !visit.unit().equals(other.visit.unit())
                && from.isBefore(other.until)
                && other.from.isBefore(until);
    }

    private static Instant midnightAfter(Instant start) {
        return start.atZone(STOCKHOLM)
                .toLocalDate()
                .plusDays(1)
                .atStartOfDay(STOCKHOLM)
                .toInstant();
    }
}
