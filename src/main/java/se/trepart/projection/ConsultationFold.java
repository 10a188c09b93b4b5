package se.trepart.projection;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import se.trepart.consultation.Consultation;
import se.trepart.consultation.ConsultationId;
import se.trepart.consultation.Contradiction;
import se.trepart.consultation.Event;
import se.trepart.consultation.EventData;
import se.trepart.consultation.EventOrder;
import se.trepart.consultation.Folding;
import se.trepart.consultation.OpaqueIds;
import se.trepart.consultation.Person;
import se.trepart.consultation.StrayJoining;
import se.trepart.consultation.VisitKey;
import se.trepart.log.Belonging;
import se.trepart.log.Commit;
import se.trepart.log.Events;
import se.trepart.log.Lock;
import se.trepart.log.Visits;
import se.trepart.mapping.Times;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads a consultation's whole set of events from the log, its joined visits' included, and folds
 * it.
 */
@Component
class ConsultationFold {
    private final Events events;
    private final PersonFold personFold;
    private final Folding folding;
    private final OpaqueIds ids;
    private final Overlaps overlaps;
    private final Belonging belonging;

    ConsultationFold(
            Events events,
            PersonFold personFold,
            Folding folding,
            OpaqueIds ids,
            Overlaps overlaps,
            Belonging belonging) {
        this.events = events;
        this.personFold = personFold;
        this.folding = folding;
        this.ids = ids;
        this.overlaps = overlaps;
        this.belonging = belonging;
    }

    /**
     * A consultation, folded.
     *
     * @param person canonical key of the patient
     * @param persons keys of all identities of the patient
     * @param side what the joining saw of it
     * @param joinedEvents of the joined visits, and those that name no visit but belong here
     */
    record Folded(
            String id,
            Consultation state,
            @Nullable String person,
            Set<String> persons,
            Joining.Side side,
            List<Events.Logged> joinedEvents) {}

    /**
     * What a consultation's own events tell, without its visits and its patient's other events.
     *
     * @param person canonical key of the patient whom they tell
     */
    record Own(List<Event> events, Consultation state, Optional<String> person) {}

    /** What the consultation's own events tell for the joining. */
    Joining.Side side(String id, Remembered remembered) {
        return side(id, own(id, remembered));
    }

    /** Folds the consultation from the log, beside any commit's appending. */
    Folded fold(Commit commit, String id) {
        return fold(commit, id, new Remembered(events, belonging));
    }

    /** Folds the consultation from the log. */
    Folded fold(Commit commit, String id, Remembered remembered) {
        var own = own(id, remembered);
        var joined = new ArrayList<Events.Logged>();
        var parked = false;
        var belonging = remembered.belonging(List.of(id)).getFirst();
        for (var join : belonging.visits()) {
            if (join.parked()) {
                parked = true;
            } else {
                joined.addAll(remembered.events.ofVisitAlone(join.visit()));
            }
        }
        var astray = false;
        for (var join : belonging.strays()) {
            if (join.parked()) {
                astray = true;
            } else {
                joined.addAll(events.at(List.of(join.event())));
            }
        }
        var all = new ArrayList<>(own.events());
        all.addAll(remembered.events.understood(joined));
        var known =
                patientKey(EventOrder.sorted(all))
                        .flatMap(key -> personFold.known(key, remembered));
        known.ifPresent(person -> commit.require(List.of(Lock.onPerson(person.canonical()))));
        var state = folding.fold(new ConsultationId(id), all, known.map(PersonFold.Known::person));
        state.visit()
                .key()
                .map(VisitKey::toString)
                .ifPresent(key -> commit.require(List.of(Lock.onVisit(key))));
        var beside = new ArrayList<Contradiction>();
        if (parked) {
            beside.add(AMBIGUOUS);
        }
        if (astray) {
            beside.add(ASTRAY);
        }
        if (state.visit().key().filter(visit -> overlaps.at(visit, remembered)).isPresent()) {
            beside.add(Overlaps.FOUND);
        }
        return new Folded(
                id,
                state.withContradictions(beside),
                known.map(PersonFold.Known::canonical).orElse(null),
                known.map(person -> Set.copyOf(person.keys())).orElse(Set.of()),
                side(id, own),
                joined);
    }

