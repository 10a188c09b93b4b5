package se.trepart.cli.demo;

import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the two record systems say themselves that they hold: their extracts (contract 7), read
 * without any help from the hub.
 */
record Holdings(List<Kontakt> pasis, List<Besok> primaryCare) {
    private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");
    private static final List<String> PASIS =
            List.of(
                    "consultation",
                    "kontaktnummer",
                    "personnummer",
                    "enhet",
                    "lakare",
                    "start",
                    "slut",
                    "kontakttyp",
                    "anledning",
                    "yrkeskategori",
                    "diagnoser",
                    "kvakoder",
                    "status",
                    "makulerad");
    private static final List<String> PRIMARY_CARE =
            List.of(
                    "consultation",
                    "besok",
                    "personnummer",
                    "vardcentral",
                    "start",
                    "slut",
                    "kvakoder",
                    "status");

    /**
     * A registration in PASiS.
     *
     * @param kontakt kontakttyp, anledning and yrkeskategori with a stroke between them
     * @param start Stockholm time without zone, as {@code slut}; empty for none
     */
    record Kontakt(
            String konsultation,
            String kontaktnummer,
            String personnummer,
            String enhet,
            String lakare,
            String start,
            String slut,
            String kontakt,
            String diagnoser,
            String kvakoder,
            String status,
            boolean makulerad) {}

    /** A mottagningsbesök in primary care, with the KVÅ codes that stand on it. */
    record Besok(
            List<String> konsultationer,
            String besok,
            String personnummer,
            String vardcentral,
            List<String> kvakoder) {

        boolean has(String kvakod) {
            return kvakoder.contains(kvakod);
        }

        /** HSA-ids are compared without case. */
        boolean is(String unit, String number) {
            return vardcentral.toUpperCase(Locale.ROOT).equals(unit.toUpperCase(Locale.ROOT))
                    && besok.equals(number);
        }
    }

    /**
     * Reads both extracts.
     *
     * @throws IllegalArgumentException if one has another form than the contract's
     */
    static Holdings read(String pasis, String primaryCare) {
        return new Holdings(
                Csv.read(pasis, PASIS).stream().map(Holdings::kontakt).toList(),
                Csv.read(primaryCare, PRIMARY_CARE).stream().map(Holdings::besok).toList());
    }

    private static Kontakt kontakt(Map<String, String> row) {
        return new Kontakt(
                value(row, "consultation"),
                value(row, "kontaktnummer"),
                value(row, "personnummer"),
                value(row, "enhet"),
                value(row, "lakare"),
                stockholmTime(value(row, "start")),
                stockholmTime(value(row, "slut")),
                value(row, "kontakttyp")
                        + "/"
                        + value(row, "anledning")
                        + "/"
                        + value(row, "yrkeskategori"),
                value(row, "diagnoser"),
                value(row, "kvakoder"),
                value(row, "status"),
                value(row, "makulerad").equals("ja"));
    }

    private static Besok besok(Map<String, String> row) {
        return new Besok(
                words(value(row, "consultation")),
                value(row, "besok"),
                value(row, "personnummer"),
                value(row, "vardcentral"),
                words(value(row, "kvakoder")));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
    }

    private static String stockholmTime(String fhirTime) {
        return fhirTime.isEmpty()
                ? ""
                : OffsetDateTime.parse(fhirTime)
                        .atZoneSameInstant(STOCKHOLM)
                        .toLocalDateTime()
                        .toString();
    }

    private static String value(Map<String, String> row, String column) {
        return row.getOrDefault(column, "").strip();
    }
}
