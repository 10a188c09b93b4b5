package se.trepart.consultation;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * What happened, one record for each event type of contract 3.1; names and optional fields are the
 * contract's own. The rank settles equal times only (contract 4).
 */
public sealed interface EventData {

    /** The patient as an event tells it; a field that is absent was not told. */
    record Patient(
            Personidentitet identifier,
            Optional<PersonName> name,
            Optional<String> birthDate,
            Optional<String> gender,
            Optional<Address> address,
            Optional<String> phone,
            Optional<Protection> protection) {}

    record PersonName(Optional<String> family, Optional<String> given) {}

    /** A postal address: free text, or lines, code and city. */
    record Address(
            Optional<String> text,
            List<String> line,
            Optional<String> postalCode,
            Optional<String> city) {}

    /**
     * The visit at the vårdcentral; the id is that system's own number, absent until it is known.
     */
    record Visit(Optional<String> id, HsaId unit) {}

    /** A physician, specialist or secretary, by HSA-id. */
    record Actor(HsaId hsaId, Optional<PersonName> name) {}

    record Slot(OffsetDateTime start, OffsetDateTime end) {}

    record Meeting(String url) {}

    record Question(Optional<String> text, List<String> codes) {}

    record Diagnosis(DiagnosKod code, boolean main) {}

    record ConsultationRequested(
            Patient patient,
            Visit visit,
            Actor physician,
            String specialty,
            HsaId specialistUnit,
            Optional<Question> question,
            Optional<String> wouldHaveReferred)
            implements EventData {}

    record ConsultationBooked(
            Patient patient,
            Visit visit,
            Actor physician,
            String specialty,
            HsaId specialistUnit,
            Optional<Actor> specialist,
            Slot slot,
            Optional<Meeting> meeting,
            Optional<Question> question)
            implements EventData {}

    record ConsultationRescheduled(Slot slot) implements EventData {}

    record ConsultationCancelled(String by, String reason) implements EventData {}

    record VisitStarted(Patient patient, Visit visit, Optional<Actor> physician)
            implements EventData {}

    record PatientUpdated(Patient patient, Optional<Personidentitet> replaces)
            implements EventData {}

    record VisitEnded(Visit visit) implements EventData {}

    record VisitCancelled(Visit visit, String reason) implements EventData {
        /** The patient did not come. */
        public boolean noShow() {
            return reason.equals("patient-no-show");
        }
    }

    record SpecialistJoined(Actor specialist, HsaId specialistUnit) implements EventData {}

    record SpecialistLeft(Actor specialist, HsaId specialistUnit) implements EventData {}

    record ConsultationFailed(String reason) implements EventData {}

    record OutcomeRecorded(String outcome, Actor by) implements EventData {}

    /** The complete medical registration; the latest in the order replaces. */
    record MedicalRegistrationRecorded(
            List<Diagnosis> diagnoses, List<KvaKod> procedures, Optional<Actor> by)
            implements EventData {}

    /** The complete set of KVÅ codes on the visit in primary care: an observation. */
    record VisitCodesRecorded(Visit visit, List<KvaKod> procedures) implements EventData {}

    record ReferralSent(String referral, HsaId from, HsaId to) implements EventData {}

    record ReferralAccepted(String referral, Optional<String> vardatagande) implements EventData {}

    record ReferralReturned(String referral, String reason) implements EventData {}

    /**
     * @param checked the {@link PasisRegistration#fingerprint} of what was checked; absent: what
     *     the events before it in the order say
     */
    record RegistrationVerified(Actor by, Optional<String> checked) implements EventData {
        /** A check of what the events before it say. */
        public RegistrationVerified(Actor by) {
            this(by, Optional.empty());
        }
    }

    record ConsultationEnteredInError(String reason) implements EventData {}

    /**
     * The hub's own: PASiS refused the registration for good (law 4: what a delivery's outcome
     * changes in a resource enters the log).
     */
    record RegistrationRefused(String destination) implements EventData {}

    /** The hub's own: a registration that PASiS had refused is confirmed or no longer held. */
    record RegistrationReleased(String destination) implements EventData {}

    /** Settles equal effective times (contract 4, "the order"). */
    default int rank() {
        return switch (this) {
            case ConsultationRequested _ -> 0;
            case ConsultationBooked _ -> 1;
            case ConsultationRescheduled _ -> 2;
            case ConsultationCancelled _ -> 3;
            case VisitStarted _ -> 4;
            case SpecialistJoined _ -> 5;
            case SpecialistLeft _ -> 6;
            case ConsultationFailed _ -> 7;
            case VisitEnded _ -> 8;
            case VisitCancelled _ -> 9;
            case PatientUpdated _,
                    OutcomeRecorded _,
                    MedicalRegistrationRecorded _,
                    VisitCodesRecorded _,
                    ReferralSent _,
                    ReferralAccepted _,
                    ReferralReturned _,
                    RegistrationVerified _,
                    RegistrationRefused _,
                    RegistrationReleased _ ->
                    10;
            case ConsultationEnteredInError _ -> 11;
        };
    }

    /** The patient, where this event tells who it is. */
    default Optional<Patient> toldPatient() {
        return switch (this) {
            case ConsultationRequested requested -> Optional.of(requested.patient());
            case ConsultationBooked booked -> Optional.of(booked.patient());
            case VisitStarted started -> Optional.of(started.patient());
            case PatientUpdated updated -> Optional.of(updated.patient());
            default -> Optional.empty();
        };
    }

    /** The visit, where this event names it. */
    default Optional<Visit> toldVisit() {
        return switch (this) {
            case ConsultationRequested requested -> Optional.of(requested.visit());
            case ConsultationBooked booked -> Optional.of(booked.visit());
            case VisitStarted started -> Optional.of(started.visit());
            case VisitEnded ended -> Optional.of(ended.visit());
            case VisitCancelled cancelled -> Optional.of(cancelled.visit());
            case VisitCodesRecorded codes -> Optional.of(codes.visit());
            default -> Optional.empty();
        };
    }

    /** Everybody whom this event names by HSA-id. */
    default List<Actor> toldActors() {
        return switch (this) {
            case ConsultationRequested requested -> List.of(requested.physician());
            case ConsultationBooked booked ->
                    booked.specialist()
                            .map(specialist -> List.of(booked.physician(), specialist))
                            .orElse(List.of(booked.physician()));
            case VisitStarted started -> started.physician().stream().toList();
            case SpecialistJoined joined -> List.of(joined.specialist());
            case SpecialistLeft left -> List.of(left.specialist());
            case OutcomeRecorded recorded -> List.of(recorded.by());
            case MedicalRegistrationRecorded recorded -> recorded.by().stream().toList();
            case RegistrationVerified verified -> List.of(verified.by());
            default -> List.of();
        };
    }
}
