package se.trepart.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A table for people: each column as wide as its widest cell, up to its limit, cut with an
 * ellipsis.
 */
final class Columns {
    private static final int LIMIT = 48;
    private static final String GAP = "  ";

    private final List<List<String>> lines = new ArrayList<>();

    Columns(String... headings) {
        lines.add(List.of(headings));
    }

    /** Adds a line with a cell for each heading. */
    void line(String... cells) {
        if (cells.length != lines.getFirst().size()) {
            throw new IllegalArgumentException("a cell for each heading");
        }
        lines.add(List.of(cells));
    }

    /** Prints the table, or the sentence when it has no lines. */
    void print(PrintWriter out, String whenEmpty) {
        if (lines.size() == 1) {
            out.println(whenEmpty);
            return;
        }
        for (var line : lines) {
            var text = new StringBuilder();
            for (var column = 0; column < line.size(); column++) {
                text.append(column == 0 ? "" : GAP);
                text.append(padded(cut(line.get(column)), width(column)));
            }
            out.println(text.toString().stripTrailing());
        }
    }

    private int width(int column) {
        return lines.stream().mapToInt(line -> cut(line.get(column)).length()).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static String cut(String text) {
        return text.length() <= LIMIT ? text : text.substring(0, LIMIT - 1) + "…";
    }
}
