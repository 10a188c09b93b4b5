package se.trepart.consultation;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What primary care must hold on the mottagningsbesök: XS004, because some consultation of the
 * visit took place (R2). The record is exactly what is compared; other changes send nothing
 * (contract 4).
 */
public record PrimaryCareRegistration(
        Personidentitet patient, Protection protection, VisitKey visit) {

    /**
     * The registration for one visit, from all of its consultations; absent when none took place.
     */
    public static Optional<PrimaryCareRegistration> of(
            VisitKey visit, Collection<Consultation> consultations) {
        return ordered(consultations).stream()
                .filter(Consultation::tookPlace)
                .flatMap(consultation -> consultation.patient().stream())
                .findFirst()
                .map(person ->
                        new PrimaryCareRegistration(
                                person.identifier(), person.protection(), visit));
    }

    /**
     * The visit's consultations that took place, by the start of their calls and then their ids.
     */
    public static List<Consultation> ordered(Collection<Consultation> consultations) {
        return consultations.stream()
                .filter(Consultation::tookPlace)
                .sorted(
                        Comparator.comparing((Consultation consultation) ->
                                        consultation.call().start().orElseThrow().toInstant())
                                .thenComparing(Consultation::id))
                .toList();
    }
}
