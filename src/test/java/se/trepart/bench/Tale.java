package se.trepart.bench;

import se.trepart.simulator.DriverActor;
import se.trepart.simulator.DriverMessages;
import se.trepart.simulator.DriverSender;
import se.trepart.simulator.DriverVisit;
import se.trepart.torture.TestPersons;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * One booked consultation as its parties tell it, each of another patient, with a visit of its own:
 * booking, start, end and diagnosis by HL7 v2, the specialist's coming and going as events.
 */
final class Tale {
    private static final LocalDateTime FIRST = LocalDateTime.parse("2026-01-12T08:00:00");
    private static final int VARDCENTRALER = 15;
    private static final String CLINIC = "SE162321000255-TRP202";
    private static final String SPECIALIST = "SE162321000255-TRP95";
    private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");
    private static final List<String> DIAGNOSES = List.of("S836", "M239", "M170", "S610");

    private final String consultation;
    private final int number;
    private final LocalDateTime start;
    private final DriverVisit visit;
    private final DriverMessages vardcentral;
    private final DriverMessages booking;
    private final DriverMessages hospital;

    /**
     * Makes it.
     *
     * @param mark letters and digits that tell this run's consultations from others'
     * @param number below 600,000: then the patients are all different
     */
    Tale(String mark, int number) {
        this.consultation = "K-" + mark + "-" + number;
        this.number = number;
        this.start = FIRST.plusDays(number % 200).plusMinutes(number % 480);
        var unit = "SE162321000255-TRP%d".formatted(101 + number % VARDCENTRALER);
        this.visit =
                new DriverVisit(
                        "B-" + mark + "-" + number,
                        unit,
                        new DriverVisit.DriverPatient(
                                TestPersons.number(number), "Testsson", "Örjan", false),
                        new DriverActor("SE162321000255-TRP90" + number % 5, "Öberg", "Nils"),
                        start);
        this.vardcentral = speaking("VCJOURNAL", unit);
        this.booking = speaking("TIDBOK", unit);
        this.hospital = speaking("SJ", CLINIC);
    }

    private static DriverMessages speaking(String application, String unit) {
        return new DriverMessages(new DriverSender(application, unit, "2.5.1", "UNICODE UTF-8"));
    }

    String consultation() {
        return consultation;
    }

    /** SIU^S12. */
    byte[] booked() {
        return booking.booking(
                        "S12",
                        consultation + "-1",
                        start.minusDays(1),
                        visit,
                        new DriverMessages.Booking(
                                consultation,
                                CLINIC,
                                "DSK",
                                start.plusMinutes(5),
                                start.plusMinutes(25)))
                .bytes();
    }

    /** ADT^A04. */
    byte[] started() {
        return vardcentral.started(consultation + "-2", start, visit, consultation).bytes();
    }

    /** ADT^A03. */
    byte[] ended() {
        return vardcentral
                .ended(consultation + "-3", start.plusMinutes(30), visit, consultation)
                .bytes();
    }

    /** BAR^P12. */
    byte[] diagnosed() {
        return hospital.medicalRegistration(
                        consultation + "-4",
                        start.plusHours(3),
                        visit,
                        CLINIC,
                        new DriverActor(SPECIALIST + number % 5, "Ek", "Sara"),
                        consultation,
                        new DriverMessages.Codes(
                                List.of(DIAGNOSES.get(number % DIAGNOSES.size())), List.of()))
                .bytes();
    }

    /** The HL7 v2 messages, in the order in which things happened. */
    List<byte[]> hl7() {
        return List.of(booked(), started(), ended(), diagnosed());
    }

    /** The specialist joins; CloudEvents. */
    byte[] joined() {
        return event("joined", start.plusMinutes(6));
    }

    /** The specialist leaves; CloudEvents. */
    byte[] left() {
        return event("left", start.plusMinutes(20));
    }

    private byte[] event(String what, LocalDateTime time) {
        return """
        {"specversion":"1.0","id":"%s-%s","source":"https://video.example.se/","type":"se.trepart.specialist.%s.v1",\
        "subject":"%s","time":"%s","datacontenttype":"application/json",\
        "data":{"specialist":{"hsaId":"%s","name":{"family":"Ek","given":"Sara"}},"specialistUnit":"%s"}}\
        """
                .formatted(
                        consultation,
                        what,
                        what,
                        consultation,
                        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(STOCKHOLM)),
                        SPECIALIST + number % 5,
                        CLINIC)
                .getBytes(StandardCharsets.UTF_8);
    }
}
