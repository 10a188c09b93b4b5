package se.trepart.consultation;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A consultation as it is told, event by event: times are HH:mm[:ss] on one Tuesday in March. */
final class Told {
    static final ConsultationId ID = new ConsultationId("K-1");
    static final HsaId VC = HsaId.parse("SE162321000255-TRP102");
    static final HsaId OTHER_VC = HsaId.parse("SE162321000255-TRP103");
    static final HsaId ORTO = HsaId.parse("SE162321000255-TRP202");
    static final HsaId NEURO = HsaId.parse("SE162321000255-TRP204");
    static final Personidentitet PATIENT = Personidentitet.parse("189001019802");
    static final Personidentitet SOMEBODY_ELSE = Personidentitet.parse("189001029819");
    static final Folding FOLDING = new Folding(java.time.Duration.ofMinutes(2));

    private final List<Event> events = new ArrayList<>();
    private String source = "https://journal.example.se/";
    private Optional<String> sequence = Optional.empty();

    static Told nothing() {
        return new Told();
    }

    static OffsetDateTime at(String time) {
        return OffsetDateTime.parse("2023-03-14T" + time + "+01:00");
    }

    static EventData.Actor doctor(String name) {
        return new EventData.Actor(HsaId.parse("SE162321000255-" + name), Optional.empty());
    }

    static EventData.Patient patient(Personidentitet identity) {
        return new EventData.Patient(
                identity,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static EventData.Patient patient(Protection protection) {
        return new EventData.Patient(
                PATIENT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(protection));
    }

    static EventData.Visit visit() {
        return new EventData.Visit(Optional.of("B-1"), VC);
    }

    static EventData.MedicalRegistrationRecorded medical(String... diagnoses) {
        return new EventData.MedicalRegistrationRecorded(
                Arrays.stream(diagnoses)
                        .map(code -> new EventData.Diagnosis(DiagnosKod.parse(code), false))
                        .toList(),
                List.of(KvaKod.parse("AV029")),
                Optional.empty());
    }

    /** The next events come from this system. */
    Told by(String system) {
        source = "https://" + system + ".example.se/";
        return this;
    }

    /** The next event has this place in its source's own order. */
    Told sequence(String own) {
        sequence = Optional.of(own);
        return this;
    }

    Told event(String time, EventData data) {
        events.add(new Event(source, "e" + events.size(), sequence, at(time), Instant.EPOCH, data));
        sequence = Optional.empty();
        return this;
    }

    Told requested(String time) {
        return requested(time, PATIENT, "DOC1", ORTO);
    }

    Told requested(String time, Personidentitet patient, String physician, HsaId clinic) {
        return event(
                time,
                new EventData.ConsultationRequested(
                        patient(patient),
                        visit(),
                        doctor(physician),
                        clinic.equals(ORTO) ? "ortopedi" : "neurologi",
                        clinic,
                        Optional.empty(),
                        Optional.empty()));
    }

    Told booked(String time, String start, String end) {
        return event(
                time,
                new EventData.ConsultationBooked(
                        patient(PATIENT),
                        visit(),
                        doctor("DOC1"),
                        "ortopedi",
                        ORTO,
                        Optional.empty(),
                        new EventData.Slot(at(start), at(end)),
                        Optional.empty(),
                        Optional.empty()));
    }

    Told rescheduled(String time, String start, String end) {
        return event(
                time,
                new EventData.ConsultationRescheduled(new EventData.Slot(at(start), at(end))));
    }

    Told cancelled(String time) {
        return event(time, new EventData.ConsultationCancelled("hospital", "other"));
    }

    Told started(String time) {
        return event(time, new EventData.VisitStarted(patient(PATIENT), visit(), Optional.empty()));
    }

    Told ended(String time) {
        return event(time, new EventData.VisitEnded(visit()));
    }

    Told visitCancelled(String time, String reason) {
        return event(time, new EventData.VisitCancelled(visit(), reason));
    }

    Told joined(String time) {
        return joined(time, "SPEC1", ORTO);
    }

    Told joined(String time, String who, HsaId unit) {
        return event(time, new EventData.SpecialistJoined(doctor(who), unit));
    }

    Told left(String time) {
        return left(time, "SPEC1", ORTO);
    }

    Told left(String time, String who, HsaId unit) {
        return event(time, new EventData.SpecialistLeft(doctor(who), unit));
    }

    Told failed(String time) {
        return event(time, new EventData.ConsultationFailed("technical"));
    }

    Told verified(String time) {
        return event(time, new EventData.RegistrationVerified(doctor("SEC1")));
    }

    Told enteredInError(String time) {
        return event(time, new EventData.ConsultationEnteredInError("mistake"));
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    /** The state, with the person folded from the same events. */
    Consultation state() {
        return state(events);
    }

    static Consultation state(List<Event> events) {
        var identity =
                EventOrder.sorted(events).reversed().stream()
                        .flatMap(event -> event.data().toldPatient().stream())
                        .map(EventData.Patient::identifier)
                        .findFirst();
        return FOLDING.fold(ID, events, identity.map(known -> Person.of(known, List.of(), events)));
    }

    <T> T state(Function<Consultation, T> asked) {
        return asked.apply(state());
    }

    List<String> contradictions() {
        return state().contradictions().stream().map(Contradiction::code).toList();
    }
}
