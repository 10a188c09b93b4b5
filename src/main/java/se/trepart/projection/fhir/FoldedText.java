package se.trepart.projection.fhir;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text as string searches compare it: without case, accents and the width of blanks, the first 400
 * characters.
 */
public final class FoldedText {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private static final int LIMIT = 400;

    private FoldedText() {}

    /** The folded form: {@code Åkesson} becomes {@code akesson}. */
    public static String of(String text) {
        var plain = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("");
        var folded =
                BLANKS.matcher(
                                plain.toLowerCase(Locale.ROOT)
                                        .replace('ø', 'o')
                                        .replace("æ", "ae")
                                        .replace("ß", "ss"))
                        .replaceAll(" ")
                        .strip();
        return folded.length() <= LIMIT ? folded : folded.substring(0, LIMIT);
    }
}
