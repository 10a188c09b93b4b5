package se.trepart.simulator;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The five characters that MSH-1 and MSH-2 of a message declare, and what stands for them inside
 * values.
 */
record Delimiters(char field, char component, char repetition, char escape, char subcomponent) {
    private static final Delimiters USUAL = new Delimiters('|', '^', '~', '\\', '&');

    /** Those of a message; the usual ones where it declares none. */
    static Delimiters of(String message) {
        boolean declared = message.startsWith("MSH") && message.length() >= 8;
        return declared
                ? new Delimiters(
                        message.charAt(3),
                        message.charAt(4),
                        message.charAt(5),
                        message.charAt(6),
                        message.charAt(7))
                : USUAL;
    }

    /** MSH-2. */
    String encoding() {
        return "" + component + repetition + escape + subcomponent;
    }

    /** A value as it stands in a message. */
    String escaped(String value) {
        StringBuilder escaped = new StringBuilder();
        for (char c : value.toCharArray()) {
            int known = letters().indexOf(c);
            escaped.append(
                    known < 0 ? String.valueOf(c) : "" + escape + "FSRET".charAt(known) + escape);
        }
        return escaped.toString();
    }

    /** A value as it is meant; escape sequences that mean layout are left as they are. */
    String unescaped(String value) {
        String mark = Pattern.quote(String.valueOf(escape));
        return Pattern.compile(mark + "([FSRET])" + mark).matcher(value).replaceAll(this::meaning);
    }

    private String meaning(MatchResult sequence) {
        char meant = letters().charAt("FSRET".indexOf(sequence.group(1)));
        return Matcher.quoteReplacement(String.valueOf(meant));
    }

    private String letters() {
        return "" + field + component + repetition + escape + subcomponent;
    }
}
