package se.trepart.projection;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import org.springframework.stereotype.Component;

import se.trepart.consultation.Event;
import se.trepart.consultation.EventData;
import se.trepart.consultation.EventOrder;
import se.trepart.consultation.Identitetstyp;
import se.trepart.consultation.OpaqueIds;
import se.trepart.consultation.Person;
import se.trepart.consultation.Personidentitet;
import se.trepart.log.Commit;
import se.trepart.log.Consultations;
import se.trepart.log.Events;
import se.trepart.log.Lock;
import se.trepart.log.Persons;
import se.trepart.mapping.MappingSet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Folds persons: every event that names the identity, or one that it replaced, in the same order as
 * everything else (contract 4).
 */
@Component
class PersonFold {
    private final Persons persons;
    private final Events events;
    private final Consultations consultations;
    private final PersonView view;
    private final OpaqueIds ids;

    PersonFold(
            Persons persons,
            Events events,
            Consultations consultations,
            PersonView view,
            OpaqueIds ids) {
        this.persons = persons;
        this.events = events;
        this.consultations = consultations;
        this.view = view;
        this.ids = ids;
    }

    /** Makes the told identities known, and joins those that replace each other. */
    void know(Commit commit, Collection<Derived> all, Scope scope) {
        var told = new LinkedHashSet<Personidentitet>();
        for (var derived : all) {
            derived.event()
                    .data()
                    .toldPatient()
                    .map(EventData.Patient::identifier)
                    .ifPresent(told::add);
            replaced(derived.event()).ifPresent(told::add);
        }
        persons.know(told.stream().map(this::row).toList());
        for (var derived : all) {
            if (derived.event().data() instanceof EventData.PatientUpdated updated) {
                updated.replaces()
                        .ifPresent(replaced -> {
                            var inForce = ids.person(updated.patient().identifier());
                            commit.require(
                                    List.of(
                                            Lock.onPerson(persons.canonical(inForce)),
                                            Lock.onPerson(
                                                    persons.canonical(ids.person(replaced)))));
                            unite(List.of(inForce, ids.person(replaced)), all);
                            consultations
                                    .ofPersons(List.of(persons.canonical(inForce)))
                                    .forEach(row -> scope.consultations.add(row.id()));
                        });
            }
        }
    }

    private static Optional<Personidentitet> replaced(Event event) {
        return event.data() instanceof EventData.PatientUpdated updated
                ? updated.replaces()
                : Optional.empty();
    }

    private Persons.Row row(Personidentitet identity) {
        var key = ids.person(identity);
        return new Persons.Row(key, identity.type().code(), identity.value(), key);
    }

    /**
     * Which of the united identities is in force follows from all replacements that were told of
     * them, in the order of the events.
     */
    private void unite(List<String> keys, Collection<Derived> appended) {
        var united = persons.same(keys).stream().map(Persons.Row::key).toList();
        var told =
                new ArrayList<>(events.ofPersons(united).stream().map(EventReading::read).toList());
        appended.forEach(derived -> told.add(derived.event()));
        told.removeIf(event -> replaced(event).isEmpty());
        var inForce = new HashMap<String, String>();
        united.forEach(key -> inForce.put(key, key));
        for (var event : EventOrder.sorted(told)) {
            if (event.data() instanceof EventData.PatientUpdated updated) {
                var to = inForce.get(ids.person(updated.patient().identifier()));
                var from = inForce.get(ids.person(updated.replaces().orElseThrow()));
                if (to != null && from != null) {
                    inForce.replaceAll((key, now) -> now.equals(from) ? to : now);
                }
            }
        }
        persons.unite(inForce.getOrDefault(keys.getFirst(), keys.getFirst()), united);
    }

    /**
     * Folds the told persons who have a consultation again; where one changed, all of that person's
     * consultations are folded again too.
     */
    void fold(Commit commit, MappingSet mappings, Collection<Derived> all, Scope scope) {
        var told = new TreeSet<>(scope.retold);
        all.stream()
                .map(derived -> derived.row().person())
                .filter(Objects::nonNull)
                .forEach(told::add);
        var persons = new TreeMap<String, Known>();
        for (var key : told) {
            var known = known(key, scope.remembered).orElseThrow();
            persons.put(known.canonical(), known);
        }
        commit.require(persons.keySet().stream().map(Lock::onPerson).toList());
        var theirs = scope.remembered.ofPersons(persons.keySet(), consultations);
        persons.keySet().retainAll(theirs.stream().map(Consultations.Row::person).collect(toSet()));
        persons.values().forEach(known -> scope.concernedPersons.addAll(known.keys()));
        scope.shown.addAll(persons.keySet());
        var changed =
                view.show(
                        mappings,
                        persons.values().stream().map(Known::person).toList(),
                        scope.view);
        theirs.stream()
                .filter(row -> changed.contains(row.person()))
                .forEach(row -> scope.consultations.add(row.id()));
    }

    /** Reads persons by any of their identities, and all that tells them. */
    void readAhead(Collection<String> keys, Remembered remembered) {
        if (!keys.isEmpty()) {
            var same = persons.same(keys);
            remembered.events.readPersons(same.stream().map(Persons.Row::key).toList());
            same.stream()
                    .collect(groupingBy(Persons.Row::canonical))
                    .values()
                    .forEach(rows -> {
                        var known = known(rows, remembered.events);
                        rows.forEach(row -> remembered.persons.put(row.key(), known));
                    });
        }
    }

    /**
     * A person as folded.
     *
     * @param keys of all identities of the person
     */
    record Known(String canonical, Collection<String> keys, Person person) {}

    /** The person whom the key names, now or earlier. */
    Optional<Known> known(String key, Remembered remembered) {
        return remembered.persons.computeIfAbsent(
                key, one -> known(persons.same(List.of(one)), remembered.events));
    }

    /** The key in force. */
    String canonical(String key, Remembered remembered) {
        return known(key, remembered).map(Known::canonical).orElse(key);
    }

    private static Optional<Known> known(List<Persons.Row> rows, EventReading events) {
        return rows.stream()
                .filter(row -> row.key().equals(row.canonical()))
                .findFirst()
                .map(inForce -> {
                    var keys = rows.stream().map(Persons.Row::key).toList();
                    var earlier =
                            rows.stream()
                                    .filter(row -> !row.equals(inForce))
                                    .map(PersonFold::identity)
                                    .sorted()
                                    .toList();
                    var told = events.understood(events.ofPersons(keys));
                    return new Known(
                            inForce.key(), keys, Person.of(identity(inForce), earlier, told));
                });
    }

    private static Personidentitet identity(Persons.Row row) {
        return new Personidentitet(Identitetstyp.of(row.type()), row.value());
    }
}
