package se.trepart.facade;

import java.util.ArrayList;
import java.util.List;

/** Splits search values at commas and bars that no backslash protects (FHIR R4, 3.1.1.4.0.1). */
final class Values {
    private Values() {}

    /** The alternatives, still with their backslashes. */
    static List<String> alternatives(String value) {
        return split(value, ',');
    }

    /** The two parts around the first bar; one part when there is none; without backslashes. */
    static List<String> parts(String value) {
        var bar = split(value, '|');
        if (bar.size() == 1) {
            return List.of(plain(value));
        }
        return List.of(plain(bar.getFirst()), plain(String.join("|", bar.subList(1, bar.size()))));
    }

    /** Without the backslashes that protect. */
    static String plain(String value) {
        var text = new StringBuilder();
        for (var at = 0; at < value.length(); at++) {
            if (value.charAt(at) == '\\' && at + 1 < value.length()) {
                at++;
            }
            text.append(value.charAt(at));
        }
        return text.toString();
    }

    private static List<String> split(String value, char separator) {
        var parts = new ArrayList<String>();
        var start = 0;
        for (var at = 0; at < value.length(); at++) {
            if (value.charAt(at) == '\\') {
                at++;
            } else if (value.charAt(at) == separator) {
                parts.add(value.substring(start, at));
                start = at + 1;
            }
        }
        parts.add(value.substring(start));
        return parts;
    }
}
