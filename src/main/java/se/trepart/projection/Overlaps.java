package se.trepart.projection;

import org.springframework.stereotype.Component;

import se.trepart.consultation.Contradiction;
import se.trepart.consultation.Event;
import se.trepart.consultation.EventData;
import se.trepart.consultation.EventOrder;
import se.trepart.consultation.OpaqueIds;
import se.trepart.consultation.Stay;
import se.trepart.consultation.VisitKey;
import se.trepart.log.Commit;
import se.trepart.log.Consultations;
import se.trepart.log.Events;
import se.trepart.log.Lock;
import se.trepart.log.Persons;
import se.trepart.log.Stays;
import se.trepart.log.Visits;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds a patient who is at two vårdcentraler at once (R1): a view over all visits of one patient,
 * beside the fold of the consultations (contract 4). When an overlap comes or goes, the
 * consultations of both visits are folded again.
 */
@Component
class Overlaps {
    static final Contradiction FOUND =
            new Contradiction(
                    "visit-overlaps",
                    "Patienten har samtidigt ett mottagningsbesök på en annan vårdcentral.");

    private final Stays stays;
    private final Events events;
    private final Persons persons;
    private final Consultations consultations;
    private final Visits visits;
    private final OpaqueIds ids;

    Overlaps(
            Stays stays,
            Events events,
            Persons persons,
            Consultations consultations,
            Visits visits,
            OpaqueIds ids) {
        this.stays = stays;
        this.events = events;
        this.persons = persons;
        this.consultations = consultations;
        this.visits = visits;
        this.ids = ids;
    }

    /** Looks again at the visits that these events name, after the events are in the log. */
    void look(Commit commit, Collection<Derived> all, Scope scope) {
        var told = new TreeSet<>(scope.retoldVisits);
        all.stream()
                .map(derived -> derived.row().visit())
                .filter(Objects::nonNull)
                .forEach(told::add);
        if (told.isEmpty()) {
            return;
        }
        var rows = told.stream().map(this::row).toList();
        var concerned = new TreeSet<String>();
        rows.forEach(row -> Optional.ofNullable(row.person()).ifPresent(concerned::add));
        stays.find(told)
                .forEach(row -> Optional.ofNullable(row.person()).ifPresent(concerned::add));
        commit.require(concerned.stream().map(Lock::onPerson).toList());
        var before = overlapping(concerned);
        rows.forEach(stays::save);
        var after = overlapping(concerned);
        var changed = new HashSet<>(before);
        changed.removeAll(after);
        after.stream().filter(visit -> !before.contains(visit)).forEach(changed::add);
        for (var visit : changed) {
            consultations
                    .ofVisit(visit.toString())
                    .forEach(row -> scope.consultations.add(row.id()));
            consultations
                    .naming(List.of(visit.toString()))
                    .forEach(row -> scope.consultations.add(row.id()));
        }
        visits.joins(changed.stream().map(VisitKey::toString).toList())
                .forEach(join -> scope.consultations.add(join.consultation()));
    }

    /** Whether the visit's patient is elsewhere at the same time. */
    boolean at(VisitKey visit) {
        return stays.find(List.of(visit.toString())).stream()
                .map(Stays.Row::person)
                .filter(Objects::nonNull)
                .anyMatch(person -> overlapping(List.of(person)).contains(visit));
    }

    private Set<VisitKey> overlapping(Collection<String> concerned) {
        var found = new TreeSet<VisitKey>();
        for (var person : concerned) {
            found.addAll(
                    Stay.overlapping(
                            stays.ofPersons(List.of(person)).stream()
                                    .map(row ->
                                            new Stay(
                                                    VisitKey.parse(row.visit()),
                                                    Objects.requireNonNull(row.from()),
                                                    Objects.requireNonNull(row.until())))
                                    .toList()));
        }
        return found;
    }

    private Stays.Row row(String visit) {
        var told =
                events.ofVisitAndItsConsultations(visit).stream()
                        .map(logged -> PersonFold.read(logged.content(), logged.recordedAt()))
                        .toList();
        var stay = Stay.of(VisitKey.parse(visit), told);
        return new Stays.Row(
                visit,
                patient(told).map(persons::canonical).orElse(null),
                stay.map(Stay::from).orElse(null),
                stay.map(Stay::until).orElse(null));
    }

    /** Who the patient is: whom the latest event in the order names. */
    private Optional<String> patient(List<Event> told) {
        return EventOrder.sorted(told).reversed().stream()
                .flatMap(event -> event.data().toldPatient().stream())
                .map(EventData.Patient::identifier)
                .map(ids::person)
                .findFirst();
    }
}
