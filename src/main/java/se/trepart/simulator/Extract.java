package se.trepart.simulator;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of what a partner holds, to be read back by others.
 *
 * @param columns the names in the header line
 * @param rows one value for each column, empty when there is none
 */
public record Extract(List<String> columns, List<List<String>> rows) {
    public Extract {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /**
     * The table as CSV: a header line, {@code ;} between values, LF after each line, RFC 4180's
     * quotes where needed.
     */
    public String csv() {
        return line(columns) + rows.stream().map(Extract::line).collect(Collectors.joining());
    }

    private static String line(List<String> values) {
        return values.stream().map(Extract::quoted).collect(Collectors.joining(";", "", "\n"));
    }

    private static String quoted(String value) {
        boolean plain =
                value.chars().noneMatch(c -> c == ';' || c == '"' || c == '\r' || c == '\n');
        return plain ? value : "\"" + value.replace("\"", "\"\"") + "\"";
    }
}
