package se.trepart.projection;

import se.trepart.consultation.Consultation;
import se.trepart.consultation.Contradiction;
import se.trepart.mapping.Times;
import se.trepart.registry.Registry;

import java.util.List;
import java.util.Optional;

/**
 * Finds a consultation on a day when the clinic is closed: accepted, and listed (R6, contract 3.1).
 */
final class ClosedDays {
    private ClosedDays() {}

    static List<Contradiction> in(Consultation state, Registry registry) {
        var day =
                (state.tookPlace()
                                ? state.call().start()
                                : Optional.<java.time.OffsetDateTime>empty())
                        .or(state::plannedStart)
                        .map(Times::day);
        var closed =
                day.flatMap(date -> state.clinic().map(clinic -> !registry.isOpen(clinic, date)))
                        .orElse(false);
        return closed
                ? List.of(
                        new Contradiction(
                                "outside-opening-days",
                                "Konsultationen ligger på en dag då kliniken har stängt."))
                : List.of();
    }
}
