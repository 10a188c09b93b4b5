package se.trepart.projection;

import org.jspecify.annotations.Nullable;

import se.trepart.consultation.VisitKey;
import se.trepart.log.Consultations;
import se.trepart.log.Events;
import se.trepart.log.Strays;
import se.trepart.log.Visits;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What one append has read and worked out, so that nothing is asked for twice. */
final class Remembered {
    final EventReading events;

    /** What consultations' own events tell. */
    final Map<String, ConsultationFold.Own> own = new HashMap<>();

    /** Persons as folded, by the key of any of their identities. */
    final Map<String, Optional<PersonFold.Known>> persons = new HashMap<>();

    private final Map<String, Optional<Consultations.Row>> before = new HashMap<>();

    private final Map<String, List<Visits.Join>> joins = new HashMap<>();
    private final Map<String, List<Strays.Join>> strayJoins = new HashMap<>();
    private final Map<String, Strays.Marks> marks = new HashMap<>();
    private final Map<String, List<Consultations.Row>> ofPersons = new HashMap<>();

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

    /** Which visits the consultations have, or could have. */
    List<Visits.Join> joins(Collection<String> consultations, Visits visits) {
        return of(joins, consultations, visits::joinsOf, Visits.Join::consultation);
    }

    /** After visits' joins have changed. */
    void forgetJoins() {
        joins.clear();
    }

    /** Which strays the consultations have, or could have. */
    List<Strays.Join> strayJoins(Collection<String> consultations, Strays strays) {
        return of(strayJoins, consultations, strays::joinsOf, Strays.Join::consultation);
    }

    /** After strays' joins have changed. */
    void forgetStrayJoins() {
        strayJoins.clear();
    }

    /** What strays of the consultation may be known by. */
    Strays.Marks marks(String consultation) {
        return Objects.requireNonNull(marks.get(consultation));
    }

    /** Reads what strays of the consultations may be known by. */
    void readMarks(Collection<String> consultations, Strays strays) {
        marks.putAll(strays.marks(unknown(marks, consultations)));
    }

    /** The patients' consultations as they were before this append. */
    List<Consultations.Row> ofPersons(Collection<String> persons, Consultations consultations) {
        return of(ofPersons, persons, consultations::ofPersons, Consultations.Row::person);
    }

    /** What there is of these keys, read in one statement where it is not known yet. */
    private static <T> List<T> of(
            Map<String, List<T>> known,
            Collection<String> keys,
            Function<Collection<String>, List<T>> reading,
            Function<T, @Nullable String> key) {
        var unknown = unknown(known, keys);
        if (!unknown.isEmpty()) {
            unknown.forEach(one -> known.put(one, new ArrayList<>()));
            reading.apply(unknown)
                    .forEach(found ->
                            Objects.requireNonNull(
                                            known.get(Objects.requireNonNull(key.apply(found))))
                                    .add(found));
        }
        return keys.stream()
                .distinct()
                .flatMap(one -> Objects.requireNonNull(known.get(one)).stream())
                .toList();
    }

    private static List<String> unknown(Map<String, ?> known, Collection<String> keys) {
        return keys.stream().filter(key -> !known.containsKey(key)).distinct().toList();
    }
}
