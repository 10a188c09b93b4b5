package se.trepart.consultation;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The specialists' part of the consultation: who was on video and when, seen against the visit.
 *
 * @param presences one for each specialist, in the order of their first join; open stays are ended
 *     by the visit's end
 * @param overlapsVisit some stay overlaps the visit by more than zero (contract 4, "took place")
 */
public record SpecialistCall(List<Presence> presences, boolean overlapsVisit) {
    static SpecialistCall of(List<Event> ordered, VisitFacts visit, Duration tolerance) {
        var told = Presence.of(ordered);
        var overlaps =
                told.stream()
                        .flatMap(presence -> presence.intervals().stream())
                        .anyMatch(stay -> visit.overlaps(stay, tolerance));
        var ended =
                told.stream()
                        .map(presence ->
                                new Presence(
                                        presence.specialist(),
                                        presence.unit(),
                                        presence.intervals().stream()
                                                .map(stay -> stay.endedBy(visit.ended()))
                                                .toList()))
                        .toList();
        return new SpecialistCall(ended, overlaps);
    }

    /** Somebody has joined and not left, and the visit has not ended. */
    public boolean someonePresent() {
        for (var presence : presences) {
            for (var stay : presence.intervals()) {
                if (stay.end().isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The first join. */
    public Optional<OffsetDateTime> start() {
        var first = Optional.<OffsetDateTime>empty();
        for (var presence : presences) {
            for (var stay : presence.intervals()) {
                if (first.isEmpty() || stay.start().toInstant().isBefore(first.get().toInstant())) {
                    first = Optional.of(stay.start());
                }
            }
        }
        return first;
    }

    /** The last leave; absent while someone is present. */
    public Optional<OffsetDateTime> end() {
        var last = Optional.<OffsetDateTime>empty();
        for (var presence : presences) {
            for (var stay : presence.intervals()) {
                if (stay.end().isEmpty()) {
                    return Optional.empty();
                }
                var left = stay.end().get();
                if (last.isEmpty() || left.toInstant().isAfter(last.get().toInstant())) {
                    last = stay.end();
                }
            }
        }
        return last;
    }

    /** Everybody who joined, in the order of their first join. */
    public List<EventData.Actor> specialists() {
        return presences.stream()
                .sorted(
                        Comparator.comparing(
                                presence -> presence.intervals().getFirst().start().toInstant()))
                .map(Presence::specialist)
                .toList();
    }
}
