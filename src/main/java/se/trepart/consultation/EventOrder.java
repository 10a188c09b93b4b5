package se.trepart.consultation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The one total order of a consultation's events (contract 4): effective time, source, sequence,
 * rank, id. Effective time is the latest time among the same source's events whose sequence is not
 * higher than the event's own, so that a source's order outlives its clock.
 */
public final class EventOrder {
    private EventOrder() {}

    private record Placed(Instant effective, Event event) {}

    private static final Comparator<Placed> ORDER =
            Comparator.comparing(Placed::effective)
                    .thenComparing(placed -> placed.event().source())
                    .thenComparing(placed -> placed.event().sequence().orElse(""))
                    .thenComparingInt(placed -> placed.event().data().rank())
                    .thenComparing(placed -> placed.event().id());

    /**
     * The events, each once, in their order; the same for every permutation and duplication of the
     * same events.
     */
    public static List<Event> sorted(Collection<Event> events) {
        var each = new LinkedHashMap<String, Event>();
        events.forEach(event -> each.putIfAbsent(event.source() + "\n" + event.id(), event));
        var latestBySource = latestBySequence(each.values());
        var placed = new ArrayList<Placed>(each.size());
        for (var event : each.values()) {
            placed.add(new Placed(effectiveTime(event, latestBySource), event));
        }
        placed.sort(ORDER);
        var sorted = new ArrayList<Event>(placed.size());
        placed.forEach(one -> sorted.add(one.event()));
        return List.copyOf(sorted);
    }

    /** For each source: its sequences in ascending order with the latest time told up to each. */
    private static Map<String, List<Map.Entry<String, Instant>>> latestBySequence(
            Collection<Event> events) {
        var bySource = new HashMap<String, List<Map.Entry<String, Instant>>>();
        events.stream()
                .filter(event -> event.sequence().isPresent())
                .sorted(Comparator.comparing(event -> event.sequence().orElseThrow()))
                .forEach(event -> {
                    var running =
                            bySource.computeIfAbsent(event.source(), source -> new ArrayList<>());
                    var time = event.time().toInstant();
                    var latest =
                            running.isEmpty() || running.getLast().getValue().isBefore(time)
                                    ? time
                                    : running.getLast().getValue();
                    running.add(Map.entry(event.sequence().orElseThrow(), latest));
                });
        return bySource;
    }

    private static Instant effectiveTime(
            Event event, Map<String, List<Map.Entry<String, Instant>>> latestBySource) {
        if (event.sequence().isEmpty()) {
            return event.time().toInstant();
        }
        var own = event.sequence().orElseThrow();
        return latestBySource.getOrDefault(event.source(), List.of()).reversed().stream()
                .filter(entry -> entry.getKey().compareTo(own) <= 0)
                .findFirst()
                .orElseThrow()
                .getValue();
    }
}
