package se.trepart.consultation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Finds where the facts of one consultation do not fit together (contract 4). */
final class Contradictions {
    private Contradictions() {}

    static List<Contradiction> in(Consultation state) {
        var found = new ArrayList<Contradiction>();
        differing(state, found);
        tookPlaceAllTheSame(state, found);
        otherClinics(state, found);
        return List.copyOf(found);
    }

    private static void differing(Consultation state, List<Contradiction> found) {
        if (patientsDiffer(state)) {
            found.add(Contradiction.differing("patient", "patient"));
        }
        if (distinct(
                        state,
                        data ->
                                switch (data) {
                                    case EventData.ConsultationRequested told ->
                                            Optional.of(told.physician().hsaId());
                                    case EventData.ConsultationBooked told ->
                                            Optional.of(told.physician().hsaId());
                                    case EventData.VisitStarted told ->
                                            told.physician().map(EventData.Actor::hsaId);
                                    default -> Optional.empty();
                                })
                > 1) {
            found.add(Contradiction.differing("physician", "läkare i primärvården"));
        }
        if (distinct(state, Folding::askedClinic) > 1) {
            found.add(Contradiction.differing("clinic", "specialistklinik"));
        }
        if (distinct(state, data -> data.toldVisit().flatMap(EventData.Visit::id)) > 1) {
            found.add(Contradiction.differing("visit", "mottagningsbesök"));
        }
        if (distinct(state, data -> data.toldVisit().map(EventData.Visit::unit)) > 1) {
            found.add(Contradiction.differing("vardcentral", "vårdcentral"));
        }
    }

    private static boolean patientsDiffer(Consultation state) {
        return state.patient()
                .map(person ->
                        state.events().stream()
                                .flatMap(event -> event.data().toldPatient().stream())
                                .anyMatch(told -> !person.knownAs(told.identifier())))
                .orElse(false);
    }

    private static void tookPlaceAllTheSame(Consultation state, List<Contradiction> found) {
        if (!state.tookPlace()) {
            return;
        }
        if (state.booking().cancellation().isPresent()) {
            found.add(
                    new Contradiction(
                            "cancelled-but-took-place",
                            "Konsultationen är avbokad men en specialist deltog under besöket."));
        }
        if (state.failure().isPresent()) {
            found.add(
                    new Contradiction(
                            "failed-but-took-place",
                            "Samtalet rapporterades som misslyckat men en specialist deltog under"
                                    + " besöket."));
        }
    }

    private static void otherClinics(Consultation state, List<Contradiction> found) {
        var other =
                state.clinic()
                        .map(clinic ->
                                state.call().presences().stream()
                                        .anyMatch(presence -> !presence.unit().equals(clinic)))
                        .orElse(false);
        if (other) {
            found.add(
                    new Contradiction(
                            "specialist-from-other-clinic",
                            "En specialist från en annan klinik än den tillfrågade deltog."));
        }
    }

    private static int distinct(Consultation state, Function<EventData, Optional<?>> told) {
        var different = new HashSet<Object>();
        for (var event : state.events()) {
            told.apply(event.data()).ifPresent(different::add);
        }
        return different.size();
    }
}
