package se.trepart.cases;

import se.trepart.consultation.Event;
import se.trepart.consultation.EventData;
import se.trepart.consultation.Person;
import se.trepart.consultation.Personidentitet;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Who is who in a whole log: an identity and those that it replaced are one person. */
record Persons(List<Event> events, Map<Personidentitet, Personidentitet> replaced) {
    static Persons of(List<Event> events) {
        var replaced = new HashMap<Personidentitet, Personidentitet>();
        for (var event : events) {
            if (event.data() instanceof EventData.PatientUpdated updated) {
                updated.replaces()
                        .filter(old -> !old.equals(updated.patient().identifier()))
                        .ifPresent(old -> replaced.put(old, updated.patient().identifier()));
            }
        }
        return new Persons(events, replaced);
    }

    /** The identity in force of whom the identity names. */
    Personidentitet current(Personidentitet identity) {
        var current = identity;
        while (replaced.containsKey(current)) {
            current = Objects.requireNonNull(replaced.get(current));
        }
        return current;
    }

    Person person(Personidentitet identity) {
        var current = current(identity);
        var earlier =
                replaced.keySet().stream()
                        .filter(old -> current(old).equals(current))
                        .sorted()
                        .toList();
        var known =
                events.stream()
                        .filter(event ->
                                event.data()
                                        .toldPatient()
                                        .filter(told -> current(told.identifier()).equals(current))
                                        .isPresent())
                        .toList();
        return Person.of(current, earlier, known);
    }
}
