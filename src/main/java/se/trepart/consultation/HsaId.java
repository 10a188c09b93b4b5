package se.trepart.consultation;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A Swedish HSA-id: {@code SE}, optional {@code 16}, ten digits, hyphen, letters and digits; at
 * most 31 characters; kept in upper case since it is compared without case.
 */
public record HsaId(String value) implements Comparable<HsaId> {
    private static final Pattern FORM = Pattern.compile("SE(16)?\\d{10}-[A-Z0-9]+");
    private static final Pattern WRITTEN = Pattern.compile("(?i)SE(16)?\\d{10}-[A-Z0-9]+");

    public HsaId {
        if (value.length() > 31 || !FORM.matcher(value).matches()) {
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
        var candidate = text.strip();
        return candidate.length() <= 31 && WRITTEN.matcher(candidate).matches();
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
