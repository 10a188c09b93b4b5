package se.trepart.projection;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import se.trepart.consultation.Event;
import se.trepart.consultation.OpaqueIds;
import se.trepart.delivery.Waking;
import se.trepart.log.Belonging;
import se.trepart.log.Commit;
import se.trepart.log.Consultations;
import se.trepart.log.Events;
import se.trepart.log.Lock;
import se.trepart.log.Messages;
import se.trepart.log.Steps;
import se.trepart.log.Strays;
import se.trepart.log.Visits;
import se.trepart.mapping.EventReader;
import se.trepart.mapping.MappingSet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The entry of the projections: appends a message's events and makes everything that follows from
 * them, in the caller's commit. Nothing is applied on arrival: whatever the events touch is folded
 * again from its whole set.
 */
@Component
public class Appending {
    private final Events events;
    private final Consultations consultations;
    private final Visits visits;
    private final PersonFold persons;
    private final ConsultationFold folds;
    private final Joining joining;
    private final Views views;
    private final OpaqueIds ids;
    private final Waking waking;
    private final PassingOn passingOn;
    private final Overlaps overlaps;
    private final StrayEvents strayEvents;
    private final Strays strays;
    private final Belonging belonging;

    Appending(
            Events events,
            Consultations consultations,
            Visits visits,
            PersonFold persons,
            ConsultationFold folds,
            Joining joining,
            Views views,
            OpaqueIds ids,
            Waking waking,
            PassingOn passingOn,
            Overlaps overlaps,
            StrayEvents strayEvents,
            Strays strays,
            Belonging belonging) {
        this.events = events;
        this.consultations = consultations;
        this.visits = visits;
        this.persons = persons;
        this.folds = folds;
        this.joining = joining;
        this.views = views;
        this.ids = ids;
        this.waking = waking;
        this.passingOn = passingOn;
        this.overlaps = overlaps;
        this.strayEvents = strayEvents;
        this.strays = strays;
        this.belonging = belonging;
    }

    /** The locks that these events surely need. */
    public List<Lock> locks(Collection<ObjectNode> json) {
        return Derived.locks(
                json.stream()
                        .map(event ->
                                Derived.of(event, EventReader.read(event, Instant.EPOCH), ids))
                        .toList());
    }

    /**
     * What there is before an append.
     *
     * @param named consultations that its events name
     * @param known those of them that are known
     */
    public record Beginning(Set<String> named, List<Consultations.Row> known) {
        /** Whether one of the events names a consultation that nobody knows yet. */
        public boolean anew() {
            return known.size() < named.size();
        }
    }

    /**
     * Begins an append of these events: takes, before anything that they guard is read, the locks
     * that the named consultations needed last, since a commit that lacks one begins again.
     */
    public Beginning begin(Commit commit, Collection<ObjectNode> json) {
        var named = new TreeSet<String>();
        json.forEach(event -> add(named, event.path("subject").asText(null)));
        var known = consultations.find(named);
        commit.take(known.stream().flatMap(row -> locks(row).stream()).toList());
        return new Beginning(named, known);
    }

    /**
     * What a kept message means.
     *
     * @param receivedAt its time of record, which a later derivation does not change
     * @param events as JSON, in their order
     */
    public record Meant(long message, Instant receivedAt, List<ObjectNode> events) {}

    /**
     * Appends the events of a kept message; asks for more locks where others are affected. Once the
     * commit is durable, the destinations that are owed something are woken. Returns whether the
     * message is accepted, not concerned or parked.
     */
    public Messages.Outcome append(
            Commit commit, long message, MappingSet mappings, List<ObjectNode> json) {
        return append(
                        commit,
                        mappings,
                        List.of(new Meant(message, commit.time(), json)),
                        begin(commit, json))
                .getOrDefault(message, Messages.Outcome.NOT_CONCERNED);
    }

    /** The same for messages that came at the same time; what became of each. */
    public Map<Long, Messages.Outcome> append(
            Commit commit, MappingSet mappings, Collection<Meant> meant, Beginning beginning) {
        var scope = scope(commit);
        scope.remembered.before(beginning);
        return append(commit, mappings, meant, scope);
    }

    /**
     * Appends what kept messages mean now; what they meant until now is superseded, and all that
     * either touches is folded again. What became of each message.
     */
    public Map<Long, Messages.Outcome> rederive(
            Commit commit, MappingSet mappings, Collection<Meant> meant) {
        var scope = scope(commit);
        var numbers = meant.stream().map(Meant::message).toList();
        var known = events.ofMessages(numbers);
        for (var earlier : known) {
            add(scope.consultations, earlier.subject());
            if (earlier.subject() == null) {
                add(scope.visits, earlier.visit());
            }
            add(scope.retold, earlier.person());
            add(scope.retoldVisits, earlier.visit());
            commit.require(locks(earlier));
        }
        scope.consultations.addAll(
                strays.forget(known.stream().map(Events.Logged::position).toList()));
        events.supersede(commit, numbers);
        return append(commit, mappings, meant, scope);
    }

