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
        var rows = told.stream().map(visit -> row(visit, scope.remembered)).toList();
        var visits = new TreeSet<>(told);
        var persons = persons(rows.stream());
        for (var known : scope.remembered.before()) {
            Optional.ofNullable(known.visit()).ifPresent(visits::add);
            Optional.ofNullable(known.person()).ifPresent(persons::add);
        }
        readAhead(visits, persons, scope.remembered);
        if (told.isEmpty()) {
            return;
        }
        var kept =
                told.stream()
                        .flatMap(visit ->
                                Objects.requireNonNull(scope.remembered.stays.get(visit)).stream())
                        .toList();
        var concerned = persons(Stream.concat(rows.stream(), kept.stream()));
        commit.require(concerned.stream().map(Lock::onPerson).toList());
        rows.forEach(row -> scope.remembered.stays.put(row.visit(), Optional.of(row)));
        if (!Set.copyOf(kept).equals(Set.copyOf(rows))) {
            readAhead(Set.of(), concerned, scope.remembered);
            changed(rows, concerned, scope);
        }
    }

    private static Set<String> persons(Stream<Stays.Row> rows) {
        return rows.map(Stays.Row::person)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void changed(List<Stays.Row> rows, Set<String> concerned, Scope scope) {
        stays.save(rows);
        var told = rows.stream().map(Stays.Row::visit).collect(Collectors.toSet());
        var changed = new HashSet<VisitKey>();
        for (var person : concerned) {
            var until = Objects.requireNonNull(scope.remembered.begun.get(person));
            var now = new ArrayList<Stays.Row>();
            until.stream().filter(row -> !told.contains(row.visit())).forEach(now::add);
            rows.stream().filter(row -> begun(row, person)).forEach(now::add);
            scope.remembered.begun.put(person, now);
            var before = overlapping(until);
            var after = overlapping(now);
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

    private static boolean begun(Stays.Row row, String person) {
        return person.equals(row.person()) && row.from() != null;
    }

    /** Reads what is kept of these visits, and of all that their patients have. */
    void readAhead(Collection<String> visits, Remembered remembered) {
        readAhead(visits, Set.of(), remembered);
        readAhead(
                Set.of(),
                persons(
                        visits.stream()
                                .flatMap(visit ->
                                        Objects.requireNonNull(remembered.stays.get(visit))
                                                .stream())),
                remembered);
    }

    private void readAhead(
            Collection<String> visits, Collection<String> persons, Remembered remembered) {
        var unread = new TreeSet<>(visits);
        unread.removeAll(remembered.stays.keySet());
        var unknown = new TreeSet<>(persons);
        unknown.removeAll(remembered.begun.keySet());
        unread.forEach(visit -> remembered.stays.put(visit, Optional.empty()));
        unknown.forEach(person -> remembered.begun.put(person, new ArrayList<>()));
        for (var row : stays.near(unread, unknown)) {
            if (unread.contains(row.visit())) {
                remembered.stays.put(row.visit(), Optional.of(row));
            }
            if (row.person() != null && row.from() != null && unknown.contains(row.person())) {
                Objects.requireNonNull(remembered.begun.get(row.person())).add(row);
            }
        }
    }

    /** Whether the visit's patient is elsewhere at the same time. */
    boolean at(VisitKey visit, Remembered remembered) {
        readAhead(List.of(visit.toString()), remembered);
        return Objects.requireNonNull(remembered.stays.get(visit.toString()))
                .map(Stays.Row::person)
                .map(person -> overlapping(Objects.requireNonNull(remembered.begun.get(person))))
                .filter(overlapping -> overlapping.contains(visit))
                .isPresent();
    }

    /** Which of one person's visits overlap, of all that have begun. */
    private static Set<VisitKey> overlapping(List<Stays.Row> begun) {
        return Set.copyOf(
                Stay.overlapping(
                        begun.stream()
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
