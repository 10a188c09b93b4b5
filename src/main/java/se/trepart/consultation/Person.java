package se.trepart.consultation;

import java.util.List;
import java.util.Optional;

/**
 * A patient as all events that name the identity tell it: a fold of its own, since one person can
 * be in several consultations (contract 4).
 *
 * @param identifier the identity in force
 * @param earlier identities that this one replaced (a reservnummer that became a personnummer)
 * @param protection the strictest told, until a later event says otherwise
 */
public record Person(
        Personidentitet identifier,
        List<Personidentitet> earlier,
        Optional<EventData.PersonName> name,
        Optional<String> birthDate,
        Optional<String> gender,
        Optional<EventData.Address> address,
        Optional<String> phone,
        Protection protection) {

    /**
     * Folds every event that names the identity or one that it replaced; content from the latest
     * that tells it.
     */
    public static Person of(
            Personidentitet identifier, List<Personidentitet> earlier, List<Event> events) {
        var person =
                new Person(
                        identifier,
                        List.copyOf(earlier),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Protection.NONE);
        for (var event : EventOrder.sorted(events)) {
            var told = event.data().toldPatient();
            if (told.isPresent()) {
                person = person.told(told.orElseThrow());
            }
        }
        return person;
    }

    private Person told(EventData.Patient patient) {
        return new Person(
                identifier,
                earlier,
                patient.name().or(() -> name),
                patient.birthDate().or(() -> birthDate),
                patient.gender().or(() -> gender),
                patient.address().or(() -> address),
                patient.phone().or(() -> phone),
                patient.protection().orElse(protection));
    }

    /** Whether the identity is this person's, now or earlier. */
    boolean knownAs(Personidentitet other) {
        return identifier.equals(other) || earlier.contains(other);
    }
}
