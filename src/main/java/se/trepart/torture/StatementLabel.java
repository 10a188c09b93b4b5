package se.trepart.torture;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a writing statement is called: its verb and its table, and which of the stream's changes.
 */
final class StatementLabel {
    private static final Pattern WRITE =
            Pattern.compile(
                    "^\\s*(insert into|update|delete from)\\s+(\\w+)", Pattern.CASE_INSENSITIVE);

    private StatementLabel() {}

    /** Empty for a statement that only reads. */
    static String of(String sql) {
        var write = WRITE.matcher(sql);
        if (!write.find()) {
            return "";
        }
        var verb = write.group(1).toLowerCase(Locale.ROOT).split(" ")[0];
        var table = write.group(2).toLowerCase(Locale.ROOT).replace('_', '-');
        if (table.equals("stream") && verb.equals("update")) {
            return "stream-" + change(sql);
        }
        return verb + "-" + table;
    }

    private static String change(String sql) {
        if (sql.contains("for update skip locked")) {
            return "claim";
        } else if (sql.contains("confirmed_at = clock_timestamp()")) {
            return "confirm";
        } else if (sql.contains("set serial")) {
            return "number";
        } else if (sql.contains("failing_since = case")) {
            return "back-off";
        } else if (sql.contains("caused_at = ?")) {
            return "aim";
        }
        return sql.contains("'held'") ? "hold" : "change";
    }
}
