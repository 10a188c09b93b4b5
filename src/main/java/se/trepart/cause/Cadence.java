package se.trepart.cause;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How often one sender brings something, by weekday and hour, learned from its open days; pure. An
 * hour counts once however much it brought, since the messages of a visit come together.
 *
 * @param hours the share of days on which each hour brought something
 * @param open whether the sender is open on a day; other days are neither learned nor missed
 */
record Cadence(Map<Slot, Share> hours, Predicate<LocalDate> open) {
    /** Fewer days than these of a weekday tell nothing. */
    static final int FEWEST_DAYS = 2;

    /** An hour of a weekday, Stockholm's. */
    record Slot(DayOfWeek day, int hour) {
        static Slot of(LocalDateTime time) {
            return new Slot(time.getDayOfWeek(), time.getHour());
        }
    }

    /**
     * What was seen of a slot.
     *
     * @param days open days of that weekday
     * @param withTraffic on how many of them something came in that hour
     */
    record Share(int days, int withTraffic) {
        /** The chance of nothing in that hour, by the rule of succession: never 0. */
        double chanceOfNothing() {
            return days < FEWEST_DAYS ? 1 : (days - withTraffic + 1.0) / (days + 2.0);
        }
    }

    /**
     * Learns.
     *
     * @param traffic the hours that brought something
     * @param today not learned, since it is not over
     */
    static Cadence of(
            Collection<LocalDateTime> traffic, LocalDate today, Predicate<LocalDate> open) {
        var past =
                traffic.stream()
                        .filter(hour -> hour.toLocalDate().isBefore(today))
                        .filter(hour -> open.test(hour.toLocalDate()))
                        .map(hour -> hour.truncatedTo(ChronoUnit.HOURS))
                        .collect(Collectors.toSet());
        var first = past.stream().map(LocalDateTime::toLocalDate).min(LocalDate::compareTo);
        var days =
                first.stream()
                        .flatMap(from -> from.datesUntil(today))
                        .filter(open)
                        .collect(
                                Collectors.groupingBy(
                                        LocalDate::getDayOfWeek, Collectors.counting()));
        Map<Slot, Share> hours = new HashMap<>();
        count(past)
                .forEach((slot, seen) ->
                        hours.put(
                                slot,
                                new Share(
                                        days.getOrDefault(slot.day(), 0L).intValue(),
                                        seen.intValue())));
        return new Cadence(Map.copyOf(hours), open);
    }

    private static Map<Slot, Long> count(Set<LocalDateTime> hours) {
        return hours.stream().collect(Collectors.groupingBy(Slot::of, Collectors.counting()));
    }

    /**
     * How likely it is that nothing has come since, if all is as usual: the product over the whole
     * hours between; 1 when none has passed.
     *
     * @param last the hour that brought something last
     */
    double chanceOfSilence(LocalDateTime last, LocalDateTime now) {
        return wholeHours(last, now)
                .filter(hour -> open.test(hour.toLocalDate()))
                .map(hour -> hours.getOrDefault(Slot.of(hour), new Share(0, 0)))
                .mapToDouble(Share::chanceOfNothing)
                .reduce(1, (all, one) -> all * one);
    }

    private static Stream<LocalDateTime> wholeHours(LocalDateTime last, LocalDateTime now) {
        var from = last.truncatedTo(ChronoUnit.HOURS).plusHours(1);
        var to = now.truncatedTo(ChronoUnit.HOURS);
        var count = Duration.between(from, to).toHours();
        return Stream.iterate(from, hour -> hour.plusHours(1)).limit(Math.max(0, count));
    }
}
