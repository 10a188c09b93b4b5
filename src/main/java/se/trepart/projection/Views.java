package se.trepart.projection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;

import se.trepart.consultation.Consultation;
import se.trepart.consultation.OpaqueIds;
import se.trepart.log.Commit;
import se.trepart.log.Consultations;
import se.trepart.log.Reconsidering;
import se.trepart.mapping.MappingSet;
import se.trepart.mapping.StateJson;
import se.trepart.projection.fhir.FhirView;
import se.trepart.projection.fhir.VersionId;
import se.trepart.projection.fhir.ViewChange;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Writes what is derived: states, FHIR resources and targets. */
@Component
class Views {
    private final Consultations consultations;
    private final FhirView fhir;
    private final Targets targets;
    private final PractitionerView practitionerView;
    private final PersonView personView;
    private final Reconsidering reconsidering;
    private final OpaqueIds ids;
    private final Alongside alongside;

    Views(
            Consultations consultations,
            FhirView fhir,
            Targets targets,
            PractitionerView practitionerView,
            PersonView personView,
            Reconsidering reconsidering,
            OpaqueIds ids,
            Alongside alongside) {
        this.consultations = consultations;
        this.fhir = fhir;
        this.targets = targets;
        this.practitionerView = practitionerView;
        this.personView = personView;
        this.reconsidering = reconsidering;
        this.ids = ids;
        this.alongside = alongside;
    }

    /** Begins what a commit makes of the FHIR view. */
    ViewChange change(Instant commitTime) {
        return fhir.change(commitTime);
    }

    /** The folded consultations: state kept, resources written, targets set. */
    void consultations(
            Commit commit,
            MappingSet mappings,
            List<ConsultationFold.Folded> affected,
            Scope scope) {
        var visits = new TreeSet<String>();
        var rows = new ArrayList<Consultations.Row>();
        scope.remembered.before(
                affected.stream().map(ConsultationFold.Folded::id).toList(), consultations);
        for (var folded : affected) {
            var state =
                    folded.state()
                            .withContradictions(ClosedDays.in(folded.state(), mappings.registry()));
            var writer = new StateJson(ids, mappings.registry());
            var json = writer.write(state);
            var before = scope.remembered.before(folded.id());
            before.map(Consultations.Row::visit).filter(Objects::nonNull).ifPresent(visits::add);
            before.map(Consultations.Row::person)
                    .filter(Objects::nonNull)
                    .filter(person -> !person.equals(folded.person()))
                    .ifPresent(scope.reconsidered::add);
            var visit = state.visit().key().map(Object::toString).orElse(null);
            if (visit != null) {
                visits.add(visit);
            }
            rows.add(
                    row(
                            folded,
                            state,
                            visit,
                            writer.firstReferralDue(state).orElse(null),
                            json,
                            mappings));
            if (folded.person() != null) {
                scope.concernedPersons.addAll(folded.persons());
                scope.reconsidered.addAll(folded.persons());
            }
            scope.view.consultation(
                    folded.id(),
                    resources(mappings.transform("fhir/consultation", json, folded.id())));
            var canonical = folded.person();
            state.patient()
                    .filter(person -> canonical == null || scope.shown.add(canonical))
                    .ifPresent(person -> personView.add(mappings, person, scope.view));
            scope.people.add(state);
        }
        consultations.save(commit, rows);
        targets.set(commit, mappings, visits, affected, scope);
        practitionerView.show(commit, mappings, scope.people, scope.view);
    }

    private static Consultations.Row row(
            ConsultationFold.Folded folded,
            Consultation state,
            @org.jspecify.annotations.Nullable String visit,
            java.time.@org.jspecify.annotations.Nullable LocalDate referralDue,
            ObjectNode json,
            MappingSet mappings) {
        var side = folded.side();
        return new Consultations.Row(
                folded.id(),
                folded.person() == null ? side.person() : folded.person(),
                side.unit(),
                side.day(),
                side.startAt(),
                side.namedVisit(),
                visit,
                state.tookPlace(),
                state.phase().code(),
                referralDue,
                json.toString(),
                mappings.version());
    }

    /**
     * Writes the resources, and one Provenance for each event, with all versions that its message
     * made; none where nothing was made.
     */
    void write(
            Commit commit,
            MappingSet mappings,
            Map<Long, List<Derived>> messages,
            List<ConsultationFold.Folded> affected,
            Scope scope) {
        if (alongside.provenance()) {
            scope.view.expect(
                    "Provenance",
                    messages.values().stream()
                            .flatMap(List::stream)
                            .map(ProvenanceJson::id)
                            .toList());
            var making = new Making(messages, affected, scope.view.versions());
            messages.forEach((message, theirs) ->
                    provenance(commit, mappings, theirs, making.by(message), scope));
        }
        scope.view.write();
    }

    private static void provenance(
            Commit commit,
            MappingSet mappings,
            List<Derived> events,
            List<VersionId> versions,
            Scope scope) {
        if (versions.isEmpty()) {
            return;
        }
        for (var derived : events) {
            var json = ProvenanceJson.of(derived, versions, commit.time(), mappings.version());
            scope.view.shared("provenance", resources(mappings.transform("fhir/provenance", json)));
        }
    }

    /** What was not concerned when it came may be now, and the other way round. */
    void reconsider(Set<String> visits, Set<String> persons, Set<Long> strays) {
        if (!visits.isEmpty() || !persons.isEmpty() || !strays.isEmpty()) {
            reconsidering.messages(visits, persons, strays);
        }
    }

    /**
     * A mapping makes one resource or {@code {"resources": [...]}}; JSLT leaves an empty list out.
     */
    static List<ObjectNode> resources(JsonNode made) {
        if (made.has("resourceType")) {
            return List.of((ObjectNode) made);
        }
        var all = new ArrayList<ObjectNode>();
        made.path("resources").forEach(resource -> all.add((ObjectNode) resource));
        return all;
    }
}
