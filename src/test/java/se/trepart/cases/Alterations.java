package se.trepart.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ways to alter one line of a mapping or of a table, the subtlest first. */
final class Alterations {
    private static final Pattern LITERAL = Pattern.compile("\"([^\"\\\\]*)\"");
    private static final Pattern TRUTH = Pattern.compile(": *(true|false)\\b");
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.\"-])(\\d+)(?![\\w.\"-])");
    private static final Pattern VALUE = Pattern.compile("([:,\\[-] *)([\\w.^/-]+)( *[],}]| *$)");
    private static final Pattern OPERATOR = Pattern.compile(" (==|!=|and|or|>=|<=|>|<) ");
    private static final Map<String, String> OTHER =
            Map.of(
                    "==", "!=", "!=", "==", "and", "or", "or", "and", ">=", "<", "<=", ">", ">",
                    "<=", "<", ">=");

    private Alterations() {}

    /** Whether a line means anything: no comment, no bracket alone, no name for an import. */
    static boolean means(String line) {
        var text = line.strip();
        return !text.isEmpty()
                && !text.matches("(#|//).*")
                && !text.matches("[\\[\\]{}(),]*")
                && !text.matches(
                        "(import|source:|version:|\"source\"|\"version\"|\"description\").*");
    }

    static List<String> of(String file, String line) {
        var ways = new ArrayList<String>();
        var code = line.replaceFirst("\\s+(//|# ).*$", "");
        var operator = OPERATOR.matcher(code);
        if (file.endsWith(".jslt") && operator.find()) {
            ways.add(replaced(code, operator, 1, OTHER.getOrDefault(operator.group(1), "==")));
        }
        var literals = LITERAL.matcher(code);
        String last = null;
        while (literals.find()) {
            if (literals.group(1).isEmpty()) {
                continue;
            }
            last = replaced(code, literals, 1, literals.group(1) + "q");
        }
        if (last != null) {
            ways.add(last);
        }
        var truth = TRUTH.matcher(code);
        if (!file.endsWith(".jslt") && truth.find()) {
            ways.add(replaced(code, truth, 1, truth.group(1).equals("true") ? "false" : "true"));
        }
        var number = NUMBER.matcher(code);
        if (number.find()) {
            ways.add(replaced(code, number, 1, Long.parseLong(number.group(1)) + 1 + ""));
        }
        var value = VALUE.matcher(code);
        String end = null;
        while (!file.endsWith(".jslt") && value.find()) {
            end = replaced(code, value, 2, value.group(2) + "q");
        }
        if (end != null) {
            ways.add(end);
        }
        ways.add("");
        return ways;
    }

    private static String replaced(String line, Matcher found, int group, String by) {
        return line.substring(0, found.start(group)) + by + line.substring(found.end(group));
    }
}
