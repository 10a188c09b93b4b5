package se.trepart.consultation;

import java.util.Locale;

/**
 * A Swedish HSA-id: {@code SE}, optional {@code 16}, ten digits, hyphen, letters and digits; at
 * most 31 characters; kept in upper case since it is compared without case.
 */
public record HsaId(String value) implements Comparable<HsaId> {
    private static final int LONGEST = 31;
    private static final int DIGITS = 10;

    public HsaId {
        if (!formed(value, false)) {
            throw new IllegalArgumentException("malformed HSA-id");
        }
    }

    /** Reads the id in any case, blanks around it taken off. */
    public static HsaId parse(String text) {
        if (!matches(text)) {
            throw new IllegalArgumentException("malformed HSA-id");
        }
        return new HsaId(text.strip().toUpperCase(Locale.ROOT));
    }

    /** Whether the text is an HSA-id. */
    public static boolean matches(String text) {
        return formed(text.strip(), true);
    }

    /** Asked of every text in a message that may be one, hence without a regular expression. */
    private static boolean formed(String text, boolean anyCase) {
        var hyphen = text.indexOf('-');
        var digits = hyphen - 2;
        if (text.length() > LONGEST
                || (digits != DIGITS && !(digits == DIGITS + 2 && text.startsWith("16", 2)))
                || !letter(text.charAt(0), 'S', 'S', anyCase)
                || !letter(text.charAt(1), 'E', 'E', anyCase)) {
            return false;
        }
        for (var i = 2; i < text.length(); i++) {
            var c = text.charAt(i);
            var digit = c >= '0' && c <= '9';
            var name = i > hyphen && letter(c, 'A', 'Z', anyCase);
            if (i != hyphen && !digit && !name) {
                return false;
            }
        }
        return text.length() > hyphen + 1;
    }

    private static boolean letter(char c, char from, char to, boolean anyCase) {
        var upper = anyCase && c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
        return upper >= from && upper <= to;
    }

    @Override
    public int compareTo(HsaId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
