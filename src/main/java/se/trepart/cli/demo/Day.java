package se.trepart.cli.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A working day as a person wrote it down: what happens in each consultation, what else is sent,
 * and what must be refused.
 *
 * @param feeds how each kind of step travels unless its line says otherwise
 * @param others traffic that concerns no consultation
 */
record Day(
        LocalDate date,
        Senders senders,
        Map<String, Via> feeds,
        List<Story> consultations,
        List<Story> others,
        List<Refusal> refused) {

    /**
     * Who tells: sources of events are URIs, to the last two of which the unit is appended;
     * applications are MSH-3.
     *
     * @param video numbers its events
     */
    record Senders(
            String video,
            String journal,
            String hospital,
            String journalApplication,
            String hospitalApplication) {}

    /**
     * A feed of the hub; a batch is a file of HL7 v2 in FHS and BHS, a file holds an event a line.
     */
    enum Via {
        MLLP,
        HTTP,
        JMS,
        FILE,
        BATCH;

        boolean hl7() {
            return this == MLLP || this == BATCH;
        }
    }

    /**
     * A person who acts.
     *
     * @param hsaId of a physician or specialist
     */
    record Actor(String hsaId, String family, String given) {}

    /**
     * A vårdcentral of the day.
     *
     * @param version HL7 v2 version that its system speaks (MSH-12)
     * @param charset MSH-18
     */
    record Vardcentral(
            String name, String hsaId, Actor physician, String version, String charset) {}

    /** A clinic of the day; its first specialist answers unless a step says {@code second}. */
    record Clinic(String hsaId, String specialty, List<Actor> specialists) {}

    /**
     * A patient of the day.
     *
     * @param identitet twelve characters
     * @param protection one of contract 3.1's words
     */
    record Patient(String identitet, String family, String given, String protection) {
        /** Skatteverket's day of birth plus sixty marks a samordningsnummer. */
        String type() {
            return identitet.charAt(6) >= '6' ? "samordningsnummer" : "personnummer";
        }

        boolean protectedPerson() {
            return !protection.equals("none");
        }
    }

    /**
     * One visit, and the consultation in it where there is one.
     *
     * @param consultation its id; empty for traffic that concerns none
     * @param what for the table, at most some fifty characters
     * @param service AIS-3 of its bookings
     */
    record Story(
            String consultation,
            String what,
            Patient patient,
            String besok,
            Vardcentral vardcentral,
            Optional<Clinic> clinic,
            String service,
            List<Step> happens) {

        /** The clinic that is asked. */
        Clinic asked() {
            return clinic.orElseThrow(
                    () -> new IllegalArgumentException(consultation + " asks no clinic"));
        }
    }

    /**
     * A message that the hub must refuse.
     *
     * @param answer MSA-1, or the HTTP status
     * @param hl7 the message with line feeds for carriage returns; empty where {@code event} is
     *     given
     * @param event a CloudEvent as JSON; empty where {@code hl7} is given
     */
    record Refusal(String what, String answer, int part, String hl7, String event) {}
}
