package se.trepart.facade;

import se.trepart.facade.Sql.Test;
import se.trepart.projection.fhir.Timespan;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How a date compares (FHIR R4, 3.1.1.4.5 and 3.1.1.4.7): by the spans that both sides can mean; an
 * open end of a period reaches beyond every date. A closed period equals a date that it lies in;
 * open periods match (contract 5): one without an end, or a start, equals every date that it
 * touches, so that what began today and goes on is found today.
 */
enum DatePrefix {
    EQ,
    NE,
    GT,
    LT,
    GE,
    LE,
    SA,
    EB,
    AP;

    /** As the index search_date_long has it, which holds the spans that are longer. */
    private static final Duration SHORT = Duration.ofHours(36);

    /** A search value: how to compare, and with what. */
    record Value(DatePrefix prefix, Timespan span) {}

    /**
     * Reads {@code ge2023-03-14}; no prefix means eq.
     *
     * @throws IllegalArgumentException when the rest is no date
     */
    static Value parse(String text) {
        // A plus sign that was not encoded has become a blank.
        var whole = text.strip().replace(' ', '+');
        return Arrays.stream(values())
                .filter(prefix -> whole.startsWith(prefix.name().toLowerCase(Locale.ROOT)))
                .findFirst()
                .map(prefix -> new Value(prefix, Timespan.parse(whole.substring(2))))
                .orElseGet(() -> new Value(EQ, Timespan.parse(whole)));
    }

    /**
     * The comparison in SQL.
     *
     * @param low the expression of the stored span's low end
     * @param high the expression of its high end
     * @param now approximately means: within a tenth of the distance between the date and now
     */
    Test test(Timespan asked, String low, String high, Instant now) {
        var from = asked.jdbcLow();
        var to = asked.jdbcHigh();
        return switch (this) {
            case EQ -> equal(low, high, asked);
            case NE -> {
                var equal = equal(low, high, asked);
                yield new Test("not " + equal.text(), equal.values());
            }
            case GT -> endsAfter(to, low, high, Test.of(high + " > ?", to));
            case LT -> Test.of("(" + low + " < ?)", from);
            // What equals the date and does not end after it begins with it or later.
            case GE ->
                    endsAfter(
                            from,
                            low,
                            high,
                            Test.of(
                                    "(%2$s > ? or %1$s >= ? or %1$s = '-infinity' and %2$s > ?)"
                                            .formatted(low, high),
                                    to,
                                    from,
                                    from));
            case LE ->
                    Test.of(
                            "(%1$s <= ? and (%1$s < ? or %2$s <= ? or %2$s = 'infinity' and %1$s < ?))"
                                    .formatted(low, high),
                            to,
                            from,
                            to,
                            to);
            case SA -> Test.of("(" + low + " >= ?)", to);
            case EB -> Test.of("(" + high + " <= ?)", from);
            case AP -> {
                var near = approximately(asked, now);
                yield endsAfter(
                        near.jdbcLow(),
                        low,
                        high,
                        Test.of(
                                low + " < ? and " + high + " > ?",
                                near.jdbcHigh(),
                                near.jdbcLow()));
            }
        };
    }

    /**
     * Adds what follows for the begin of whatever ends at a time or after it: most spans are short,
     * and a partial index has those that are not. So one range of begins does it, instead of all
     * that ever ended later.
     */
    private static Test endsAfter(OffsetDateTime end, String low, String high, Test test) {
        var endless = end.equals(OffsetDateTime.MIN) || end.equals(OffsetDateTime.MAX);
        return Test.anyOf(
                        List.of(
                                Test.of(low + " >= ?", endless ? end : end.minus(SHORT)),
                                Test.of(
                                        "%2$s - %1$s > interval '%3$s hours'"
                                                .formatted(low, high, SHORT.toHours()))))
                .and(test);
    }

    /** Two partial indexes hold the open periods, by the end that is known. */
    private static Test equal(String low, String high, Timespan asked) {
        return Test.anyOf(
                List.of(
                        within(low, high, asked),
                        Test.of(
                                "(" + high + " = 'infinity' and " + low + " < ?)",
                                asked.jdbcHigh()),
                        Test.of(
                                "(" + low + " = '-infinity' and " + high + " > ?)",
                                asked.jdbcLow())));
    }

    /**
     * Says of both ends what follows for one of them from the other, so that one index range does
     * it.
     */
    private static Test within(String low, String high, Timespan asked) {
        var from = asked.jdbcLow();
        var to = asked.jdbcHigh();
        return Test.of(
                "("
                        + low
                        + " >= ? and "
                        + high
                        + " <= ?"
                        + " and "
                        + low
                        + " <= ? and "
                        + high
                        + " >= ?)",
                from,
                to,
                to,
                from);
    }

    /** The comparison of a time that is exact to the millisecond and stands in one column. */
    Test testInstant(Timespan asked, String column, Instant now) {
        var from = asked.jdbcLow();
        var to = asked.jdbcHigh();
        return switch (this) {
            case EQ -> Test.of("(" + column + " >= ? and " + column + " < ?)", from, to);
            case NE -> Test.of("(" + column + " < ? or " + column + " >= ?)", from, to);
            case GT, SA -> Test.of("(" + column + " >= ?)", to);
            case GE -> Test.of("(" + column + " >= ?)", from);
            case LT, EB -> Test.of("(" + column + " < ?)", from);
            case LE -> Test.of("(" + column + " < ?)", to);
            case AP -> EQ.testInstant(approximately(asked, now), column, now);
        };
    }

    static Timespan approximately(Timespan asked, Instant now) {
        var margin = Duration.between(asked.low(), now).abs().dividedBy(10);
        return new Timespan(asked.low().minus(margin), asked.high().plus(margin));
    }
}