    /** Makes the records of these consultations again from the log, by the given mappings. */
    public void reproject(Commit commit, MappingSet mappings, Collection<String> ids) {
        commit.require(ids.stream().map(Lock::onConsultation).toList());
        var scope = scope(commit);
        scope.consultations.addAll(ids);
        persons.readAhead(
                scope.remembered.events.readAhead(ids, List.of(), List.of()), scope.remembered);
        views.consultations(commit, mappings, rejoined(commit, List.of(), scope), scope);
        scope.view.write();
        wakeAfterCommit(scope.wake);
    }

    private static List<Lock> locks(Events.Logged logged) {
        var locks = new ArrayList<Lock>();
        if (logged.subject() != null) {
            locks.add(Lock.onConsultation(logged.subject()));
        }
        if (logged.visit() != null) {
            locks.add(Lock.onVisit(logged.visit()));
        }
        if (logged.person() != null) {
            locks.add(Lock.onPerson(logged.person()));
        }
        return locks;
    }

    private Map<Long, Messages.Outcome> append(
            Commit commit, MappingSet mappings, Collection<Meant> meant, Scope scope) {
        var derived = new LinkedHashMap<Long, List<Derived>>();
        meant.forEach(message ->
                derived.put(
                        message.message(),
                        message.events().stream()
                                .map(event ->
                                        Derived.of(
                                                event,
                                                EventReader.read(event, message.receivedAt()),
                                                ids))
                                .toList()));
        var all = derived.values().stream().flatMap(List::stream).toList();
        commit.require(Derived.locks(all));
        persons.know(commit, all, scope);
        var logged = log(derived, mappings, scope);
        readAhead(all, scope);
        overlaps.look(commit, all, scope);
        commit.steps().done(Steps.Step.APPENDED);
        var kept =
                strayEvents.keep(
                        commit, logged.values().stream().flatMap(List::stream).toList(), all);
        all.forEach(scope.people::add);
        persons.fold(commit, mappings, all, scope);
        var affected = rejoined(commit, kept, scope);
        commit.steps().done(Steps.Step.FOLDED);
        views.consultations(commit, mappings, affected, scope);
        tell(logged.values().stream().flatMap(List::stream).toList(), affected);
        derived.forEach((message, theirs) -> passingOn.owe(commit, message, theirs, scope));
        views.write(commit, mappings, derived, affected, scope);
        wakeAfterCommit(scope.wake);
        var outcomes = outcomes(logged, scope);
        commit.steps().done(Steps.Step.PROJECTED);
        return outcomes;
    }

    private Scope scope(Commit commit) {
        return new Scope(new Remembered(events, belonging), views.change(commit.time()));
    }

    /** Reads from the log, once these events are in it, whatever surely is needed. */
    private void readAhead(List<Derived> all, Scope scope) {
        var visits = new TreeSet<>(scope.visits);
        visits.addAll(scope.retoldVisits);
        var persons = new TreeSet<>(scope.retold);
        for (var row : scope.remembered.before()) {
            add(visits, row.visit());
            add(persons, row.person());
        }
        for (var derived : all) {
            add(visits, derived.row().visit());
            add(persons, derived.row().person());
        }
        this.persons.readAhead(
                scope.remembered.events.readAhead(scope.consultations, visits, persons),
                scope.remembered);
    }

    /** Appends the events to the log; by message, as they stand there. */
    private Map<Long, List<Events.Logged>> log(
            Map<Long, List<Derived>> derived, MappingSet mappings, Scope scope) {
        var meant = new ArrayList<Events.Meant>();
        var understood = new ArrayList<Event>();
        derived.forEach((message, theirs) ->
                theirs.forEach(one -> {
                    var row = one.row();
                    add(scope.consultations, row.subject());
                    if (row.subject() == null) {
                        add(scope.visits, row.visit());
                    }
                    meant.add(new Events.Meant(message, one.event().recordedAt(), row));
                    understood.add(one.event());
                }));
        var all = events.append(mappings.version(), meant);
        var logged = new LinkedHashMap<Long, List<Events.Logged>>();
        derived.keySet().forEach(message -> logged.put(message, new ArrayList<>()));
        for (var at = 0; at < all.size(); at++) {
            var one = all.get(at);
            scope.remembered.events.know(one.position(), understood.get(at));
            Objects.requireNonNull(logged.get(one.message())).add(one);
        }
        return logged;
    }

