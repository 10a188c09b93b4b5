package se.trepart.facade;

import se.trepart.facade.Sql.Test;
import se.trepart.projection.fhir.Timespan;

import java.time.Duration;
import java.time.Instant;
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
        var from = asked.sqlLow();
        var to = asked.sqlHigh();
        return switch (this) {
            case EQ -> equal(low, high, asked);
            case NE -> {
                var equal = equal(low, high, asked);
                yield new Test("not " + equal.text(), equal.values());
            }
            case GT -> Test.of("(" + high + " > ?::timestamptz)", to);
            case LT -> Test.of("(" + low + " < ?::timestamptz)", from);
            case GE -> Test.anyOf(List.of(GT.test(asked, low, high, now), equal(low, high, asked)));
            case LE -> Test.anyOf(List.of(LT.test(asked, low, high, now), equal(low, high, asked)));
            case SA -> Test.of("(" + low + " >= ?::timestamptz)", to);
            case EB -> Test.of("(" + high + " <= ?::timestamptz)", from);
            case AP -> {
                var near = approximately(asked, now);
                yield Test.of(
                        "(" + low + " < ?::timestamptz and " + high + " > ?::timestamptz)",
                        near.sqlHigh(),
                        near.sqlLow());
            }
        };
    }

    /** Two partial indexes hold the open periods, by the end that is known. */
    private static Test equal(String low, String high, Timespan asked) {
        return Test.anyOf(
                List.of(
                        within(low, high, asked),
                        Test.of(
                                "(" + high + " = 'infinity' and " + low + " < ?::timestamptz)",
                                asked.sqlHigh()),
                        Test.of(
                                "(" + low + " = '-infinity' and " + high + " > ?::timestamptz)",
                                asked.sqlLow())));
    }

    /**
     * Says of both ends what follows for one of them from the other, so that one index range does
     * it.
     */
    private static Test within(String low, String high, Timespan asked) {
        var from = asked.sqlLow();
        var to = asked.sqlHigh();
        return Test.of(
                "("
                        + low
                        + " >= ?::timestamptz and "
                        + high
                        + " <= ?::timestamptz"
                        + " and "
                        + low
                        + " <= ?::timestamptz and "
                        + high
                        + " >= ?::timestamptz)",
                from,
                to,
                to,
                from);
    }

    /** The comparison of a time that is exact to the millisecond and stands in one column. */
    Test testInstant(Timespan asked, String column, Instant now) {
        var from = asked.sqlLow();
        var to = asked.sqlHigh();
        return switch (this) {
            case EQ ->
                    Test.of(
                            "("
                                    + column
                                    + " >= ?::timestamptz and "
                                    + column
                                    + " < ?::timestamptz)",
                            from,
                            to);
            case NE ->
                    Test.of(
                            "(" + column + " < ?::timestamptz or " + column + " >= ?::timestamptz)",
                            from,
                            to);
            case GT, SA -> Test.of("(" + column + " >= ?::timestamptz)", to);
            case GE -> Test.of("(" + column + " >= ?::timestamptz)", from);
            case LT, EB -> Test.of("(" + column + " < ?::timestamptz)", from);
            case LE -> Test.of("(" + column + " < ?::timestamptz)", to);
            case AP -> EQ.testInstant(approximately(asked, now), column, now);
        };
    }

    static Timespan approximately(Timespan asked, Instant now) {
        var margin = Duration.between(asked.low(), now).abs().dividedBy(10);
        return new Timespan(asked.low().minus(margin), asked.high().plus(margin));
    }
}
