package se.trepart.cases;

import se.trepart.consultation.Consultation;
import se.trepart.consultation.ConsultationId;
import se.trepart.consultation.Event;
import se.trepart.consultation.EventData;
import se.trepart.consultation.EventOrder;
import se.trepart.consultation.Personidentitet;
import se.trepart.consultation.VisitJoining;
import se.trepart.consultation.VisitKey;
import se.trepart.mapping.Times;

import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Says of every event of a whole log which consultations know it (contract 3.2). */
record Joins(List<VisitJoining.Join> all) {

    /** One patient, one vårdcentral, one day. */
    private record Group(Personidentitet patient, String unit, String day) {}

    /** The visit that the event names; absent when it has no number yet. */
    static Optional<VisitKey> visit(Event event) {
        return event.data()
                .toldVisit()
                .flatMap(visit -> visit.id().map(id -> new VisitKey(visit.unit(), id)));
    }

    /**
     * Joins visits and consultations.
     *
     * @param visitEvents those that name no consultation
     * @param consultations folded from their own events alone
     */
    static Joins of(
            List<Event> visitEvents,
            List<Consultation> consultations,
            Function<Personidentitet, Personidentitet> current) {
        var visits = new LinkedHashMap<VisitKey, List<Event>>();
        EventOrder.sorted(visitEvents)
                .forEach(event ->
                        visit(event)
                                .ifPresent(key ->
                                        visits.computeIfAbsent(
                                                        key, any -> new java.util.ArrayList<>())
                                                .add(event)));
        var groups = new HashMap<Object, List<VisitKey>>();
        visits.forEach((key, events) -> {
            Object group =
                    start(events)
                            .flatMap(start ->
                                    patient(events)
                                            .map(current)
                                            .map(patient ->
                                                    new Group(
                                                            patient,
                                                            key.unit().value(),
                                                            Times.day(start).toString())))
                            .map(Object.class::cast)
                            .orElse(key);
            groups.computeIfAbsent(group, any -> new java.util.ArrayList<>()).add(key);
        });
        var joins = new java.util.ArrayList<VisitJoining.Join>();
        groups.forEach((group, keys) ->
                joins.addAll(
                        VisitJoining.join(
                                keys.stream()
                                        .map(key ->
                                                new VisitJoining.Visit(
                                                        key,
                                                        start(visits.getOrDefault(key, List.of()))
                                                                .map(OffsetDateTime::toInstant)))
                                        .toList(),
                                consultations.stream()
                                        .filter(state ->
                                                group(state, current)
                                                                .map(Object.class::cast)
                                                                .filter(group::equals)
                                                                .isPresent()
                                                        || state.visit()
                                                                .key()
                                                                .filter(keys::contains)
                                                                .isPresent())
                                        .map(state ->
                                                new VisitJoining.Candidate(
                                                        state.id(),
                                                        state.visit().key(),
                                                        state.plannedStart()
                                                                .map(OffsetDateTime::toInstant)))
                                        .toList())));
        return new Joins(List.copyOf(joins));
    }

    /** The consultations that the visit belongs to, sorted. */
    List<String> consultations(VisitKey visit) {
        return all.stream()
                .filter(join -> !join.parked() && join.visit().equals(visit))
                .map(join -> join.consultation().value())
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .toList();
    }

    /** Whether the consultation could be that of a visit which could also be another's. */
    boolean parked(ConsultationId id) {
        return all.stream().anyMatch(join -> join.parked() && join.consultation().equals(id));
    }

    private static Optional<Group> group(
            Consultation state, Function<Personidentitet, Personidentitet> current) {
        return patient(state.events())
                .map(current)
                .flatMap(patient ->
                        state.visit()
                                .named()
                                .flatMap(visit ->
                                        state.plannedStart()
                                                .map(start ->
                                                        new Group(
                                                                patient,
                                                                visit.unit().value(),
                                                                Times.day(start).toString()))));
    }

    /** Whom the latest event in the order names. */
    static Optional<Personidentitet> patient(List<Event> ordered) {
        return ordered.reversed().stream()
                .flatMap(event -> event.data().toldPatient().stream())
                .map(EventData.Patient::identifier)
                .findFirst();
    }

    private static Optional<OffsetDateTime> start(List<Event> ordered) {
        return ordered.stream()
                .filter(event -> event.data() instanceof EventData.VisitStarted)
                .findFirst()
                .map(Event::happened);
    }
}
