package se.trepart.consultation;

import java.util.regex.Pattern;

/**
 * Names one consultation: 1 to 40 of A-Z, a-z, 0-9, full stop and hyphen (contract 3.1, {@code
 * subject}).
 */
public record ConsultationId(String value) implements Comparable<ConsultationId> {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9.-]{1,40}");

    public ConsultationId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("malformed consultation id");
        }
    }

    /** Reads the id; throws IllegalArgumentException, without the value, when it is malformed. */
    public static ConsultationId parse(String text) {
        return new ConsultationId(text);
    }

    @Override
    public int compareTo(ConsultationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
