package se.trepart.reload;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A route file that cannot be put in force: its name, the line, and why. */
final class RouteRefusal extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private static final Pattern LINE = Pattern.compile("\\bline:? (\\d+)");

    /** How Camel names the word that it does not like, in the order of how sure that is. */
    private static final List<Pattern> NAMED =
            List.of(
                    Pattern.compile("Property with key \\[([\\w.-]+)]"),
                    Pattern.compile("parameters=\\[\\{(\\w+)="),
                    Pattern.compile("String value: ([^ ]+) to type"),
                    Pattern.compile("with (?:the )?name: (\\w+)"),
                    Pattern.compile("#(\\w+)"),
                    Pattern.compile("(?:registry for|bean|property|id): (\\w+)"));

    private RouteRefusal(String message) {
        super(message);
    }

    static RouteRefusal at(String id, int line, String reason) {
        return new RouteRefusal(RouteFiles.file(id) + ":" + line + ": " + reason);
    }

    /**
     * Of what Camel threw: the line that it names, else the first that holds a word that it names.
     */
    static RouteRefusal of(String id, String text, Throwable thrown) {
        var reasons = new ArrayList<String>();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            reasons.add(String.valueOf(cause.getMessage()));
        }
        var innermost = reasons.getLast().lines().findFirst().orElse("unreadable");
        return at(id, line(text, reasons), innermost);
    }

    private static int line(String text, List<String> reasons) {
        for (var named : NAMED) {
            for (var reason : reasons.reversed()) {
                var word = named.matcher(reason);
                var line = word.find() ? lineOf(text, word.group(1)) : 0;
                if (line > 0) {
                    return line;
                }
            }
        }
        for (var reason : reasons.reversed()) {
            var line = LINE.matcher(reason);
            if (line.find()) {
                return Integer.parseInt(line.group(1));
            }
        }
        return 1;
    }

    /** The first line that holds the words; 0 when none does. */
    static int lineOf(String text, String words) {
        var lines = text.lines().toList();
        for (var number = 0; number < lines.size(); number++) {
            if (lines.get(number).contains(words)) {
                return number + 1;
            }
        }
        return 0;
    }
}
