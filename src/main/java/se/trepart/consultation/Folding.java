package se.trepart.consultation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes the state of a consultation from all of its events: a pure function of the set, whatever
 * order or how many times they came (law 3).
 *
 * @param tolerance how far outside the visit a specialist's presence still overlaps it (contract 4:
 *     two minutes unless set)
 */
public record Folding(Duration tolerance) {

    /**
     * Folds the events of one consultation, those of its joined visits included; the person's fold
     * tells who the patient is.
     */
    public Consultation fold(
            ConsultationId id, Collection<Event> events, Optional<Person> patient) {
        return withVerification(facts(id, EventOrder.sorted(events), patient));
    }

    private Consultation facts(ConsultationId id, List<Event> ordered, Optional<Person> patient) {
        var visit = VisitFacts.of(ordered);
        var call = SpecialistCall.of(ordered, visit, tolerance);
        return new Consultation(
                id,
                patient,
                visit,
                latest(ordered, Folding::physician),
                clinicSpecialty(ordered),
                clinic(ordered, call),
                Booking.of(ordered),
                call,
                ordered.stream()
                        .filter(event -> event.data() instanceof EventData.ConsultationRequested)
                        .findFirst()
                        .map(Event::time),
                latest(ordered, Folding::question),
                latest(
                        ordered,
                        data ->
                                data instanceof EventData.ConsultationRequested requested
                                        ? requested.wouldHaveReferred()
                                        : Optional.empty()),
                latest(ordered, EventData.ConsultationFailed.class),
                latest(ordered, EventData.ConsultationEnteredInError.class).isPresent(),
                latest(ordered, EventData.OutcomeRecorded.class),
                latest(ordered, EventData.MedicalRegistrationRecorded.class),
                Referral.of(ordered),
                Optional.empty(),
                refusedBy(ordered),
                List.of(),
                ordered);
    }

    /**
     * The check holds while what was checked still stands: the check says what it saw, or the fold
     * up to the check has the same registration as the whole.
     */
    private Consultation withVerification(Consultation state) {
        var ordered = state.events();
        var verified = Optional.<Consultation.Verified>empty();
        for (var index = ordered.size() - 1; index >= 0 && verified.isEmpty(); index--) {
            var event = ordered.get(index);
            if (event.data() instanceof EventData.RegistrationVerified told) {
                var before = ordered.subList(0, index);
                if (!stands(told, before, state)) {
                    break;
                }
                verified = Optional.of(new Consultation.Verified(told.by(), event.time()));
            }
        }
        return new Consultation(
                state.id(),
                state.patient(),
                state.visit(),
                state.physician(),
                state.specialty(),
                state.clinic(),
                state.booking(),
                state.call(),
                state.requestedAt(),
                state.question(),
                state.wouldHaveReferred(),
                state.failure(),
                state.enteredInError(),
                state.outcome(),
                state.medical(),
                state.referrals(),
                verified,
                state.refusedBy(),
                Contradictions.in(state),
                ordered);
    }

    private boolean stands(
            EventData.RegistrationVerified told, List<Event> before, Consultation state) {
        return told.checked()
                .map(checked ->
                        state.pasisRegistration()
                                .map(PasisRegistration::fingerprint)
                                .filter(checked::equals)
                                .isPresent())
                .orElseGet(() ->
                        facts(state.id(), before, state.patient())
                                .pasisRegistration()
                                .equals(state.pasisRegistration()));
    }

    private static Optional<EventData.Actor> physician(EventData data) {
        return switch (data) {
            case EventData.ConsultationRequested requested -> Optional.of(requested.physician());
            case EventData.ConsultationBooked booked -> Optional.of(booked.physician());
            case EventData.VisitStarted started -> started.physician();
            default -> Optional.empty();
        };
    }

    private static Optional<EventData.Question> question(EventData data) {
        return switch (data) {
            case EventData.ConsultationRequested requested -> requested.question();
            case EventData.ConsultationBooked booked -> booked.question();
            default -> Optional.empty();
        };
    }

    private static Optional<String> clinicSpecialty(List<Event> ordered) {
        return latest(
                ordered,
                data ->
                        switch (data) {
                            case EventData.ConsultationRequested requested ->
                                    Optional.of(requested.specialty());
                            case EventData.ConsultationBooked booked ->
                                    Optional.of(booked.specialty());
                            default -> Optional.empty();
                        });
    }

    private static Optional<HsaId> clinic(List<Event> ordered, SpecialistCall call) {
        return latest(ordered, Folding::askedClinic)
                .or(() -> call.presences().stream().findFirst().map(Presence::unit));
    }

    /** The clinic that a request or booking names. */
    static Optional<HsaId> askedClinic(EventData data) {
        return switch (data) {
            case EventData.ConsultationRequested requested ->
                    Optional.of(requested.specialistUnit());
            case EventData.ConsultationBooked booked -> Optional.of(booked.specialistUnit());
            default -> Optional.empty();
        };
    }

    private static List<String> refusedBy(List<Event> ordered) {
        var refused = new ArrayList<String>();
        for (var event : ordered) {
            switch (event.data()) {
                case EventData.RegistrationRefused told -> refused.add(told.destination());
                case EventData.RegistrationReleased told ->
                        refused.removeIf(told.destination()::equals);
                default -> {}
            }
        }
        return refused.stream().distinct().toList();
    }

    private static <T> Optional<T> latest(
            List<Event> ordered, Function<EventData, Optional<T>> tells) {
        for (var index = ordered.size() - 1; index >= 0; index--) {
            var told = tells.apply(ordered.get(index).data());
            if (told.isPresent()) {
                return told;
            }
        }
        return Optional.empty();
    }

    private static <T extends EventData> Optional<T> latest(List<Event> ordered, Class<T> type) {
        return latest(
                ordered,
                data -> type.isInstance(data) ? Optional.of(type.cast(data)) : Optional.empty());
    }
}
