package se.trepart.projection;

import se.trepart.log.Practitioners;
import se.trepart.projection.fhir.VersionId;
import se.trepart.projection.fhir.ViewChange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which versions each message of a commit made: those of the consultations and of the patient that
 * it is about, and of the people whom it or they name. Messages about one patient that share a
 * commit made theirs together; what can be said of no message in particular, all of them made.
 */
final class Making {
    private final Together together = new Together();
    private final Map<Long, List<VersionId>> versions = new LinkedHashMap<>();

    Making(
            Map<Long, List<Derived>> messages,
            List<ConsultationFold.Folded> affected,
            List<ViewChange.Made> made) {
        messages.forEach((number, events) -> {
            together.add(number, about(events));
            versions.put(number, new ArrayList<>());
        });
        affected.forEach(this::join);
        var named = new LinkedHashMap<Long, Set<String>>();
        messages.forEach((number, events) -> named.put(number, named(number, events, affected)));
        for (var one : made) {
            var makers = versions.keySet().stream().filter(number -> made(one, number, named));
            var theirs = makers.toList();
            (theirs.isEmpty() ? versions.keySet() : theirs)
                    .forEach(number -> by(number).add(one.id()));
        }
    }

    /** What a Patient shows. */
    static String person(String key) {
        return "person " + key;
    }

    /** What a Practitioner and the roles show. */
    static String practitioner(String hsaId) {
        return "practitioner " + hsaId;
    }

    /** The versions that the message made. */
    List<VersionId> by(long message) {
        return Objects.requireNonNull(versions.get(message));
    }

    private boolean made(ViewChange.Made one, long number, Map<Long, Set<String>> named) {
        var consultation = one.of().consultation();
        var shown = one.of().shared();
        return consultation != null
                ? together.joined(Together.message(number), consultation(consultation))
                : shown != null
                        && (Objects.requireNonNull(named.get(number)).contains(shown)
                                || together.joined(Together.message(number), shown));
    }

    private void join(ConsultationFold.Folded folded) {
        var key = consultation(folded.id());
        folded.persons().forEach(person -> together.same(key, person(person)));
        folded.state()
                .visit()
                .key()
                .ifPresent(visit -> together.same(key, visit(visit.toString())));
        folded.joinedEvents()
                .forEach(event -> together.same(key, Together.message(event.message())));
    }

    private Set<String> named(
            long number, List<Derived> events, List<ConsultationFold.Folded> affected) {
        var people = new ToldPeople();
        events.forEach(people::add);
        affected.stream()
                .filter(folded ->
                        together.joined(Together.message(number), consultation(folded.id())))
                .forEach(folded -> people.add(folded.state()));
        var named = new TreeSet<String>();
        people.shown().forEach(hsaId -> named.add(practitioner(hsaId)));
        people.told().stream()
                .map(Practitioners.Told::hsaId)
                .forEach(hsaId -> named.add(practitioner(hsaId)));
        return named;
    }

    private static List<String> about(List<Derived> events) {
        var about = new ArrayList<String>();
        for (var derived : events) {
            var row = derived.row();
            add(about, row.subject(), Making::consultation);
            add(about, row.visit(), Making::visit);
            add(about, row.person(), Making::person);
            add(about, row.replaces(), Making::person);
        }
        return about;
    }

    private static void add(
            List<String> about,
            @org.jspecify.annotations.Nullable String key,
            java.util.function.UnaryOperator<String> name) {
        if (key != null) {
            about.add(name.apply(key));
        }
    }

    private static String consultation(String id) {
        return "consultation " + id;
    }

    private static String visit(String key) {
        return "visit " + key;
    }
}
