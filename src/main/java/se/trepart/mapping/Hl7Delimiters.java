package se.trepart.mapping;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

/**
 * The separators that MSH-1 and MSH-2 declare (HL7 v2 chapter 2.5.4); those that a short MSH-2
 * leaves out are the standard's own.
 *
 * @param declared MSH-2 as it was sent
 * @param truncation MSH-2.5 (version 2.7), or 0 when it is not declared
 */
record Hl7Delimiters(
        char field,
        char component,
        char repetition,
        char escape,
        char subcomponent,
        char truncation,
        String declared) {
    private static final String STANDARD = "^~\\&";

    /** Reads them from a text that starts with {@code MSH}; throws TRP-101 or TRP-116. */
    static Hl7Delimiters of(String message) {
        if (!message.startsWith("MSH") || message.length() < 4) {
            throw new FaultException(FaultCode.TRP_101, "MSH", "no MSH segment");
        }
        var field = message.charAt(3);
        var end = 4;
        while (end < message.length()
                && message.charAt(end) != field
                && message.charAt(end) >= ' ') {
            end++;
        }
        return of(field, message.substring(4, end));
    }

    /** The separators of MSH-1 and MSH-2; throws TRP-116 when they are not apart. */
    static Hl7Delimiters of(char field, String declared) {
        var all =
                declared.length() < 4 ? declared + STANDARD.substring(declared.length()) : declared;
        var delimiters =
                new Hl7Delimiters(
                        field,
                        all.charAt(0),
                        all.charAt(1),
                        all.charAt(2),
                        all.charAt(3),
                        all.length() > 4 ? all.charAt(4) : 0,
                        declared);
        var used = field + all;
        if (!apart(used) || all.length() > 5) {
            throw new FaultException(FaultCode.TRP_116, "MSH-2", "separators");
        }
        return delimiters;
    }

    /** Whether all differ, and none can be mistaken for text. */
    private static boolean apart(String used) {
        for (var i = 0; i < used.length(); i++) {
            var c = used.charAt(i);
            if (used.indexOf(c, i + 1) >= 0
                    || Character.isLetterOrDigit(c)
                    || c <= ' '
                    || c > '~'
                    || c == '"') {
                return false;
            }
        }
        return true;
    }
}
