package se.trepart.minimising;

import se.trepart.consultation.CheckDigit;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;

/**
 * Numbers of nobody in the place of a personnummer, samordningsnummer or what was meant as one: the
 * serials 980 to 999 are kept for tests. What was right or wrong about the number stays so: its
 * form, its month, its day, its check digit.
 */
final class SyntheticIdentity {
    private static final Pattern FORM =
            Pattern.compile("(\\d\\d)?(\\d\\d)(\\d\\d)(\\d\\d)([-+]?)(\\d{3})(\\d)");

    private SyntheticIdentity() {}

    static boolean looksLikeOne(String text) {
        return FORM.matcher(text).matches();
    }

    /** Whether the last of its digits is the right one. */
    static boolean checks(String text) {
        return CheckDigit.right(digits(text));
    }

    /** What is the same in all its forms: the last ten digits. */
    static String digits(String text) {
        var all = text.replaceAll("\\D", "");
        return all.substring(all.length() - 10);
    }

    /** The n-th such number, from 1; the first four hundred differ. */
    static String of(String text, int number) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("no identity number");
        }
        var century = form.group(1) == null ? "19" : form.group(1);
        var year = Integer.parseInt(century + form.group(2));
        var month = Integer.parseInt(form.group(3));
        var day = Integer.parseInt(form.group(4));
        var nine =
                "95%02d%02d%03d"
                        .formatted(
                                month == 0 ? 0 : month > 12 ? 13 : 1,
                                day(year, month, day, 1 + (number - 1) / 20 % 20),
                                980 + (number - 1) % 20);
        return (form.group(1) == null ? "" : "18")
                + nine.substring(0, 6)
                + form.group(5)
                + nine.substring(6)
                + (right(nine) + offset(text)) % 10;
    }

    /** Of a person, or of a samordningsnummer (60 more); none where it was none. */
    private static int day(int year, int month, int told, int synthetic) {
        if (told == 0 || told == 60) {
            return told;
        }
        if (told > 60) {
            return told > 91 ? 92 : 60 + synthetic;
        }
        return month > 12 || month == 0 || isDate(year, month, told) ? synthetic : 32;
    }

    private static boolean isDate(int year, int month, int day) {
        try {
            return LocalDate.of(year, month, day).getDayOfMonth() == day;
        } catch (DateTimeException noSuchDay) {
            return false;
        }
    }

    private static int right(String nine) {
        var digit = 0;
        while (!CheckDigit.right(nine + digit)) {
            digit++;
        }
        return digit;
    }

    /** How far the last digit is from the right one. */
    private static int offset(String text) {
        var ten = digits(text);
        return (ten.charAt(9) - '0' - right(ten.substring(0, 9)) + 10) % 10;
    }
}
