package se.trepart.simulator;

import java.util.List;

/**
 * One consultation registration as PASiS holds it: what its last accepted message said.
 *
 * @param id the sender's registration id, PV1-19
 * @param kontaktnummer PASiS's own number, given once
 * @param start and slut in FHIR's form; slut empty while the call goes on
 * @param status {@code P} preliminär or {@code K} komplett
 */
record PasisHolding(
        String id,
        String consultation,
        String kontaktnummer,
        String personnummer,
        String enhet,
        String lakare,
        String start,
        String slut,
        String kontakttyp,
        String anledning,
        String yrkeskategori,
        List<String> diagnoser,
        List<String> kvakoder,
        String status,
        boolean makulerad) {

    static final List<String> COLUMNS =
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

    /** What a message carries, under a contact number. */
    static PasisHolding of(Hl7Message message, String kontaktnummer) {
        return new PasisHolding(
                message.value("PV1", 19),
                message.value("ZKD", 5),
                kontaktnummer,
                message.value("PID", 3),
                enhet(message),
                message.value("PV1", 7),
                Hl7Time.toFhir(message.value("PV1", 44)).orElse(""),
                Hl7Time.toFhir(message.value("PV1", 45)).orElse(""),
                message.value("ZKD", 2),
                message.value("ZKD", 3),
                message.value("ZKD", 4),
                codes(message, "DG1"),
                codes(message, "PR1"),
                message.value("ZKD", 8),
                false);
    }

    /**
     * The clinic that a message names in PV1-3, in whichever component; empty when it names none.
     */
    static String enhet(Hl7Message message) {
        return message.segments("PV1").stream()
                .findFirst()
                .map(pv1 -> pv1.anywhereIn(3))
                .orElse("");
    }

    /** The codes of DG1-3 or PR1-3, in the message's order. */
    static List<String> codes(Hl7Message message, String segment) {
        return message.segments(segment).stream()
                .map(s -> s.value(3))
                .filter(code -> !code.isEmpty())
                .toList();
    }

    /** The same registration, taken back; what it said stays readable. */
    PasisHolding makulera() {
        return new PasisHolding(
                id,
                consultation,
                kontaktnummer,
                personnummer,
                enhet,
                lakare,
                start,
                slut,
                kontakttyp,
                anledning,
                yrkeskategori,
                diagnoser,
                kvakoder,
                status,
                true);
    }

    List<String> row() {
        return List.of(
                consultation,
                kontaktnummer,
                personnummer,
                enhet,
                lakare,
                start,
                slut,
                kontakttyp,
                anledning,
                yrkeskategori,
                String.join(" ", diagnoser),
                String.join(" ", kvakoder),
                status,
                makulerad ? "ja" : "nej");
    }
}
