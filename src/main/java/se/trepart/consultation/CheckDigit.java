package se.trepart.consultation;

/** The last digit of Swedish numbers (Luhn, weights 2 and 1 from the left over ten digits). */
public final class CheckDigit {
    private CheckDigit() {}

    /** Whether the last of the ten digits is the one that the other nine make. */
    public static boolean right(String tenDigits) {
        var sum = 0;
        for (var position = 0; position < tenDigits.length(); position++) {
            var digit = tenDigits.charAt(position) - '0';
            var weighted = position % 2 == 0 ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }
}
