package se.trepart.torture;

/** Personnummer of nobody: the serials 980 to 999 are kept for tests. */
public final class TestPersons {
    private TestPersons() {}

    /** Twelve digits; the same for the same number, another for each of the first 672,000. */
    public static String number(int ordinal) {
        var serial = 980 + ordinal % 20;
        var day = 1 + ordinal / 20 % 28;
        var month = 1 + ordinal / 560 % 12;
        var year = 1890 + ordinal / 6720 % 100;
        var digits = "%04d%02d%02d%03d".formatted(year, month, day, serial);
        return digits + check(digits.substring(2));
    }

    private static int check(String nine) {
        var sum = 0;
        for (var place = 0; place < nine.length(); place++) {
            var twice = (nine.charAt(place) - '0') * (place % 2 == 0 ? 2 : 1);
            sum += twice / 10 + twice % 10;
        }
        return (10 - sum % 10) % 10;
    }
}
