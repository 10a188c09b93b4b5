package se.trepart.facade;

import se.trepart.facade.Sql.Test;
import se.trepart.projection.fhir.SearchParameter;
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
     * The comparison in SQL with the span of a row {@code i}, which begins at {@code i.low} and
     * ends before {@code i.high}.
     *
     * @param now approximately means: within a tenth of the distance between the date and now
     */
    Test test(SearchParameter parameter, Timespan asked, Instant now) {
        var from = asked.jdbcLow();
        var to = asked.jdbcHigh();
        return switch (this) {
            case EQ -> equal(parameter, asked);
            case NE -> {
                var equal = equal(parameter, asked);
                yield new Test("not " + equal.text(), equal.values());
            }
            case GT -> endsAfter(parameter, to, Test.of("i.high > ?", to));
            case LT -> Test.of("(i.low < ?)", from);
            // What equals the date and does not end after it begins with it or later.
            case GE ->
                    endsAfter(
                            parameter,
                            from,
                            Test.of(
                                    "(i.high > ? or i.low >= ? or i.low = '-infinity' and i.high >"
                                            + " ?)",
                                    to,
                                    from,
                                    from));
            case LE ->
                    Test.of(
                            "(i.low <= ? and (i.low < ? or i.high <= ?"
                                    + " or i.high = 'infinity' and i.low < ?))",
                            to,
                            from,
                            to,
                            to);
            case SA -> Test.of("(i.low >= ?)", to);
            case EB -> Test.of("(i.high <= ?)", from);
            case AP -> {
                var near = approximately(asked, now);
                yield endsAfter(
                        parameter,
                        near.jdbcLow(),
                        Test.of("i.low < ? and i.high > ?", near.jdbcHigh(), near.jdbcLow()));
            }
        };
    }

    /**
     * Adds what follows for the begin of whatever ends at a time or after it: most spans are short,
     * and a partial index has those that are not. So one range of begins does it, instead of all
     * that ever ended later.
     */
    private static Test endsAfter(SearchParameter parameter, OffsetDateTime end, Test test) {
        var endless = end.equals(OffsetDateTime.MIN) || end.equals(OffsetDateTime.MAX);
        var begins = Test.of("i.low >= ?", endless ? end : end.minus(SHORT));
        var lasts = Test.of("i.high - i.low > interval '%s hours'".formatted(SHORT.toHours()));
        return Test.anyOf(parameter.instant() ? List.of(begins) : List.of(begins, lasts)).and(test);
    }

    /**
     * Two partial indexes hold the open periods, by the end that is known. They are asked for
     * periods alone: the planner would expect some of any parameter there.
     */
    private static Test equal(SearchParameter parameter, Timespan asked) {
        var within = within(asked);
        return parameter.endless()
                ? Test.anyOf(
                        List.of(
                                within,
                                Test.of("(i.high = 'infinity' and i.low < ?)", asked.jdbcHigh()),
                                Test.of("(i.low = '-infinity' and i.high > ?)", asked.jdbcLow())))
                : within;
    }

    /**
     * Says of both ends what follows for one of them from the other, so that one index range does
     * it.
     */
    private static Test within(Timespan asked) {
        var from = asked.jdbcLow();
        var to = asked.jdbcHigh();
        return Test.of(
                "(i.low >= ? and i.high <= ? and i.low <= ? and i.high >= ?)", from, to, to, from);
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
