package se.trepart.mapping;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
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
        return local.getNano() == 0
                ? SECONDS.format(local)
                : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(local);
    }

    /** The day in Stockholm. */
    public static LocalDate day(OffsetDateTime time) {
        return time.atZoneSameInstant(STOCKHOLM).toLocalDate();
    }
}
