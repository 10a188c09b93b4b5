package se.trepart.cases;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Hides what no hand can know beforehand: ids of our own, the clock, and texts for people; each
 * only where there is something to hide.
 */
final class Masks {
    private static final String ID = "«id»";
    private static final String TIME = "«time»";
    private static final String TEXT = "«text»";

    private Masks() {}

    /** A message that left: MSH-10. */
    static String sent(String message) {
        return segments(message, List.of());
    }

    /** An acknowledgement: MSH-7, MSH-10, and the texts of ERR-3, -5 and -8. */
    static String answer(String message) {
        return segments(message, List.of("MSH", "ERR"));
    }

    private static String segments(String message, List<String> masked) {
        return message.lines()
                .map(line -> masked(line, masked))
                .collect(Collectors.joining("\n", "", message.isEmpty() ? "" : "\n"));
    }

    private static String masked(String segment, List<String> masked) {
        var name = segment.length() < 4 ? "" : segment.substring(0, 3);
        if (!masked.contains(name) && !name.equals("MSH")) {
            return segment;
        }
        var separator = segment.substring(3, 4);
        var component = name.equals("MSH") ? "" : "^";
        var fields = segment.split(java.util.regex.Pattern.quote(separator), -1);
        switch (name) {
            case "MSH" -> {
                hide(fields, 9, ID);
                if (masked.contains("MSH")) {
                    hide(fields, 6, TIME);
                }
            }
            case "ERR" -> {
                hideAfterFirst(fields, 3, component);
                hideAfterFirst(fields, 5, component);
                hide(fields, 8, TEXT);
            }
            default -> throw new IllegalArgumentException("no mask for " + name);
        }
        return Arrays.stream(fields).collect(Collectors.joining(separator));
    }

    private static void hide(String[] fields, int index, String mask) {
        if (index < fields.length && !fields[index].isEmpty()) {
            fields[index] = mask;
        }
    }

    private static void hideAfterFirst(String[] fields, int index, String component) {
        if (index < fields.length && fields[index].contains(component)) {
            fields[index] =
                    fields[index].substring(0, fields[index].indexOf(component)) + component + TEXT;
        }
    }
}
