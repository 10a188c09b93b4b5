package se.trepart.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Numbers as people read them: three figures, no more than is known. */
final class Numbers {
    private static final MathContext THREE = new MathContext(3);

    private Numbers() {}

    static String text(double value) {
        var format = new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT));
        return Math.abs(value) >= 1000
                ? format.format(Math.rint(value))
                : format.format(new BigDecimal(value).round(THREE));
    }
}
