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
import se.trepart.log.Lock;
import se.trepart.log.Stays;
import se.trepart.log.Visits;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    private final PersonFold persons;
    private final Consultations consultations;
    private final Visits visits;
    private final OpaqueIds ids;

    Overlaps(
            Stays stays,
            PersonFold persons,
            Consultations consultations,
            Visits visits,
            OpaqueIds ids) {
        this.stays = stays;
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
        var rows = told.stream().map(visit -> row(visit, scope.remembered)).toList();
        var kept = stays.find(told);
        var concerned = new TreeSet<String>();
        Stream.concat(rows.stream(), kept.stream())
                .map(Stays.Row::person)
                .filter(Objects::nonNull)
                .forEach(concerned::add);
        commit.require(concerned.stream().map(Lock::onPerson).toList());
        rows.forEach(row ->
                scope.remembered.atVisit.put(row.visit(), Optional.ofNullable(row.person())));
        if (!Set.copyOf(kept).equals(Set.copyOf(rows))) {
            changed(rows, concerned, scope);
        }
    }

    private void changed(List<Stays.Row> rows, Set<String> concerned, Scope scope) {
        var until = stays.ofPersons(concerned);
        stays.save(rows);
        var told = rows.stream().map(Stays.Row::visit).collect(Collectors.toSet());
        var now = new ArrayList<Stays.Row>();
        until.stream().filter(row -> !told.contains(row.visit())).forEach(now::add);
        rows.stream().filter(row -> row.from() != null).forEach(now::add);
        var changed = new HashSet<VisitKey>();
        for (var person : concerned) {
            var before = overlapping(person, until);
            var after = overlapping(person, now);
            scope.remembered.overlapping.put(person, after);
            before.stream().filter(visit -> !after.contains(visit)).forEach(changed::add);
            after.stream().filter(visit -> !before.contains(visit)).forEach(changed::add);
        }
        if (!changed.isEmpty()) {
            var keys = changed.stream().map(VisitKey::toString).toList();
            consultations.ofVisits(keys).forEach(row -> scope.consultations.add(row.id()));
            consultations.naming(keys).forEach(row -> scope.consultations.add(row.id()));
            visits.joins(keys).forEach(join -> scope.consultations.add(join.consultation()));
        }
    }

    /** Whether the visit's patient is elsewhere at the same time. */
    boolean at(VisitKey visit, Remembered remembered) {
        return remembered
                .atVisit
                .computeIfAbsent(visit.toString(), this::person)
                .map(person ->
                        remembered.overlapping.computeIfAbsent(
                                person, key -> overlapping(key, stays.ofPersons(List.of(key)))))
                .filter(overlapping -> overlapping.contains(visit))
                .isPresent();
    }

    private Optional<String> person(String visit) {
        return stays.find(List.of(visit)).stream()
                .map(Stays.Row::person)
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** Which of the person's visits overlap, among these that have begun. */
    private static Set<VisitKey> overlapping(String person, List<Stays.Row> begun) {
        return Set.copyOf(
                Stay.overlapping(
                        begun.stream()
                                .filter(row -> person.equals(row.person()))
                                .map(row ->
                                        new Stay(
                                                VisitKey.parse(row.visit()),
                                                Objects.requireNonNull(row.from()),
                                                Objects.requireNonNull(row.until())))
                                .toList()));
    }

    private Stays.Row row(String visit, Remembered remembered) {
        var told = remembered.events.understood(remembered.events.ofVisit(visit));
        var stay = Stay.of(VisitKey.parse(visit), told);
        return new Stays.Row(
                visit,
                patient(told).map(key -> persons.canonical(key, remembered)).orElse(null),
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
