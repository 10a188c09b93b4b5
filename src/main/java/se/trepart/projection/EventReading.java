package se.trepart.projection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;

import se.trepart.consultation.Event;
import se.trepart.log.Events;
import se.trepart.mapping.EventReader;

import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The log as one append sees it, once its own events are in it: what it begins with is read in one
 * statement, nothing is read twice, and each event is understood once.
 */
final class EventReading {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Events events;
    private final Map<Long, Event> understood = new HashMap<>();
    private final Map<String, List<Events.Logged>> subjects = new HashMap<>();
    private final Map<String, List<Events.Logged>> visits = new HashMap<>();
    private final Map<String, List<Events.Logged>> persons = new HashMap<>();

    EventReading(Events events) {
        this.events = events;
    }

    /** Reads, in one statement, all that names one of these; the identities that it tells. */
    Set<String> readAhead(
            Collection<String> consultations,
            Collection<String> itsVisits,
            Collection<String> itsPersons) {
        var found = events.naming(consultations, itsVisits, itsPersons);
        keep(subjects, consultations, found, Events.Logged::subject);
        keep(visits, itsVisits, found, Events.Logged::visit);
        keep(persons, itsPersons, found, Events.Logged::person);
        return found.stream()
                .map(Events.Logged::person)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private static void keep(
            Map<String, List<Events.Logged>> known,
            Collection<String> keys,
            List<Events.Logged> found,
            Function<Events.Logged, @Nullable String> key) {
        keys.forEach(one -> known.put(one, new ArrayList<>()));
        for (var logged : found) {
            var theirs = known.get(Objects.requireNonNullElse(key.apply(logged), ""));
            if (theirs != null) {
                theirs.add(logged);
            }
        }
    }

    /** Reads, in one statement, all that tells one of these identities. */
    void readPersons(Collection<String> keys) {
        var unknown = keys.stream().filter(key -> !persons.containsKey(key)).toList();
        if (!unknown.isEmpty()) {
            keep(persons, unknown, events.ofPersons(unknown), Events.Logged::person);
        }
    }

    /** An event that was appended as it is understood already. */
    void know(long position, Event event) {
        understood.put(position, event);
    }

    /** All that names the consultation itself. */
    List<Events.Logged> ofConsultation(String id) {
        return subjects.computeIfAbsent(id, events::ofConsultation);
    }

    /** All that names the visit, with a consultation or without. */
    List<Events.Logged> ofVisit(String visit) {
        return visits.computeIfAbsent(visit, events::ofVisitAndItsConsultations);
    }

    /** All that names the visit and no consultation. */
    List<Events.Logged> ofVisitAlone(String visit) {
        return ofVisit(visit).stream().filter(logged -> logged.subject() == null).toList();
    }

    /** All that tells one of these identities, in the order of the log. */
    List<Events.Logged> ofPersons(Collection<String> keys) {
        readPersons(keys);
        var all = new TreeMap<Long, Events.Logged>();
        keys.stream()
                .flatMap(key -> Objects.requireNonNull(persons.get(key)).stream())
                .forEach(logged -> all.put(logged.position(), logged));
        return List.copyOf(all.values());
    }

    /** What they say. */
    List<Event> understood(Collection<Events.Logged> logged) {
        return logged.stream().map(this::understood).toList();
    }

    private Event understood(Events.Logged logged) {
        return understood.computeIfAbsent(logged.position(), position -> read(logged));
    }

    /** What one says. */
    static Event read(Events.Logged logged) {
        return read(logged.content(), logged.recordedAt());
    }

    static Event read(String content, Instant recordedAt) {
        try {
            return EventReader.read(JSON.readTree(content), recordedAt);
        } catch (JsonProcessingException notWhatWasStored) {
            throw new UncheckedIOException(notWhatWasStored);
        }
    }
}
