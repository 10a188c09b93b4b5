package se.trepart.bench;

/** Personnummer of nobody: the serials 980 to 999 are kept for tests. */
final class TestPersons {
    private TestPersons() {}

    /** Twelve digits, another for each of the first 672,000 ordinals. */
    static String number(int ordinal) {
        var serial = 980 + ordinal % 20;
        var day = 1 + ordinal / 20 % 28;
        var month = 1 + ordinal / 560 % 12;
        var year = 1890 + ordinal / 6720 % 100;
        var nine = "%02d%02d%02d%03d".formatted(year % 100, month, day, serial);
        return year / 100 + nine + check(nine);
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
