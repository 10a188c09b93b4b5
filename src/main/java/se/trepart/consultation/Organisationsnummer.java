package se.trepart.consultation;

import java.util.regex.Pattern;

/**
 * The number of a Swedish legal person, ten digits in one form: the third is at least 2, so that it
 * is no date, and the last is the check digit over all (Luhn).
 */
public record Organisationsnummer(String value) {
    private static final Pattern FORM = Pattern.compile("\\d{2}[2-9]\\d{7}");
    private static final Pattern WRITTEN = Pattern.compile("(16)?(\\d{6})-?(\\d{4})");

    public Organisationsnummer {
        if (!FORM.matcher(value).matches() || !CheckDigit.right(value)) {
            throw new IllegalArgumentException("not a valid organisationsnummer");
        }
    }

    /**
     * Reads the number with or without its hyphen, and with or without the leading 16 that makes it
     * as long as a personnummer. Throws IllegalArgumentException without the value.
     */
    public static Organisationsnummer parse(String text) {
        var written = WRITTEN.matcher(text.strip());
        if (!written.matches()) {
            throw new IllegalArgumentException("not a valid organisationsnummer");
        }
        return new Organisationsnummer(written.group(2) + written.group(3));
    }

    @Override
    public String toString() {
        return value;
    }
}
