package se.trepart.projection.fhir;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All instants that a FHIR date, dateTime, instant or Period can mean: from {@code low} up to but
 * not including {@code high}, with the precision that was written. An open end is {@link
 * Instant#MIN} or {@link Instant#MAX}. What has no zone is Swedish time.
 */
public record Timespan(Instant low, Instant high) {
    private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");
    private static final Instant FIRST = Instant.parse("0001-01-02T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-30T00:00:00Z");
    private static final Pattern FORM =
            Pattern.compile(
                    "(\\d{4})(?:-(\\d{2})(?:-(\\d{2})(?:T(\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9})\\d*)?)?"
                        + "(Z|[+-]\\d{2}:\\d{2})?)?)?)?");

    public Timespan {
        if (low.isAfter(high)) {
            throw new IllegalArgumentException("end before start");
        }
    }

    /**
     * Reads {@code 2023}, {@code 2023-03}, {@code 2023-03-14}, {@code 2023-03-14T10:02}, {@code
     * …:11}, {@code ….250}, the last three with or without a zone.
     *
     * @throws IllegalArgumentException when it is none of these; the text does not repeat the value
     */
    public static Timespan parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches() || text.startsWith("0000")) {
            throw new IllegalArgumentException("not a date or time");
        }
        try {
            return form.group(4) == null ? ofDate(form) : ofTime(form);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no such date or time");
        }
    }

    /** The span with these two ends, whichever comes first. */
    static Timespan between(Instant one, Instant other) {
        return one.isAfter(other) ? new Timespan(other, one) : new Timespan(one, other);
    }

    private static Timespan ofDate(Matcher form) {
        var month = form.group(2);
        var day = form.group(3);
        var first =
                LocalDate.of(
                        Integer.parseInt(form.group(1)),
                        month == null ? 1 : Integer.parseInt(month),
                        day == null ? 1 : Integer.parseInt(day));
        var next =
                month == null
                        ? first.plusYears(1)
                        : day == null ? first.plusMonths(1) : first.plusDays(1);
        return new Timespan(
                first.atStartOfDay(STOCKHOLM).toInstant(),
                next.atStartOfDay(STOCKHOLM).toInstant());
    }

    private static Timespan ofTime(Matcher form) {
        var seconds = form.group(6);
        var fraction = form.group(7);
        var nanos =
                fraction == null
                        ? 0
                        : 1000 * Integer.parseInt((fraction + "00000").substring(0, 6));
        var local =
                LocalDate.of(
                                Integer.parseInt(form.group(1)),
                                Integer.parseInt(form.group(2)),
                                Integer.parseInt(form.group(3)))
                        .atTime(
                                Integer.parseInt(form.group(4)),
                                Integer.parseInt(form.group(5)),
                                seconds == null ? 0 : Integer.parseInt(seconds),
                                nanos);
        var unit = precision(seconds, fraction);
        var zone = form.group(8);
        if (zone == null) {
            return ofLocal(local, unit);
        }
        var low = local.toInstant(ZoneOffset.of(zone));
        return new Timespan(low, low.plus(1, unit));
    }

    private static TemporalUnit precision(@Nullable String seconds, @Nullable String fraction) {
        if (seconds == null) {
            return ChronoUnit.MINUTES;
        }
        return fraction == null ? ChronoUnit.SECONDS : ChronoUnit.MILLIS;
    }

    /** In the night when the hour comes twice, a local time means both. */
    private static Timespan ofLocal(LocalDateTime local, TemporalUnit unit) {
        var earlier = local.atZone(STOCKHOLM).withEarlierOffsetAtOverlap().toInstant();
        var later = local.atZone(STOCKHOLM).withLaterOffsetAtOverlap().toInstant();
        return new Timespan(earlier, later.plus(1, unit));
    }

    /** Whether every instant of the other lies in this one. */
    public boolean contains(Timespan other) {
        return !other.low.isBefore(low) && !other.high.isAfter(high);
    }

    /** The low end as PostgreSQL reads it. */
    public String sqlLow() {
        return sql(low);
    }

    /** The high end as PostgreSQL reads it. */
    public String sqlHigh() {
        return sql(high);
    }

    /** The low end as the database's driver takes it. */
    public OffsetDateTime jdbcLow() {
        return jdbc(low);
    }

    /** The high end as the database's driver takes it. */
    public OffsetDateTime jdbcHigh() {
        return jdbc(high);
    }

    /** For the driver, the first and the last are without end. */
    private static OffsetDateTime jdbc(Instant instant) {
        if (instant.isBefore(FIRST)) {
            return OffsetDateTime.MIN;
        }
        return instant.isAfter(LAST) ? OffsetDateTime.MAX : instant.atOffset(ZoneOffset.UTC);
    }

    private static String sql(Instant instant) {
        var time = jdbc(instant);
        if (time.equals(OffsetDateTime.MIN)) {
            return "-infinity";
        }
        return time.equals(OffsetDateTime.MAX) ? "infinity" : instant.toString();
    }
}
