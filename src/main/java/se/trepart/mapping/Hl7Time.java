package se.trepart.mapping;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * HL7 v2 times (DTM, TS) to RFC 3339 with Stockholm's offset, and back. A time without zone is
 * local to the given zone: in the hour that comes twice in autumn the earlier one, unless that is
 * before a given instant; in the hour that spring skips, the clock is taken as not yet moved (02:30
 * is 03:30+02:00).
 */
final class Hl7Time {
    static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");
    private static final Pattern FORM =
            Pattern.compile(
                    "(\\d{4})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:\\.(\\d{1,9}))?)?)?)?)?)?([+-]\\d{4}|Z)?");
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DTM =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmssxx", Locale.ROOT);
    private static final DateTimeFormatter DTM_SECONDS =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);
    private static final DateTimeFormatter DTM_OFFSET =
            DateTimeFormatter.ofPattern("xx", Locale.ROOT);

    private Hl7Time() {}

    /**
     * The RFC 3339 time; empty for what is no time ({@code 0}, a date only, nothing); the text as
     * it came where it cannot be read, so that the schema refuses it.
     */
    static Optional<String> read(String text, ZoneId zone, Optional<OffsetDateTime> notBefore) {
        var trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.equals("\"\"") || zero(trimmed)) {
            return Optional.empty();
        }
        var match = FORM.matcher(trimmed);
        if (!match.matches()) {
            return Optional.of(text);
        }
        try {
            var date =
                    LocalDate.of(
                            part(match.group(1), 1),
                            part(match.group(2), 1),
                            part(match.group(3), 1));
            if (match.group(4) == null) {
                return Optional.empty();
            }
            var fraction = match.group(7) == null ? "" : match.group(7);
            var nanos =
                    part(fraction.isEmpty() ? null : (fraction + "000000000").substring(0, 9), 0);
            var local =
                    date.atTime(
                            part(match.group(4), 0),
                            part(match.group(5), 0),
                            part(match.group(6), 0),
                            nanos);
            return Optional.of(write(instant(local, match.group(8), zone, notBefore), fraction));
        } catch (DateTimeException noSuchTime) {
            return Optional.of(text);
        }
    }

    private static boolean zero(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }

    private static OffsetDateTime instant(
            LocalDateTime local,
            @org.jspecify.annotations.Nullable String offset,
            ZoneId zone,
            Optional<OffsetDateTime> notBefore) {
        if (offset != null) {
            return local.atOffset(ZoneOffset.of(offset));
        }
        var earlier = local.atZone(zone).withEarlierOffsetAtOverlap().toOffsetDateTime();
        return notBefore.filter(earlier::isBefore).isPresent()
                ? local.atZone(zone).withLaterOffsetAtOverlap().toOffsetDateTime()
                : earlier;
    }

    /**
     * RFC 3339 with Stockholm's offset at that instant; the fraction's digits as the source had.
     */
    static String write(OffsetDateTime time, String fraction) {
        var there = time.atZoneSameInstant(STOCKHOLM);
        return SECONDS.format(there)
                + (fraction.isEmpty() ? "" : "." + fraction)
                + (there.getOffset().equals(ZoneOffset.UTC) ? "Z" : there.getOffset().getId());
    }

    /** A date of whatever precision as FHIR writes it; empty when it is none. */
    static Optional<String> date(String text) {
        var match = FORM.matcher(text.strip());
        if (!match.matches() || text.startsWith("0000")) {
            return Optional.empty();
        }
        var date = new StringBuilder(match.group(1));
        for (var group = 2;
                group <= 3 && match.group(group) != null && !match.group(group).equals("00");
                group++) {
            date.append('-').append(match.group(group));
        }
        return Optional.of(date.toString());
    }

    /** An RFC 3339 time as HL7 v2 DTM, to the second or its fraction, with Stockholm's offset. */
    static String dtm(OffsetDateTime time) {
        var there = time.atZoneSameInstant(STOCKHOLM);
        var tenThousandths = there.getNano() / 100_000;
        if (tenThousandths == 0) {
            return DTM.format(there);
        }
        var fraction = ("." + (10_000 + tenThousandths)).replace(".1", ".").replaceAll("0+$", "");
        return DTM_SECONDS.format(there) + fraction + DTM_OFFSET.format(there);
    }

    private static int part(@org.jspecify.annotations.Nullable String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }
}
