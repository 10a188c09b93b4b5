package se.trepart.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.consultation.EventData;
import se.trepart.consultation.HsaId;
import se.trepart.consultation.OpaqueIds;
import se.trepart.mapping.EventReader;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What some events name, by the keys of the log.
 *
 * @param persons opaque keys
 * @param practitioners HSA-ids
 */
record Touched(
        OpaqueIds ids,
        Set<String> subjects,
        Set<String> visits,
        Set<String> persons,
        Set<String> practitioners) {
    Touched(OpaqueIds ids) {
        this(ids, new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    }

    /** Adds what these name. */
    void add(Collection<ObjectNode> events) {
        for (var event : events) {
            var data = EventReader.read(event, Instant.EPOCH).data();
            if (event.hasNonNull("subject")) {
                subjects.add(event.path("subject").asText());
            }
            data.toldVisit()
                    .ifPresent(visit ->
                            visit.id().ifPresent(id -> visits.add(visit.unit() + "|" + id)));
            data.toldPatient().ifPresent(patient -> persons.add(ids.person(patient.identifier())));
            if (data instanceof EventData.PatientUpdated updated) {
                updated.replaces().map(ids::person).ifPresent(persons::add);
            }
            data.toldActors().stream()
                    .map(EventData.Actor::hsaId)
                    .map(HsaId::value)
                    .forEach(practitioners::add);
        }
    }

    /** Adds what others name. */
    void add(Touched others) {
        subjects.addAll(others.subjects);
        visits.addAll(others.visits);
        persons.addAll(others.persons);
        practitioners.addAll(others.practitioners);
    }

    /** All of it, each with its kind. */
    List<String> all() {
        return java.util.stream.Stream.of(
                        subjects.stream().map(Touched::subject),
                        visits.stream().map(visit -> "visit " + visit),
                        persons.stream().map(Touched::person))
                .flatMap(keys -> keys)
                .toList();
    }

    static String subject(String id) {
        return "consultation " + id;
    }

    static String person(String key) {
        return "person " + key;
    }
}
