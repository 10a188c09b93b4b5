package se.trepart.simulator;

import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times between HL7 v2's form and FHIR's; what names no zone is local time in Stockholm. */
final class Hl7Time {
    private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");
    private static final Pattern DTM =
            Pattern.compile("(\\d{12})(\\d{2})?(\\.\\d{1,4})?([+-]\\d{4})?");
    private static final DateTimeFormatter DIGITS =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

    private Hl7Time() {}

    /**
     * A time with at least minutes, as FHIR writes it with Stockholm's offset; nothing when it is
     * no such time.
     */
    static Optional<String> toFhir(String dtm) {
        Matcher matcher = DTM.matcher(dtm);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            String seconds = matcher.group(2) == null ? "00" : matcher.group(2);
            LocalDateTime local = LocalDateTime.parse(matcher.group(1) + seconds, DIGITS);
            String offset = matcher.group(4);
            ZonedDateTime time =
                    offset == null
                            ? local.atZone(STOCKHOLM)
                            : local.atOffset(ZoneOffset.of(offset)).atZoneSameInstant(STOCKHOLM);
            String fraction = matcher.group(3) == null ? "" : matcher.group(3);
            return Optional.of(SECONDS.format(time) + fraction + time.getOffset());
        } catch (java.time.DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A moment as FHIR writes it, to the second. */
    static String toFhir(OffsetDateTime time) {
        ZonedDateTime local = time.atZoneSameInstant(STOCKHOLM);
        return SECONDS.format(local) + local.getOffset();
    }

    /** The present moment as MSH-7 has it, with Stockholm's offset. */
    static String now() {
        return DateTimeFormatter.ofPattern("uuuuMMddHHmmssxx").format(ZonedDateTime.now(STOCKHOLM));
    }
}
