package se.trepart.mapping;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/**
 * How times are written: with Stockholm's offset at that instant, to the second, a fraction only if
 * the source had one (contract 5).
 */
public final class Times {
    /** The zone of every local time and every day. */
    public static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");

    private static final DateTimeFormatter SECONDS =
            new DateTimeFormatterBuilder()
                    .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
                    .appendOffset("+HH:MM", "+00:00")
                    .toFormatter();

    private Times() {}

    /** RFC 3339 in Stockholm's offset. */
    public static String text(OffsetDateTime time) {
        return text(time.toInstant());
    }

    /** RFC 3339 in Stockholm's offset. */
    public static String text(Instant time) {
        var local = time.atZone(STOCKHOLM).toOffsetDateTime();
        if (local.getNano() != 0) {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(local);
        }
        return local.getOffset().getTotalSeconds() % 3600 == 0
                        && !local.getOffset().equals(ZoneOffset.UTC)
                ? asTheJdkWrites(local)
                : SECONDS.format(local);
    }

    /** What SECONDS writes too, at a third of the price: the JDK leaves out seconds of zero. */
    private static String asTheJdkWrites(OffsetDateTime local) {
        return local.toLocalDateTime()
                + (local.getSecond() == 0 ? ":00" : "")
                + local.getOffset().getId();
    }

    /** The day in Stockholm. */
    public static LocalDate day(OffsetDateTime time) {
        return time.atZoneSameInstant(STOCKHOLM).toLocalDate();
    }
}
