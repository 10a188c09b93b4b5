package se.trepart.consultation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which consultations a visit belongs to (contract 3.2): those that name it; else, among one
 * patient's at one vårdcentral on one day, the one whose start is within two hours when neither has
 * another such; several in the window are parked. A function of the whole set, never of arrival.
 */
public final class VisitJoining {
    private static final Duration WINDOW = Duration.ofHours(2);

    private VisitJoining() {}

    /**
     * A consultation as the joining sees it: the visit that it names, and its planned or requested
     * start.
     */
    public record Candidate(ConsultationId id, Optional<VisitKey> named, Optional<Instant> start) {}

    /** A visit told by messages that name no consultation. */
    public record Visit(VisitKey key, Optional<Instant> start) {}

    /** The visit belongs to the consultation, or, parked, could. */
    public record Join(VisitKey visit, ConsultationId consultation, boolean parked) {}

    /** All joins among the visits and consultations of one group. */
    public static List<Join> join(Collection<Visit> visits, Collection<Candidate> consultations) {
        var joins = new ArrayList<Join>();
        for (var visit : visits) {
            var naming =
                    consultations.stream()
                            .filter(candidate ->
                                    candidate.named().filter(visit.key()::equals).isPresent())
                            .toList();
            naming.forEach(candidate -> joins.add(new Join(visit.key(), candidate.id(), false)));
            if (naming.isEmpty()) {
                var near = near(visit, consultations).toList();
                var alone =
                        near.size() == 1 && visitsNear(near.getFirst(), visits, consultations) == 1;
                near.forEach(candidate -> joins.add(new Join(visit.key(), candidate.id(), !alone)));
            }
        }
        return joins;
    }

    private static Stream<Candidate> near(Visit visit, Collection<Candidate> consultations) {
        return consultations.stream()
                .filter(candidate -> candidate.named().isEmpty())
                .filter(candidate -> within(visit.start(), candidate.start()));
    }

    private static long visitsNear(
            Candidate consultation, Collection<Visit> visits, Collection<Candidate> consultations) {
        return visits.stream()
                .filter(visit ->
                        consultations.stream()
                                .noneMatch(other ->
                                        other.named().filter(visit.key()::equals).isPresent()))
                .filter(visit -> within(visit.start(), consultation.start()))
                .count();
    }

    private static boolean within(Optional<Instant> one, Optional<Instant> other) {
        return one.isPresent()
                && other.isPresent()
                && Duration.between(one.orElseThrow(), other.orElseThrow()).abs().compareTo(WINDOW)
                        <= 0;
    }
}
