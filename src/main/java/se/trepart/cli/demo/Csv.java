package se.trepart.cli.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads tables of the kind that partners offer: a header line, semicolons, quotes where needed. */
final class Csv {
    private Csv() {}

    /**
     * The rows of a table by column name; lines that begin with {@code #} are remarks.
     *
     * @param columns the columns that must be there
     * @throws IllegalArgumentException if one is not, or if a row has another number of values than
     *     the header
     */
    static List<Map<String, String>> read(String text, List<String> columns) {
        List<String> lines =
                text.lines().filter(line -> !line.startsWith("#") && !line.isBlank()).toList();
        List<String> header = lines.isEmpty() ? List.of() : values(lines.getFirst());
        if (!header.containsAll(columns)) {
            throw new IllegalArgumentException("The table lacks one of the columns " + columns);
        }
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> values = values(line);
            if (values.size() != header.size()) {
                throw new IllegalArgumentException(
                        "Row %d has %d values, not %d"
                                .formatted(rows.size() + 1, values.size(), header.size()));
            }
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < header.size(); i++) {
                row.put(header.get(i), values.get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<String> values(String line) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                value.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ';' && !quoted) {
                values.add(value.toString());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.add(value.toString());
        return values;
    }
}
