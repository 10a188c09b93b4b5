package se.trepart.facade;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Generated resources and queries, compared with a naive model in memory. Replay with {@code
 * -Dseed=N}.
 */
@NullUnmarked
class SearchPropertyIT {
    private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final List<String> STATUSES =
            List.of("planned", "arrived", "in-progress", "finished");
    private static RunningFacade facade;

    /** An interval of instants, open where null. */
    private record Span(Instant from, Instant to) {
        boolean inside(Span other) {
            return from != null
                    && to != null
                    && !from.isBefore(other.from)
                    && !to.isAfter(other.to);
        }

        /** A closed one lies in the other; an open one touches it. */
        boolean equal(Span other) {
            return (from == null || to == null)
                    ? reachesAfter(other.from) && reachesBefore(other.to)
                    : inside(other);
        }

        boolean reachesAfter(Instant instant) {
            return to == null || to.isAfter(instant);
        }

        boolean reachesBefore(Instant instant) {
            return from == null || from.isBefore(instant);
        }
    }

    /** A date as written, and what it means. */
    private record Written(String text, Span span) {}

    private record Visit(String id, String status, Span period, Set<String> types) {}

    private final Random random = new Random(SEED);
    private final Map<String, Visit> model = new HashMap<>();

    @BeforeAll
    static void start() {
        facade = new RunningFacade();
    }

    @AfterAll
    static void stop() {
        facade.close();
    }

    @Test
    void findsWhatANaiveModelFinds() {
        // given
        facade.empty();
        for (var number = 0; number < 150; number++) {
            store("e" + number);
        }
        for (var round = 0; round < 600; round++) {
            // when
            var query = query();
            var found = facade.found("Encounter?_count=500&" + query.text());
            // then
            var expected =
                    model.values().stream()
                            .filter(query.test()::test)
                            .map(Visit::id)
                            .collect(Collectors.toSet());
            assertThat(new TreeSet<>(found))
                    .as("seed %d, %s", SEED, query.text())
                    .isEqualTo(new TreeSet<>(expected));
            assertThat(found).doesNotHaveDuplicates();
            var sort = List.of("_id", "-date", "status,_lastUpdated").get(random.nextInt(3));
            for (var order : List.of("", "&_sort=" + sort)) {
                var page = facade.bundle("Encounter?_count=3" + order + "&" + query.text());
                assertThat(page.path("total").asInt(-1))
                        .as("seed %d, %s%s", SEED, query.text(), order)
                        .isEqualTo(expected.size());
                assertThat(page.at("/entry").valueStream())
                        .as("seed %d, %s%s", SEED, query.text(), order)
                        .hasSize(Math.min(3, expected.size()))
                        .extracting(entry -> entry.at("/resource/id").asText())
                        .doesNotHaveDuplicates()
                        .isSubsetOf(expected);
            }
        }
    }

    private interface Test1 {
        boolean test(Visit visit);
    }

    private record Query(String text, Test1 test) {
        Query and(Query other) {
            return new Query(
                    text + "&" + other.text, visit -> test.test(visit) && other.test.test(visit));
        }
    }

    private Query query() {
        var query = one();
        return random.nextInt(3) == 0 ? query.and(one()) : query;
    }

    private Query one() {
        return switch (random.nextInt(8)) {
            case 0 -> {
                var statuses = some(STATUSES);
                yield new Query(
                        "status=" + String.join(",", statuses),
                        visit -> statuses.contains(visit.status()));
            }
            case 1 -> {
                var statuses = some(STATUSES);
                yield new Query(
                        "status:not=" + String.join(",", statuses),
                        visit -> !statuses.contains(visit.status()));
            }
            case 2 -> {
                var types = some(List.of("s|a", "s|b", "t|a"));
                yield new Query(
                        "type=" + encoded(String.join(",", types)),
                        visit -> types.stream().anyMatch(visit.types()::contains));
            }
            case 3 -> {
                var code = random.nextBoolean() ? "a" : "b";
                yield new Query(
                        "type:not=" + code,
                        visit ->
                                visit.types().stream()
                                        .noneMatch(type -> type.endsWith("|" + code)));
            }
            case 4 -> {
                var missing = random.nextBoolean();
                yield new Query(
                        "date:missing=" + missing, visit -> (visit.period() == null) == missing);
            }
            default -> date();
        };
    }

