package se.trepart.consultation;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A diagnosis of ICD-10-SE without its dot: one letter, three digits, and one more letter or digit
 * where the code has it.
 */
public record DiagnosKod(String value) implements Comparable<DiagnosKod> {
    private static final Pattern FORM = Pattern.compile("[A-Z]\\d{3}[0-9A-Z]?");

    public DiagnosKod {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("malformed ICD-10-SE code");
        }
    }

    /** Reads the code in any case, with or without its dot. */
    public static DiagnosKod parse(String text) {
        return new DiagnosKod(text.strip().toUpperCase(Locale.ROOT).replace(".", ""));
    }

    @Override
    public int compareTo(DiagnosKod other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