    private static final Contradiction AMBIGUOUS =
            new Contradiction(
                    "visit-ambiguous",
                    "Flera mottagningsbesök och konsultationer för samma patient ligger så nära"
                            + " varandra att de inte kan paras ihop.");

    private static final Contradiction ASTRAY =
            new Contradiction(
                    "message-ambiguous",
                    "Ett meddelande från sjukhuset kan höra till flera av patientens"
                            + " konsultationer och är inte kopplat till någon av dem.");

    /** The visits that these consultations may have. */
    Set<String> visited(Collection<String> ids, Remembered remembered) {
        var visited = new TreeSet<String>();
        for (var id : ids) {
            own(id, remembered)
                    .state()
                    .visit()
                    .key()
                    .map(VisitKey::toString)
                    .ifPresent(visited::add);
        }
        remembered.belonging(ids).stream()
                .flatMap(found -> found.visits().stream())
                .filter(join -> !join.parked())
                .map(Visits.Join::visit)
                .forEach(visited::add);
        return visited;
    }

    /** What the consultation's own events tell for the joining of strays. */
    StrayJoining.Candidate candidate(String id, Remembered remembered) {
        var own = own(id, remembered);
        var state = own.state();
        var belonging = remembered.belonging(List.of(id)).getFirst();
        var visited = new TreeSet<VisitKey>();
        state.visit().key().ifPresent(visited::add);
        belonging.visits().stream()
                .filter(join -> !join.parked())
                .map(join -> VisitKey.parse(join.visit()))
                .forEach(visited::add);
        return new StrayJoining.Candidate(
                state.id(),
                visited,
                own.person(),
                state.clinic(),
                StrayJoining.days(state).map(Times::day).collect(Collectors.toSet()),
                !state.call().presences().isEmpty(),
                state.enteredInError(),
                belonging.contacts(),
                belonging.referrals());
    }

    /** What the visits' own events tell, one row for each. */
    List<Visits.Row> visits(Collection<String> keys, Remembered remembered) {
        return keys.stream().map(key -> visit(key, remembered)).toList();
    }

    private Visits.Row visit(String key, Remembered remembered) {
        var ordered =
                EventOrder.sorted(
                        remembered.events.understood(remembered.events.ofVisitAlone(key)));
        var start =
                ordered.stream()
                        .filter(event -> event.data() instanceof EventData.VisitStarted)
                        .findFirst()
                        .map(Event::happened);
        return new Visits.Row(
                key,
                patientKey(ordered)
                        .map(person -> personFold.canonical(person, remembered))
                        .orElse(null),
                VisitKey.parse(key).unit().value(),
                start.map(Times::day).orElse(null),
                start.map(OffsetDateTime::toInstant).orElse(null));
    }

    private static Joining.Side side(String id, Own own) {
        var state = own.state();
        var start = state.plannedStart();
        return new Joining.Side(
                id,
                own.person().orElse(null),
                state.visit().named().map(visit -> visit.unit().value()).orElse(null),
                start.map(Times::day).orElse(null),
                start.map(OffsetDateTime::toInstant).orElse(null),
                state.visit().key().map(VisitKey::toString).orElse(null));
    }

    private Own own(String id, Remembered remembered) {
        return remembered.own.computeIfAbsent(id, one -> read(one, remembered));
    }

    private Own read(String id, Remembered remembered) {
        var told = remembered.events.understood(remembered.events.ofConsultation(id));
        var state = folding.fold(new ConsultationId(id), told, Optional.<Person>empty());
        return new Own(
                told,
                state,
                patientKey(state.events()).map(key -> personFold.canonical(key, remembered)));
    }

    /** Who the patient is: whom the latest event in the order names. */
    private Optional<String> patientKey(List<Event> ordered) {
        return ordered.reversed().stream()
                .flatMap(event -> event.data().toldPatient().stream())
                .map(patient -> ids.person(patient.identifier()))
                .filter(Objects::nonNull)
                .findFirst();
    }
}
