package se.trepart.consultation;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which consultation a message of the hospital belongs to that names none: by PASiS's contact
 * number, by the remiss, by the visit, else the patient's one with that clinic on that day, those
 * before others that a specialist has joined. Several that fit are all listed and none is taken. A
 * function of the whole set, never of arrival (contract 3.2).
 */
public final class StrayJoining {
    private StrayJoining() {}

    /**
     * What such a message tells of where it belongs.
     *
     * @param person opaque key of the patient
     * @param day in Stockholm, on which the consultation was
     * @param contact PASiS's own number of the registration
     * @param referral id of a remiss
     */
    public record Stray(
            Optional<VisitKey> visit,
            Optional<String> person,
            Optional<HsaId> clinic,
            Optional<LocalDate> day,
            Optional<String> contact,
            Optional<String> referral) {

        /**
         * The same at the visit that other messages of the same remiss name, where it names none
         * itself and they name one: a reply goes where its remiss went.
         */
        public Stray atVisitOf(Set<VisitKey> sameRemiss) {
            return visit.isPresent() || sameRemiss.size() != 1
                    ? this
                    : new Stray(
                            sameRemiss.stream().findFirst(),
                            person,
                            clinic,
                            day,
                            contact,
                            referral);
        }
    }

    /**
     * A consultation as this joining sees it, by its own events alone.
     *
     * @param days of its plan and of its call
     * @param joined a specialist has joined
     */
    public record Candidate(
            ConsultationId id,
            Set<VisitKey> visits,
            Optional<String> person,
            Optional<HsaId> clinic,
            Set<LocalDate> days,
            boolean joined,
            boolean enteredInError,
            Set<String> contacts,
            Set<String> referrals) {}

    /** When the consultation was planned, asked for and held, as far as its own events tell. */
    public static Stream<OffsetDateTime> days(Consultation state) {
        return Stream.of(
                        state.booking().slot().map(EventData.Slot::start),
                        state.requestedAt(),
                        state.call().start())
                .flatMap(Optional::stream);
    }

    /** The one that it belongs to, or, parked, all that it could belong to. */
    public record Found(List<ConsultationId> consultations, boolean parked) {}

    /** Finds where it belongs; none when it concerns none of them. */
    public static Found join(Stray stray, Collection<Candidate> candidates) {
        var possible =
                candidates.stream()
                        .filter(candidate -> !candidate.enteredInError())
                        .filter(candidate -> samePatient(stray, candidate))
                        .toList();
        return having(possible, named(stray.contact(), Candidate::contacts))
                .or(() -> having(possible, named(stray.referral(), Candidate::referrals)))
                .or(() -> having(possible, named(stray.visit(), Candidate::visits)))
                .or(() -> having(possible, candidate -> onTheDay(stray, candidate)))
                .map(fitting -> found(stray, fitting))
                .orElse(new Found(List.of(), false));
    }

    private static Found found(Stray stray, List<Candidate> fitting) {
        var narrowed =
                having(
                                fitting,
                                candidate ->
                                        stray.clinic().isPresent()
                                                && candidate.clinic().equals(stray.clinic()))
                        .orElse(fitting);
        var best = having(narrowed, Candidate::joined).orElse(narrowed);
        return new Found(best.stream().map(Candidate::id).sorted().toList(), best.size() > 1);
    }

    private static <T> Predicate<Candidate> named(
            Optional<T> told, java.util.function.Function<Candidate, Set<T>> known) {
        return candidate -> told.filter(known.apply(candidate)::contains).isPresent();
    }

    private static boolean samePatient(Stray stray, Candidate candidate) {
        return stray.person().isEmpty()
                || candidate.person().isEmpty()
                || stray.person().equals(candidate.person());
    }

    private static boolean onTheDay(Stray stray, Candidate candidate) {
        return stray.person().isPresent()
                && stray.person().equals(candidate.person())
                && stray.clinic().isPresent()
                && stray.clinic().equals(candidate.clinic())
                && stray.day().filter(candidate.days()::contains).isPresent();
    }

    private static Optional<List<Candidate>> having(
            List<Candidate> all, Predicate<Candidate> wanted) {
        var having = all.stream().filter(wanted).toList();
        return having.isEmpty() ? Optional.empty() : Optional.of(having);
    }
}
