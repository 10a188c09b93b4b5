package se.trepart.consultation;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A code of KVÅ: two letters and three digits, three letters and two digits, or one of the
 * seven-character codes of a loaded list.
 */
public record KvaKod(String value) implements Comparable<KvaKod> {
    private static final Pattern FORM =
            Pattern.compile("[A-Z]{2}\\d{3}|[A-Z]{3}\\d{2}|[A-Z0-9]{7}");

    /**
     * Distanskonsultation, registered on the mottagningsbesök when the consultation took place
     * (R2).
     */
    public static final KvaKod XS004 = new KvaKod("XS004");

    public KvaKod {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("malformed KVÅ code");
        }
    }

    /** Reads the code in any case. */
    public static KvaKod parse(String text) {
        return new KvaKod(text.strip().toUpperCase(Locale.ROOT));
    }

    @Override
    public int compareTo(KvaKod other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