    private Query date() {
        var asked = written(random.nextInt(6));
        var span = asked.span();
        var prefix =
                List.of("", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb").get(random.nextInt(9));
        Test1 test =
                switch (prefix) {
                    case "", "eq" -> visit -> visit.period().equal(span);
                    case "ne" -> visit -> !visit.period().equal(span);
                    case "gt" -> visit -> visit.period().reachesAfter(span.to());
                    case "lt" -> visit -> visit.period().reachesBefore(span.from());
                    case "ge" ->
                            visit ->
                                    visit.period().reachesAfter(span.to())
                                            || visit.period().equal(span);
                    case "le" ->
                            visit ->
                                    visit.period().reachesBefore(span.from())
                                            || visit.period().equal(span);
                    case "sa" -> visit -> !visit.period().reachesBefore(span.to());
                    default -> visit -> !visit.period().reachesAfter(span.from());
                };
        return new Query(
                "date=" + prefix + encoded(asked.text()),
                visit -> visit.period() != null && test.test(visit));
    }

    private List<String> some(List<String> of) {
        var some = of.stream().filter(one -> random.nextInt(2) == 0).toList();
        return some.isEmpty() ? List.of(of.getFirst()) : some;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Writes a visit with a random period: closed, open at either end, a point, or none. */
    private void store(String id) {
        var start = random.nextInt(4) == 0 ? null : written(random.nextInt(6));
        var end = random.nextInt(3) == 0 ? null : written(random.nextInt(6));
        if (start != null && end != null && start.span().from().isAfter(end.span().to())) {
            var later = start;
            start = end;
            end = later;
        }
        var status = STATUSES.get(random.nextInt(STATUSES.size()));
        var types =
                new HashSet<>(
                        random.nextInt(4) == 0
                                ? List.<String>of()
                                : some(List.of("s|a", "s|b", "t|a")));
        var json =
                new StringBuilder(
                        "{'resourceType':'Encounter','id':'" + id + "','status':'" + status + "'");
        var period = new ArrayList<String>();
        if (start != null) {
            period.add("'start':'" + start.text() + "'");
        }
        if (end != null) {
            period.add("'end':'" + end.text() + "'");
        }
        if (!period.isEmpty()) {
            json.append(",'period':{").append(String.join(",", period)).append('}');
        }
        if (!types.isEmpty()) {
            json.append(",'type':[{'coding':[")
                    .append(
                            types.stream()
                                    .map(type ->
                                            "{'system':'"
                                                    + type.charAt(0)
                                                    + "','code':'"
                                                    + type.charAt(2)
                                                    + "'}")
                                    .collect(Collectors.joining(",")))
                    .append("]}]");
        }
        facade.write(id, Instant.EPOCH, json.append('}').toString());
        var span =
                period.isEmpty()
                        ? null
                        : new Span(
                                start == null ? null : start.span().from(),
                                end == null ? null : end.span().to());
        model.put(id, new Visit(id, status, span, types));
    }

    /** A date around the nights when the clock changes, in one of six precisions and zones. */
    private Written written(int form) {
        var day = LocalDate.of(2023, random.nextBoolean() ? 3 : 10, 24).plusDays(random.nextInt(9));
        var time = day.atTime(random.nextInt(24), random.nextInt(4) * 15, random.nextInt(2) * 30);
        return switch (form) {
            case 0 ->
                    new Written(
                            "2023-" + pad(day.getMonthValue()),
                            days(day.withDayOfMonth(1), day.withDayOfMonth(1).plusMonths(1)));
            case 1, 2 -> new Written(day.toString(), days(day, day.plusDays(1)));
            case 3 -> {
                var instant = time.atZone(STOCKHOLM).toInstant();
                yield new Written(instant.toString(), new Span(instant, instant.plusSeconds(1)));
            }
            case 4 -> {
                var zoned = time.atZone(STOCKHOLM).toOffsetDateTime();
                var text = text(zoned.toLocalDateTime()) + zoned.getOffset();
                yield new Written(
                        text, new Span(zoned.toInstant(), zoned.toInstant().plusSeconds(1)));
            }
            default -> {
                // the second of two local times is half past two again, an hour later
                var offsets = STOCKHOLM.getRules().getValidOffsets(time);
                if (offsets.isEmpty()) {
                    yield written(1);
                }
                yield new Written(
                        text(time),
                        new Span(
                                time.toInstant(offsets.getFirst()),
                                time.toInstant(offsets.getLast()).plusSeconds(1)));
            }
        };
    }

    private static String text(LocalDateTime time) {
        return time.toLocalDate()
                + "T"
                + pad(time.getHour())
                + ":"
                + pad(time.getMinute())
                + ":"
                + pad(time.getSecond());
    }

    private static String pad(int number) {
        return (number < 10 ? "0" : "") + number;
    }

    private static Span days(LocalDate first, LocalDate next) {
        return new Span(
                first.atStartOfDay(STOCKHOLM).toInstant(),
                next.atStartOfDay(STOCKHOLM).toInstant());
    }
}
