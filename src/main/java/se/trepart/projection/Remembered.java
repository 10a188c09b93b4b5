package se.trepart.projection;

import org.jspecify.annotations.Nullable;

import se.trepart.log.Belonging;
import se.trepart.log.Consultations;
import se.trepart.log.Events;
import se.trepart.log.Stays;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** What one append has read and worked out, so that nothing is asked for twice. */
final class Remembered {
    final EventReading events;

    /** What consultations' own events tell. */
    final Map<String, ConsultationFold.Own> own = new HashMap<>();

    /** Persons as folded, by the key of any of their identities. */
    final Map<String, Optional<PersonFold.Known>> persons = new HashMap<>();

    private final Map<String, Optional<Consultations.Row>> before = new HashMap<>();

    private final Belonging belonging;
    private final Map<String, Belonging.Found> belongs = new HashMap<>();
    private final Map<String, List<Consultations.Row>> ofPersons = new HashMap<>();

    /** Visits as their patients' stays, by their keys; absent where nothing is kept of them. */
    final Map<String, Optional<Stays.Row>> stays = new HashMap<>();

    /** The visits of a person, by the canonical key, that have begun. */
    final Map<String, List<Stays.Row>> begun = new HashMap<>();

    Remembered(Events events, Belonging belonging) {
        this.belonging = belonging;
        this.events = new EventReading(events);
    }

    /** What was read of the consultations as the append began. */
    void before(Appending.Beginning beginning) {
        beginning.named().forEach(id -> before.put(id, Optional.empty()));
        beginning.known().forEach(row -> before.put(row.id(), Optional.of(row)));
    }

    /** All that have been read. */
    List<Consultations.Row> before() {
        return before.values().stream().flatMap(Optional::stream).toList();
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

    /** What belongs to these consultations, or could. */
    List<Belonging.Found> belonging(Collection<String> consultations) {
        belongs.putAll(belonging.of(unknown(belongs, consultations)));
        return consultations.stream().map(id -> Objects.requireNonNull(belongs.get(id))).toList();
    }

    /** After joins have changed. */
    void forgetBelonging() {
        belongs.clear();
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
