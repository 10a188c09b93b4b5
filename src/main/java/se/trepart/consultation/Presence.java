package se.trepart.consultation;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When one specialist was on video: [joined, left) for each time; the last may still be open.
 *
 * @param specialist who, with the name last told
 * @param unit the clinic that the specialist joined for
 */
public record Presence(EventData.Actor specialist, HsaId unit, List<Interval> intervals) {
    /** One stay; the end is absent while the specialist has not left. */
    public record Interval(OffsetDateTime start, Optional<OffsetDateTime> end) {
        /** The same stay, an open one ended with the visit where that has ended. */
        Interval endedBy(Optional<OffsetDateTime> visitEnd) {
            return end.isPresent()
                    ? this
                    : new Interval(
                            start, visitEnd.map(ended -> ended.isBefore(start) ? start : ended));
        }
    }

    /**
     * Reads all stays from the ordered events; {@code left} without {@code joined} counts for
     * nothing, joined twice is joined once.
     */
    static List<Presence> of(List<Event> ordered) {
        var open = new LinkedHashMap<HsaId, Presence>();
        for (var event : ordered) {
            switch (event.data()) {
                case EventData.SpecialistJoined joined -> join(open, joined, event.time());
                case EventData.SpecialistLeft left -> leave(open, left, event.time());
                default -> {}
            }
        }
        return List.copyOf(open.values());
    }

    private static void join(
            Map<HsaId, Presence> all, EventData.SpecialistJoined joined, OffsetDateTime time) {
        var known = all.get(joined.specialist().hsaId());
        var intervals =
                known == null ? new ArrayList<Interval>() : new ArrayList<>(known.intervals());
        if (intervals.isEmpty() || intervals.getLast().end().isPresent()) {
            intervals.add(new Interval(time, Optional.empty()));
        }
        all.put(
                joined.specialist().hsaId(),
                new Presence(
                        known == null
                                ? joined.specialist()
                                : named(known.specialist(), joined.specialist()),
                        known == null ? joined.specialistUnit() : known.unit(),
                        List.copyOf(intervals)));
    }

    private static void leave(
            Map<HsaId, Presence> all, EventData.SpecialistLeft left, OffsetDateTime time) {
        var known = all.get(left.specialist().hsaId());
        if (known == null || known.intervals().getLast().end().isPresent()) {
            return;
        }
        var intervals = new ArrayList<>(known.intervals());
        var start = intervals.removeLast().start();
        intervals.add(new Interval(start, Optional.of(time.isBefore(start) ? start : time)));
        all.put(
                left.specialist().hsaId(),
                new Presence(
                        named(known.specialist(), left.specialist()),
                        known.unit(),
                        List.copyOf(intervals)));
    }

    private static EventData.Actor named(EventData.Actor known, EventData.Actor told) {
        return told.name().isPresent() ? told : known;
    }
}
