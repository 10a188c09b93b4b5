package se.trepart.consultation;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A patient's identity, checked and in one form (contract 5): personnummer 12 digits, a real date
 * and Luhn over the last ten; samordningsnummer day 60 to 91, month 00 to 12, the same check digit;
 * reservnummer 4 to 20 letters and digits.
 */
public record Personidentitet(Identitetstyp type, String value)
        implements Comparable<Personidentitet> {
    private static final Pattern TWELVE_DIGITS = Pattern.compile("\\d{12}");
    private static final Pattern RESERVNUMMER = Pattern.compile("[0-9A-ZÅÄÖ]{4,20}");
    private static final Pattern LOKALT = Pattern.compile("[0-9A-ZÅÄÖ-]{1,40}");

    public Personidentitet {
        if (!valid(type, value)) {
            throw new IllegalArgumentException("not a valid " + type.code());
        }
    }

    /**
     * Reads a value of a known type; a hyphen or plus before the last four is taken off. Throws
     * IllegalArgumentException without the value.
     */
    public static Personidentitet parse(Identitetstyp type, String text) {
        return new Personidentitet(type, normalised(type, text));
    }

    /**
     * Reads a value that is personnummer or samordningsnummer by its own digits (day above 60), as
     * HL7 v2 senders send both.
     */
    public static Personidentitet parse(String text) {
        var digits = normalised(Identitetstyp.PERSONNUMMER, text);
        var coordination =
                TWELVE_DIGITS.matcher(digits).matches()
                        && Integer.parseInt(digits.substring(6, 8)) >= 60;
        return new Personidentitet(
                coordination ? Identitetstyp.SAMORDNINGSNUMMER : Identitetstyp.PERSONNUMMER,
                digits);
    }

    /**
     * The date of birth as precisely as the number tells it (FHIR's date): a samordningsnummer with
     * day 60 tells year and month, with month 00 the year alone. Empty for a reservnummer.
     */
    public Optional<String> birthDate() {
        return switch (type) {
            case PERSONNUMMER -> date(value, 0).map(LocalDate::toString);
            case SAMORDNINGSNUMMER ->
                    Optional.of(
                            date(value, 60).map(LocalDate::toString).orElseGet(this::monthOrYear));
            case RESERVNUMMER, LOKALT_RESERVNUMMER -> Optional.empty();
        };
    }

    private String monthOrYear() {
        var year = value.substring(0, 4);
        var month = value.substring(4, 6);
        return month.equals("00") ? year : year + "-" + month;
    }

    private static String normalised(Identitetstyp type, String text) {
        var stripped = text.strip().toUpperCase(Locale.ROOT);
        return switch (type) {
            case PERSONNUMMER, SAMORDNINGSNUMMER ->
                    stripped.length() == 13 && "-+".indexOf(stripped.charAt(8)) >= 0
                            ? stripped.substring(0, 8) + stripped.substring(9)
                            : stripped;
            case RESERVNUMMER -> stripped.replace("-", "");
            case LOKALT_RESERVNUMMER -> stripped;
        };
    }

    private static boolean valid(Identitetstyp type, String value) {
        return switch (type) {
            case PERSONNUMMER ->
                    TWELVE_DIGITS.matcher(value).matches()
                            && CheckDigit.right(value.substring(2))
                            && date(value, 0).isPresent();
            case SAMORDNINGSNUMMER ->
                    TWELVE_DIGITS.matcher(value).matches()
                            && CheckDigit.right(value.substring(2))
                            && Integer.parseInt(value.substring(4, 6)) <= 12
                            && Integer.parseInt(value.substring(6, 8)) >= 60
                            && Integer.parseInt(value.substring(6, 8)) <= 91;
            case RESERVNUMMER -> RESERVNUMMER.matcher(value).matches();
            case LOKALT_RESERVNUMMER -> LOKALT.matcher(value).matches();
        };
    }

    private static Optional<LocalDate> date(String value, int dayOffset) {
        try {
            return Optional.of(
                    LocalDate.of(
                            Integer.parseInt(value.substring(0, 4)),
                            Integer.parseInt(value.substring(4, 6)),
                            Integer.parseInt(value.substring(6, 8)) - dayOffset));
        } catch (DateTimeException noSuchDate) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(Personidentitet other) {
        var byType = type.compareTo(other.type);
        return byType != 0 ? byType : value.compareTo(other.value);
    }

    /** The kind alone: the number itself never reaches a log. */
    @Override
    public String toString() {
        return type.code();
    }
}
