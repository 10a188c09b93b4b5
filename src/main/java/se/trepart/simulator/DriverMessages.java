package se.trepart.simulator;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes what a vårdcentral or a hospital sends of its visits, bookings and registrations: SIU, ADT
 * and BAR as contract 3.2 reads them, local time without zone as such systems write it.
 */
public final class DriverMessages {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final String NATIONAL_IDENTITY = "&1.2.752.129.2.1.3.1&ISO";
    private static final String HSA_ID = "&1.2.752.29.4.19&ISO";
    private static final String ICD_10_SE = "1.2.752.116.1.1.1.1.3";
    private static final String KVA = "1.2.752.116.1.3.2.1.4";

    private final DriverSender sender;

    public DriverMessages(DriverSender sender) {
        this.sender = sender;
    }

    /**
     * A booking as SIU tells it.
     *
     * @param consultation SCH-1
     * @param clinic HSA-id (AIL-3)
     * @param service AIS-3; {@code DSK} is a consultation
     */
    public record Booking(
            String consultation,
            String clinic,
            String service,
            LocalDateTime start,
            LocalDateTime end) {}

    /** SIU^S12, S13, S15 or S26. */
    public DriverMessage booking(
            String trigger,
            String controlId,
            LocalDateTime at,
            DriverVisit visit,
            Booking booking) {
        String start = TIME.format(booking.start());
        String end = TIME.format(booking.end());
        return message(
                header("SIU", trigger, "SIU_S12", controlId, at),
                new DriverSegment("SCH")
                        .with(1, booking.consultation())
                        .with(7, booking.service())
                        .with(11, "", "", "", start, end)
                        .with(16, physician(visit)),
                patient(visit),
                protection(visit),
                encounter(visit).with(19, visit.besok()),
                new DriverSegment("RGS").with(1, "1"),
                new DriverSegment("AIS").with(1, "1").with(3, booking.service()).with(4, start),
                new DriverSegment("AIL").with(1, "1").with(3, booking.clinic()));
    }

    /** ADT^A04: the visit begins. */
    public DriverMessage started(
            String controlId, LocalDateTime at, DriverVisit visit, String consultation) {
        return adt("A04", "ADT_A01", controlId, at, visit, consultation);
    }

    /** ADT^A03: the visit is over. */
    public DriverMessage ended(
            String controlId, LocalDateTime at, DriverVisit visit, String consultation) {
        return message(
                header("ADT", "A03", "ADT_A03", controlId, at),
                event("A03", at),
                patient(visit),
                protection(visit),
                encounterAtVardcentral(visit).with(45, TIME.format(at)),
                named(visit, consultation));
    }

    /** ADT^A11: the visit is called off. */
    public DriverMessage cancelled(
            String controlId, LocalDateTime at, DriverVisit visit, String consultation) {
        return adt("A11", "ADT_A09", controlId, at, visit, consultation);
    }

    /** ADT^A08 with PR1: all KVÅ codes that stand on the visit. */
    public DriverMessage codes(
            String controlId,
            LocalDateTime at,
            DriverVisit visit,
            String consultation,
            List<String> codes) {
        List<DriverSegment> segments = new ArrayList<>();
        segments.add(header("ADT", "A08", "ADT_A01", controlId, at));
        segments.add(event("A08", at));
        segments.add(patient(visit));
        segments.add(protection(visit));
        segments.add(encounterAtVardcentral(visit));
        segments.addAll(procedures(codes, at));
        segments.add(named(visit, consultation));
        return message(segments.toArray(DriverSegment[]::new));
    }

    /** ADT^A08 without PR1: what has become of the patient's particulars. */
    public DriverMessage patientUpdated(
            String controlId, LocalDateTime at, DriverVisit visit, String phone) {
        return message(
                header("ADT", "A08", "ADT_A01", controlId, at),
                event("A08", at),
                patient(visit).with(13, phone, "PRN", "PH"),
                protection(visit),
                encounterAtVardcentral(visit));
    }

    /**
     * BAR^P12: the clinic's diagnoses and KVÅ codes, all of them, the main diagnosis first.
     *
     * @param clinic HSA-id
     */
    public DriverMessage medicalRegistration(
            String controlId,
            LocalDateTime at,
            DriverVisit visit,
            String clinic,
            DriverActor specialist,
            String consultation,
            Codes codes) {
        List<DriverSegment> segments = new ArrayList<>();
        segments.add(header("BAR", "P12", "BAR_P12", controlId, at));
        segments.add(event("P12", at));
        segments.add(patient(visit));
        segments.add(
                new DriverSegment("PV1")
                        .with(1, "1")
                        .with(2, "O")
                        .with(3, clinic)
                        .withEncoded(7, xcn(specialist)));
        for (int i = 0; i < codes.diagnoses().size(); i++) {
            segments.add(
                    new DriverSegment("DG1")
                            .with(1, String.valueOf(i + 1))
                            .with(3, codes.diagnoses().get(i), "", ICD_10_SE)
                            .with(6, "F")
                            .with(15, i == 0 ? "1" : "2"));
        }
        segments.addAll(procedures(codes.procedures(), at));
        segments.add(named(visit, consultation));
        return message(segments.toArray(DriverSegment[]::new));
    }

