package se.trepart.cli.demo;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** The demo's table: one line for each consultation, at most 120 columns wide. */
final class Table {
    static final int WIDTH = 120;

    private static final String LINE = "%-10s  %-52s  %-13s  %-21s  %-8s %s";

    private final PrintWriter out;

    Table(PrintWriter out) {
        this.out = out;
    }

    /**
     * One consultation's line.
     *
     * @param primaryCare as {@link #primaryCare} tells it
     * @param pasis as {@link #pasis} tells it
     */
    record Row(
            String consultation,
            String what,
            String primaryCare,
            String pasis,
            HubView.Resources resources,
            boolean agreed) {}

    void print(List<Row> rows) {
        out.println(
                line("consult.", "what happened", "primary care", "PASiS holds", "FHIR", "agreed"));
        out.println("-".repeat(WIDTH));
        rows.forEach(row ->
                out.println(
                        line(
                                row.consultation(),
                                row.what(),
                                row.primaryCare(),
                                row.pasis(),
                                row.resources().count() + "/" + row.resources().versions(),
                                row.agreed() ? "yes" : "NO")));
        out.println("-".repeat(WIDTH));
        out.println(
                "FHIR: resources of the case/their versions. K komplett, P preliminär (no"
                        + " diagnosis yet). mak: had one makulerad.");
    }

    private static String line(
            String consultation,
            String what,
            String primaryCare,
            String pasis,
            String fhir,
            String agreed) {
        return LINE.formatted(
                        cut(consultation, 10),
                        cut(what, 52),
                        cut(primaryCare, 13),
                        cut(pasis, 21),
                        fhir,
                        agreed)
                .stripTrailing();
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }

    /** The visit, and XS004 where it stands on it. */
    static String primaryCare(String besok, boolean xs004) {
        return besok + (xs004 ? " XS004" : " -");
    }

    /** The open registration with its diagnoses and status, and whether any has been cancelled. */
    static String pasis(List<Holdings.Kontakt> kontakter) {
        String open =
                kontakter.stream()
                        .filter(kontakt -> !kontakt.makulerad())
                        .map(kontakt ->
                                Stripped.words(
                                        kontakt.kontakt(), kontakt.diagnoser(), kontakt.status()))
                        .collect(Collectors.joining(" + "));
        boolean cancelled = kontakter.stream().anyMatch(Holdings.Kontakt::makulerad);
        return Stripped.words(open.isEmpty() ? "-" : open, cancelled ? "mak" : "");
    }

    /** Joins what there is. */
    private static final class Stripped {
        private Stripped() {}

        static String words(String... words) {
            return List.of(words).stream()
                    .filter(word -> !word.isEmpty())
                    .collect(Collectors.joining(" "));
        }
    }
}
