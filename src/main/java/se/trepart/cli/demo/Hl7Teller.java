package se.trepart.cli.demo;

import se.trepart.simulator.DriverActor;
import se.trepart.simulator.DriverMessage;
import se.trepart.simulator.DriverMessages;
import se.trepart.simulator.DriverVisit;

import java.time.LocalDateTime;
import java.util.List;

/** Tells the steps of one story in HL7 v2, through the same driver that plays random days. */
final class Hl7Teller {
    private final Day day;
    private final Day.Story story;
    private final DriverMessages messages;

    Hl7Teller(Day day, Day.Story story, DriverMessages messages) {
        this.day = day;
        this.story = story;
        this.messages = messages;
    }

    /**
     * The message that tells a step.
     *
     * @throws IllegalArgumentException if no HL7 v2 message tells such a thing
     */
    DriverMessage message(Step step, String id) {
        LocalDateTime at = step.at();
        String named = step.is("named") ? story.consultation() : "";
        return switch (step.kind()) {
            case BOOKED -> messages.booking("S12", id, at, visit(step), booking(step));
            case RESCHEDULED -> messages.booking("S13", id, at, visit(step), booking(step));
            case CANCELLED ->
                    messages.booking("S15", id, at, visit(step), booking(lastBooking(step)));
            case NO_SHOW ->
                    messages.booking("S26", id, at, visit(step), booking(lastBooking(step)));
            case VISIT_STARTED -> messages.started(id, at, visit(step), named);
            case VISIT_ENDED -> messages.ended(id, at, visit(step), named);
            case VISIT_CANCELLED -> messages.cancelled(id, at, visit(step), named);
            case CODES_RECORDED -> messages.codes(id, at, visit(step), named, step.words());
            case PATIENT_UPDATED -> messages.patientUpdated(id, at, visit(step), step.word(0));
            case MEDICAL_REGISTRATION ->
                    messages.medicalRegistration(
                            id,
                            at,
                            visit(step),
                            story.asked().hsaId(),
                            actor(EventWriter.specialist(story, step)),
                            story.consultation(),
                            new DriverMessages.Codes(
                                    KvaOrIcd.diagnoses(step.words()),
                                    KvaOrIcd.procedures(step.words())));
            case REQUESTED,
                    JOINED,
                    LEFT,
                    FAILED,
                    OUTCOME,
                    REFERRAL_SENT,
                    REFERRAL_ACCEPTED,
                    REFERRAL_RETURNED,
                    ENTERED_IN_ERROR ->
                    throw new IllegalArgumentException(
                            "HL7 v2 tells no “" + step.kind().word() + "”");
        };
    }

    private DriverVisit visit(Step step) {
        Day.Patient patient = story.patient();
        return new DriverVisit(
                story.besok(),
                story.vardcentral().hsaId(),
                new DriverVisit.DriverPatient(
                        patient.identitet(),
                        patient.family(),
                        patient.given(),
                        patient.protectedPerson()),
                actor(story.vardcentral().physician()),
                step.kind() == Step.Kind.VISIT_STARTED ? step.at() : start());
    }

    /** When the visit began, else when it was to begin, else when anything was first told of it. */
    private LocalDateTime start() {
        List<Step> steps = neighbours();
        return steps.stream()
                .filter(step -> step.kind() == Step.Kind.VISIT_STARTED)
                .map(Step::at)
                .min(LocalDateTime::compareTo)
                .or(() ->
                        steps.stream()
                                .filter(step -> step.kind() == Step.Kind.BOOKED)
                                .map(step -> step.slot(day.date()).start())
                                .findFirst())
                .orElse(day.date().atStartOfDay());
    }

    /** All steps of the visit: two consultations of one visit share its beginning and its end. */
    private List<Step> neighbours() {
        return java.util.stream.Stream.concat(day.consultations().stream(), day.others().stream())
                .filter(other ->
                        other.besok().equals(story.besok())
                                && other.vardcentral().equals(story.vardcentral()))
                .flatMap(other -> other.happens().stream())
                .toList();
    }

    private DriverMessages.Booking booking(Step step) {
        Step.Slot slot = step.slot(day.date());
        return new DriverMessages.Booking(
                story.consultation().isEmpty() ? story.besok() : story.consultation(),
                story.asked().hsaId(),
                story.service(),
                slot.start(),
                slot.end());
    }

    private Step lastBooking(Step before) {
        return story.happens().stream()
                .filter(step ->
                        step.kind() == Step.Kind.BOOKED || step.kind() == Step.Kind.RESCHEDULED)
                .filter(step -> step.at().isBefore(before.at()))
                .reduce((first, second) -> second)
                .orElseThrow(() ->
                        new IllegalArgumentException(story.consultation() + " was never booked"));
    }

    private static DriverActor actor(Day.Actor actor) {
        return new DriverActor(actor.hsaId(), actor.family(), actor.given());
    }
}
