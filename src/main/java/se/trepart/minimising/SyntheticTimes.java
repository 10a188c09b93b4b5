package se.trepart.minimising;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Times of nothing that happened, in the order of those that they stand for and as precise, in
 * HL7's form or RFC 3339's.
 */
final class SyntheticTimes {
    private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");
    private static final LocalDateTime FIRST = LocalDateTime.of(2020, 1, 7, 10, 0);
    private static final Pattern HL7 =
            Pattern.compile("(\\d{4}(?:\\d\\d){0,5})(\\.\\d{1,9})?([+-]\\d{4}|Z)?");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d(-\\d\\d)?");
    private static final DateTimeFormatter DIGITS =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);
    private static final DateTimeFormatter RFC_3339 =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);

    private SyntheticTimes() {}

    static boolean isTime(String text) {
        return when(text).isPresent();
    }

    /**
     * What stands for each.
     *
     * @param minutes between one and the next
     */
    static Map<String, String> of(Collection<String> texts, long minutes) {
        var moments = new TreeSet<LocalDateTime>();
        texts.forEach(text -> when(text).ifPresent(moments::add));
        var ranked = new ArrayList<>(moments);
        var synthetic = new HashMap<String, String>();
        for (var text : texts) {
            when(text)
                    .ifPresent(moment ->
                            synthetic.put(
                                    text,
                                    written(
                                            text,
                                            FIRST.plusMinutes(minutes * ranked.indexOf(moment)))));
        }
        return synthetic;
    }

    private static String written(String like, LocalDateTime moment) {
        var hl7 = HL7.matcher(like);
        if (hl7.matches()) {
            return DIGITS.format(moment).substring(0, hl7.group(1).length())
                    + (hl7.group(2) == null ? "" : hl7.group(2).replaceAll("\\d", "0"))
                    + (hl7.group(3) == null ? "" : "+0100");
        }
        var whole = RFC_3339.format(moment.atZone(STOCKHOLM));
        return DATE.matcher(like).matches() ? whole.substring(0, like.length()) : whole;
    }

    private static Optional<LocalDateTime> when(String text) {
        try {
            var hl7 = HL7.matcher(text);
            if (hl7.matches()) {
                return plausible(hl7(hl7.group(1), hl7.group(3)));
            }
            return plausible(
                    DATE.matcher(text).matches()
                            ? LocalDateTime.parse((text + "-01").substring(0, 10) + "T00:00")
                            : local(OffsetDateTime.parse(text)));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    private static LocalDateTime hl7(
            String digits, @org.jspecify.annotations.Nullable String zone) {
        var whole = digits + "00000101000000".substring(digits.length());
        var moment = LocalDateTime.parse(whole, DIGITS);
        return zone == null ? moment : local(moment.atOffset(ZoneOffset.of(zone)));
    }

    private static LocalDateTime local(OffsetDateTime time) {
        return time.atZoneSameInstant(STOCKHOLM).toLocalDateTime();
    }

    private static Optional<LocalDateTime> plausible(LocalDateTime moment) {
        return moment.getYear() >= 1800 && moment.getYear() < 2200
                ? Optional.of(moment)
                : Optional.empty();
    }
}