    private void wakeAfterCommit(Set<String> destinations) {
        if (!destinations.isEmpty()) {
            TransactionSynchronizationManager.registerSynchronization(
                    new TransactionSynchronization() {
                        @Override
                        public void afterCommit() {
                            destinations.forEach(waking::wake);
                        }
                    });
        }
    }

    /** Folds everything that the scope names, after its visits have been joined anew. */
    private List<ConsultationFold.Folded> rejoined(
            Commit commit, List<Strays.Row> kept, Scope scope) {
        var oldGroups = new LinkedHashSet<Joining.Group>();
        var sides = new ArrayList<Joining.Side>();
        scope.remembered.before(scope.consultations, consultations);
        for (var id : scope.consultations) {
            scope.remembered
                    .before(id)
                    .ifPresent(row -> {
                        Joining.Group.of(row.person(), row.unit(), row.day())
                                .ifPresent(oldGroups::add);
                        commit.require(locks(row));
                    });
            sides.add(folds.side(id, scope.remembered));
        }
        var rows = folds.visits(scope.visits, scope.remembered);
        var changed = joining.rejoin(sides, rows, oldGroups, scope.remembered);
        var ids = new TreeSet<>(scope.consultations);
        ids.addAll(changed.consultations());
        visits.joins(scope.visits).forEach(join -> ids.add(join.consultation()));
        scope.visits.addAll(changed.visits());
        ids.addAll(strayEvents.rejoin(ids, kept, scope));
        commit.require(ids.stream().map(Lock::onConsultation).toList());
        overlaps.readAhead(folds.visited(ids, scope.remembered), scope.remembered);
        commit.require(changed.visits().stream().map(Lock::onVisit).toList());
        return ids.stream().map(id -> folds.fold(commit, id, scope.remembered)).toList();
    }

    private static List<Lock> locks(Consultations.Row row) {
        var locks = new ArrayList<Lock>();
        if (row.person() != null) {
            locks.add(Lock.onPerson(row.person()));
        }
        if (row.visit() != null) {
            locks.add(Lock.onVisit(row.visit()));
        }
        return locks;
    }

    private void tell(List<Events.Logged> logged, List<ConsultationFold.Folded> affected) {
        var all = new LinkedHashMap<String, Set<Long>>();
        for (var folded : affected) {
            var told = new TreeSet<Long>();
            folded.joinedEvents().forEach(event -> told.add(event.position()));
            logged.stream()
                    .filter(event ->
                            Objects.equals(event.subject(), folded.id())
                                    || (event.subject() == null
                                            && event.visit() == null
                                            && event.person() != null
                                            && folded.persons().contains(event.person())))
                    .forEach(event -> told.add(event.position()));
            all.put(folded.id(), told);
        }
        events.tell(all);
    }

    /**
     * What was looked at.
     *
     * @param joined visits that belong to a consultation
     * @param parked visits that could belong to several
     * @param belonging positions of events that name no visit and belong to a consultation
     * @param astray positions of those that could belong to several
     */
    private record Known(
            Set<String> joined, Set<String> parked, Set<Long> belonging, Set<Long> astray) {}

    private Map<Long, Messages.Outcome> outcomes(
            Map<Long, List<Events.Logged>> logged, Scope scope) {
        var known = new Known(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        visits.joins(scope.visits)
                .forEach(join ->
                        (join.parked() ? known.parked() : known.joined()).add(join.visit()));
        strays.joins(scope.strays)
                .forEach(join ->
                        (join.parked() ? known.astray() : known.belonging()).add(join.event()));
        views.reconsider(scope.visits, scope.reconsidered, scope.strays);
        var outcomes = new LinkedHashMap<Long, Messages.Outcome>();
        logged.forEach((message, events) -> outcomes.put(message, outcome(events, known, scope)));
        return outcomes;
    }

    /**
     * A message is concerned when one of its events names a consultation, a joined visit, or a
     * patient who has a consultation.
     */
    private static Messages.Outcome outcome(List<Events.Logged> logged, Known known, Scope scope) {
        var outcome = Messages.Outcome.NOT_CONCERNED;
        for (var event : logged) {
            var visit = event.visit();
            var concerned =
                    event.subject() != null
                            || known.belonging().contains(event.position())
                            || (visit != null && known.joined().contains(visit))
                            || (visit == null
                                    && event.person() != null
                                    && scope.concernedPersons.contains(event.person()));
            if (concerned) {
                return Messages.Outcome.ACCEPTED;
            }
            if ((visit != null && known.parked().contains(visit))
                    || known.astray().contains(event.position())) {
                outcome = Messages.Outcome.PARKED;
            }
        }
        return outcome;
    }

    private static void add(Set<String> keys, @org.jspecify.annotations.Nullable String key) {
        if (key != null) {
            keys.add(key);
        }
    }
}
