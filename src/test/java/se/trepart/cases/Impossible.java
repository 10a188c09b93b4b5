package se.trepart.cases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The cells of the coverage page that no case can be in, each with the reason. */
record Impossible(List<Cells> all) {
    /**
     * Cells of one table.
     *
     * @param row which rows, as a regular expression
     * @param column which columns, as a regular expression
     */
    record Cells(String table, String row, String column, String why) {}

    static Impossible read() {
        try {
            var told = Json.read(Files.readString(Case.ROOT.resolve("impossible.json")));
            return new Impossible(
                    StreamSupport.stream(told.spliterator(), false)
                            .map(cells ->
                                    new Cells(
                                            cells.path("table").asText(),
                                            cells.path("row").asText(),
                                            cells.path("column").asText(),
                                            cells.path("why").asText()))
                            .toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    boolean names(String table, String row, String column) {
        return all.stream()
                .anyMatch(cells ->
                        cells.table().equals(table)
                                && row.matches(cells.row())
                                && column.matches(cells.column()));
    }

    String text() {
        return all.stream()
                .map(cells ->
                        "* %s `%s` × `%s`: %s\n"
                                .formatted(cells.table(), cells.row(), cells.column(), cells.why()))
                .collect(Collectors.joining());
    }
}
