package se.trepart.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;

/**
 * What the two record systems must hold of one consultation, as a person wrote it down; columns and
 * words are the file's own.
 *
 * @param xs004 whether KVÅ XS004 stands on the visit
 * @param kontakt {@code KD/SJ/10}; empty when PASiS must hold no open registration
 * @param start Stockholm time without zone, as {@code slut}; empty for none
 * @param makulerade how many cancelled registrations PASiS must hold
 */
record Expectation(
        String konsultation,
        String personnummer,
        String besok,
        String vardcentral,
        boolean xs004,
        String kontakt,
        String enhet,
        String start,
        String slut,
        String diagnoser,
        String kvakoder,
        String status,
        int makulerade,
        String varfor) {
    private static final List<String> COLUMNS =
            List.of(
                    "konsultation",
                    "personnummer",
                    "besok",
                    "vardcentral",
                    "xs004",
                    "kontakt",
                    "enhet",
                    "start",
                    "slut",
                    "diagnoser",
                    "kvakoder",
                    "status",
                    "makulerade",
                    "varfor");

    boolean registered() {
        return !kontakt.isEmpty();
    }

    /**
     * Reads the expectations of a day.
     *
     * @param date on which the times of the file stand
     * @throws IllegalArgumentException if the file has another form
     */
    static List<Expectation> read(Path file, LocalDate date) throws IOException {
        return Csv.read(Files.readString(file), COLUMNS).stream()
                .map(row -> of(row, date))
                .toList();
    }

    private static Expectation of(Map<String, String> row, LocalDate date) {
        String xs004 = value(row, "xs004");
        if (!xs004.equals("ja") && !xs004.equals("nej")) {
            throw new IllegalArgumentException(value(row, "konsultation") + ": xs004 is ja or nej");
        }
        return new Expectation(
                value(row, "konsultation"),
                value(row, "personnummer"),
                value(row, "besok"),
                value(row, "vardcentral"),
                xs004.equals("ja"),
                value(row, "kontakt"),
                value(row, "enhet"),
                time(value(row, "start"), date),
                time(value(row, "slut"), date),
                value(row, "diagnoser"),
                value(row, "kvakoder"),
                value(row, "status"),
                Integer.parseInt(value(row, "makulerade")),
                value(row, "varfor"));
    }

    private static String time(String text, LocalDate date) {
        return text.isEmpty() ? "" : date.atTime(LocalTime.parse(text)).toString();
    }

    private static String value(Map<String, String> row, String column) {
        return row.getOrDefault(column, "").strip();
    }
}