    /** Diagnoses (ICD-10-SE) and procedures (KVÅ) of a medical registration. */
    public record Codes(List<String> diagnoses, List<String> procedures) {}

    private DriverMessage adt(
            String trigger,
            String structure,
            String controlId,
            LocalDateTime at,
            DriverVisit visit,
            String consultation) {
        return message(
                header("ADT", trigger, structure, controlId, at),
                event(trigger, at),
                patient(visit),
                protection(visit),
                encounterAtVardcentral(visit),
                named(visit, consultation));
    }

    private DriverMessage message(DriverSegment... segments) {
        StringBuilder text = new StringBuilder();
        Stream.of(segments)
                .map(DriverSegment::text)
                .filter(segment -> segment.length() > 3)
                .forEach(segment -> text.append(segment).append('\r'));
        String[] header = segments[0].text().split("\\|", -1);
        return new DriverMessage(
                header[8].replaceFirst("(\\^[^^]*)\\^.*", "$1"),
                header[9],
                text.toString().getBytes(sender.encoding()));
    }

    private DriverSegment header(
            String type, String trigger, String structure, String controlId, LocalDateTime at) {
        return new DriverSegment("MSH")
                .withEncoded(2, "^~\\&")
                .with(3, sender.application())
                .with(4, sender.hsaId())
                .with(5, "TREPART")
                .with(7, TIME.format(at))
                .with(9, type, trigger, structure)
                .with(10, controlId)
                .with(11, "P")
                .with(12, sender.version())
                .with(18, sender.charset());
    }

    private static DriverSegment event(String trigger, LocalDateTime at) {
        return new DriverSegment("EVN")
                .with(1, trigger)
                .with(2, TIME.format(at))
                .with(6, TIME.format(at));
    }

    private static DriverSegment patient(DriverVisit visit) {
        return new DriverSegment("PID")
                .with(1, "1")
                .withEncoded(3, visit.patient().identitet() + "^^^" + NATIONAL_IDENTITY + "^NI")
                .with(5, visit.patient().family(), visit.patient().given());
    }

    /** PD1-12 for a protected person; an empty segment, which is left out, for everybody else. */
    private static DriverSegment protection(DriverVisit visit) {
        DriverSegment segment = new DriverSegment("PD1");
        return visit.patient().skyddad() ? segment.with(12, "Y") : segment;
    }

    private static DriverSegment encounter(DriverVisit visit) {
        return new DriverSegment("PV1")
                .with(1, "1")
                .with(2, "O")
                .with(3, visit.vardcentral())
                .withEncoded(7, xcn(visit.physician()));
    }

    private static DriverSegment encounterAtVardcentral(DriverVisit visit) {
        return encounter(visit).with(19, visit.besok()).with(44, TIME.format(visit.start()));
    }

    /** ZKD names the consultation; without one it is left out. */
    private static DriverSegment named(DriverVisit visit, String consultation) {
        DriverSegment segment = new DriverSegment("ZKD");
        return consultation.isEmpty()
                ? segment
                : segment.with(1, "1")
                        .with(5, consultation)
                        .with(6, visit.besok())
                        .with(7, visit.vardcentral());
    }

    private static List<DriverSegment> procedures(List<String> codes, LocalDateTime at) {
        List<DriverSegment> segments = new ArrayList<>();
        for (int i = 0; i < codes.size(); i++) {
            segments.add(
                    new DriverSegment("PR1")
                            .with(1, String.valueOf(i + 1))
                            .with(3, codes.get(i), "", KVA)
                            .with(5, TIME.format(at)));
        }
        return segments;
    }

    private static String[] physician(DriverVisit visit) {
        DriverActor physician = visit.physician();
        return new String[] {physician.hsaId(), physician.family(), physician.given()};
    }

    private static String xcn(DriverActor actor) {
        String name =
                new DriverSegment("")
                        .with(1, actor.hsaId(), actor.family(), actor.given())
                        .text()
                        .substring(1);
        return name + "^^^^^^" + HSA_ID;
    }
}
