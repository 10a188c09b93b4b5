package se.trepart.cause;

import se.trepart.fault.FaultCode;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What things that are wrong in the same way have in common; the same on every instance and in
 * every year.
 *
 * @param place the feed or the destination
 * @param code of the catalogue, such as {@code TRP-202}
 * @param field the position without its counters: {@code PR1-3}, {@code /data/diagnoses/#/code}
 * @param rule what the fault says beside its code, without numbers that differ each time
 */
public record Fingerprint(Kind kind, String place, String code, String field, String rule) {
    /** Why something needs a person. */
    public enum Kind {
        /** Messages that were answered with a refusal. */
        REFUSED,
        /** Messages that could belong to several consultations. */
        PARKED,
        /** Streams that wait for a person. */
        HELD,
        /** Feeds that bring nothing though they usually do. */
        SILENT;

        /** As in the API: {@code refused}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int LENGTH = 12;
    private static final Pattern REPETITION = Pattern.compile("[\\[(]\\d+[\\])]");
    private static final Pattern ITEM = Pattern.compile("/\\d+(?=/|$)");
    private static final Pattern COUNTER = Pattern.compile("\\d{4,}|(?<= )\\d+(?= |$|,)");

    /** Takes away what differs from one message to the next. */
    static Fingerprint of(Kind kind, String place, String code, String where, String detail) {
        var field = ITEM.matcher(REPETITION.matcher(where).replaceAll("")).replaceAll("/#");
        return new Fingerprint(
                kind, place, code, field, COUNTER.matcher(detail.strip()).replaceAll("#"));
    }

    static Fingerprint of(Kind kind, String place, FaultCode code, String where) {
        return of(kind, place, code.code(), where, "");
    }

    /** Short enough to be said on the telephone. */
    String id() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var part : new String[] {kind.code(), place, code, field, rule}) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
