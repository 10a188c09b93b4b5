package se.trepart.fault;

import java.util.regex.Pattern;

/**
 * One thing wrong with one message or request.
 *
 * @param code which entry of the catalogue
 * @param where the position: an HL7 location such as {@code PID-3.4}, or a JSON path such as {@code
 *     /data/slot/start}; empty when it is the whole. A name in it that the sender made up, and that
 *     looks like a person's number or name, is {@code ?}
 * @param detail codes, names of settings and fields that help to find it; never personal data,
 *     empty when the text says enough
 */
public record Fault(FaultCode code, String where, String detail) {
    /**
     * A step of a position that the sender named and that is no field's name: it has blanks or a
     * number (law 9).
     */
    private static final Pattern NO_NAME =
            Pattern.compile("[^/.]*(?:\\d{5}|[^\\p{L}\\p{N}\\p{Punct}])[^/.]*");

    public Fault {
        where = NO_NAME.matcher(where).replaceAll("?");
    }

    public Fault(FaultCode code, String where) {
        this(code, where, "");
    }

    /** The Swedish text for the person who must act, with the detail. */
    public String swedish() {
        return detail.isEmpty() ? code.swedish() : code.swedish() + " (" + detail + ")";
    }

    /** The English text for the engineer, with position and detail. */
    public String english() {
        return code.code()
                + " "
                + code.english()
                + (where.isEmpty() ? "" : " at " + where)
                + (detail.isEmpty() ? "" : ": " + detail);
    }
}
