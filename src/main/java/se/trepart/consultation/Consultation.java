package se.trepart.consultation;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * What the hub knows of one consultation: the fold of its whole set of events, in an order that
 * arrival cannot change (contract 4). Statuses are functions of these facts.
 *
 * @param patient as the person's own fold tells it; absent until an event names the patient
 * @param clinic requested or booked, else the clinic of the first specialist to join
 * @param enteredInError some event says that the whole consultation was a mistake
 * @param medical the latest complete medical registration
 * @param verified the secretary's check, as long as the content that was checked still stands
 * @param refusedBy destinations that have refused the registration for good
 * @param events the ordered events, each once
 */
public record Consultation(
        ConsultationId id,
        Optional<Person> patient,
        VisitFacts visit,
        Optional<EventData.Actor> physician,
        Optional<String> specialty,
        Optional<HsaId> clinic,
        Booking booking,
        SpecialistCall call,
        Optional<OffsetDateTime> requestedAt,
        Optional<EventData.Question> question,
        Optional<String> wouldHaveReferred,
        Optional<EventData.ConsultationFailed> failure,
        boolean enteredInError,
        Optional<EventData.OutcomeRecorded> outcome,
        Optional<EventData.MedicalRegistrationRecorded> medical,
        List<Referral> referrals,
        Optional<Verified> verified,
        List<String> refusedBy,
        List<Contradiction> contradictions,
        List<Event> events) {

    /** Who checked the registration, and when. */
    public record Verified(EventData.Actor by, OffsetDateTime time) {}

    /** The same state with contradictions that only the registry or other consultations show. */
    public Consultation withContradictions(List<Contradiction> more) {
        var all = new java.util.ArrayList<>(contradictions);
        all.addAll(more);
        return new Consultation(
                id,
                patient,
                visit,
                physician,
                specialty,
                clinic,
                booking,
                call,
                requestedAt,
                question,
                wouldHaveReferred,
                failure,
                enteredInError,
                outcome,
                medical,
                referrals,
                verified,
                refusedBy,
                List.copyOf(all),
                events);
    }

    /**
     * The start that the joining of visits compares: planned, else requested, else the first thing
     * told.
     */
    public Optional<OffsetDateTime> plannedStart() {
        return booking.slot()
                .map(EventData.Slot::start)
                .or(() -> requestedAt)
                .or(() -> events.stream().findFirst().map(Event::time));
    }

    /**
     * The consultation took place: no entered-in-error at all, the visit not cancelled, and some
     * presence of a specialist overlaps the visit by more than zero (contract 4; R2, R3).
     */
    public boolean tookPlace() {
        return !enteredInError && visit.cancelled().isEmpty() && call.overlapsVisit();
    }

    /** The row of the status table that holds, first match from the top (contract 5). */
    public Phase phase() {
        if (enteredInError) {
            return Phase.ENTERED_IN_ERROR;
        }
        if (tookPlace()) {
            return call.someonePresent() ? Phase.IN_PROGRESS : Phase.COMPLETED;
        }
        if (visit.noShow()) {
            return Phase.NO_SHOW;
        }
        if (booking.cancellation().isPresent() || visit.cancelled().isPresent()) {
            return Phase.CANCELLED;
        }
        if (failure.isPresent() || visit.ended().isPresent()) {
            return Phase.FAILED;
        }
        if (visit.started().isPresent()) {
            return Phase.ARRIVED;
        }
        return booking.booked() ? Phase.BOOKED : Phase.REQUESTED;
    }

    /**
     * The visit Encounter's status, by the visit's events alone; absent while nothing but the
     * request speaks of the visit.
     */
    public Optional<String> visitStatus() {
        if (enteredInError) {
            return Optional.of("entered-in-error");
        }
        if (visit.cancelled().isPresent()) {
            return Optional.of("cancelled");
        }
        if (visit.ended().isPresent()) {
            return Optional.of("finished");
        }
        if (visit.started().isPresent()) {
            return Optional.of("in-progress");
        }
        if (!booking.booked()) {
            return Optional.empty();
        }
        return Optional.of(booking.cancellation().isPresent() ? "cancelled" : "planned");
    }

    /**
     * The physician's Task for a remiss that the outcome asks for (R5): requested until a remiss
     * has been seen, completed then; absent while the outcome asks for none.
     */
    public Optional<String> referralTask() {
        return outcome.filter(told -> told.outcome().equals("referral-needed"))
                .map(told ->
                        enteredInError
                                ? "entered-in-error"
                                : referrals.isEmpty() ? "requested" : "completed");
    }

    /** Since when a remiss is asked for that nobody has seen. */
    public Optional<OffsetDateTime> referralWanted() {
        return referralTask().filter("requested"::equals).flatMap(status -> firstReferralNeeded());
    }

    /** When the outcome was first told; a time comes from the earliest event that tells it. */
    private Optional<OffsetDateTime> firstReferralNeeded() {
        return events.stream()
                .filter(event ->
                        event.data() instanceof EventData.OutcomeRecorded told
                                && told.outcome().equals("referral-needed"))
                .findFirst()
                .map(Event::time);
    }

    /**
     * The secretary's Task, by what the medical registration lacks (R4); absent while no specialist
     * has been present.
     */
    public Optional<SecretaryTask> secretaryTask() {
        if (call.presences().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(SecretaryTask.of(this));
    }

    /** What PASiS must hold (R3); absent when the consultation did not take place. */
    public Optional<PasisRegistration> pasisRegistration() {
        return tookPlace() ? Optional.of(PasisRegistration.of(this)) : Optional.empty();
    }
}
