package se.trepart.projection;

import se.trepart.consultation.VisitKey;
import se.trepart.log.Consultations;
import se.trepart.log.Events;
import se.trepart.log.Visits;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one append has read and worked out, so that nothing is asked for twice. */
final class Remembered {
    final EventReading events;

    /** What consultations' own events tell. */
    final Map<String, ConsultationFold.Own> own = new HashMap<>();

    /** Persons as folded, by the key of any of their identities. */
    final Map<String, Optional<PersonFold.Known>> persons = new HashMap<>();

    private final Map<String, Optional<Consultations.Row>> before = new HashMap<>();

    private final Map<String, List<Visits.Join>> joins = new HashMap<>();

    /** Whose each visit is, by the canonical key, as its events tell. */
    final Map<String, Optional<String>> atVisit = new HashMap<>();

    /** The visits of a person, by the canonical key, that overlap others of the same person. */
    final Map<String, Set<VisitKey>> overlapping = new HashMap<>();

    Remembered(Events events) {
        this.events = new EventReading(events);
    }

    /** Reads consultations as they are before this append, those that are not known yet. */
    void before(Collection<String> ids, Consultations consultations) {
        var unknown = ids.stream().filter(id -> !before.containsKey(id)).toList();
        unknown.forEach(id -> before.put(id, Optional.empty()));
        consultations.find(unknown).forEach(row -> before.put(row.id(), Optional.of(row)));
    }

    /** One of those that were read. */
    Optional<Consultations.Row> before(String id) {
        return before.getOrDefault(id, Optional.empty());
    }

    /** Which visits the consultation has, or could have. */
    List<Visits.Join> joins(String consultation, Visits visits) {
        return joins.computeIfAbsent(consultation, visits::joinsOf);
    }

    /** After the joins have changed. */
    void forgetJoins() {
        joins.clear();
    }
}
