package se.trepart.projection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;

import se.trepart.consultation.Consultation;
import se.trepart.consultation.HsaId;
import se.trepart.consultation.OpaqueIds;
import se.trepart.log.Commit;
import se.trepart.log.Lock;
import se.trepart.log.Practitioners;
import se.trepart.mapping.MappingSet;
import se.trepart.projection.fhir.FhirView;
import se.trepart.projection.fhir.VersionId;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Practitioner and PractitionerRole: whoever events name, and where they acted. */
@Component
class PractitionerView {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Practitioners practitioners;
    private final FhirView fhir;
    private final OpaqueIds ids;

    PractitionerView(Practitioners practitioners, FhirView fhir, OpaqueIds ids) {
        this.practitioners = practitioners;
        this.fhir = fhir;
        this.ids = ids;
    }

    /**
     * Keeps everybody whom the events name, and shows those who are named with a consultation, now
     * or before.
     */
    void know(Commit commit, MappingSet mappings, Collection<Derived> all) {
        var told = new ArrayList<Practitioners.Told>();
        var roles = new TreeSet<>(ToldRoles.ORDER);
        for (var derived : all) {
            var event = derived.event();
            var one = new ToldRoles();
            event.data()
                    .toldActors()
                    .forEach(actor ->
                            told.add(
                                    new Practitioners.Told(
                                            actor.hsaId().value(),
                                            actor.name()
                                                    .map(PersonJson::name)
                                                    .map(ObjectNode::toString)
                                                    .orElse(null),
                                            event.time().toInstant(),
                                            event.source() + " " + event.id())));
            if (derived.row().subject() != null) {
                one.add(event.data());
                roles.addAll(one.roles());
            }
        }
        if (!told.isEmpty()) {
            practitioners.know(commit, told, roles);
            var named = new TreeSet<String>();
            all.stream()
                    .filter(derived -> derived.row().subject() != null)
                    .flatMap(derived -> derived.event().data().toldActors().stream())
                    .forEach(actor -> named.add(actor.hsaId().value()));
            practitioners.find(told.stream().map(Practitioners.Told::hsaId).toList()).stream()
                    .filter(row -> !row.roles().isEmpty())
                    .forEach(row -> named.add(row.hsaId()));
            write(commit, mappings, named);
        }
    }

    /**
     * Keeps where the consultation's people acted; the versions made. Whoever any of its events
     * tells, at any place that any of them tells: what only a passing state said must not be left
     * behind, and what it did not say must not be missing.
     */
    List<VersionId> roles(Commit commit, MappingSet mappings, Consultation state) {
        var told = new ToldRoles();
        state.events().forEach(event -> told.add(event.data()));
        var roles = told.roles();
        if (roles.isEmpty()) {
            return List.of();
        }
        practitioners.know(commit, List.of(), roles);
        var named = new TreeSet<String>();
        roles.forEach(role -> named.add(role.hsaId()));
        return write(commit, mappings, named);
    }

    private List<VersionId> write(Commit commit, MappingSet mappings, Collection<String> hsaIds) {
        var resources = new ArrayList<ObjectNode>();
        practitioners
                .find(hsaIds)
                .forEach(row ->
                        resources.addAll(
                                Views.resources(
                                        mappings.transform("fhir/practitioner", json(row)))));
        return fhir.writeShared(
                resources,
                commit.time(),
                () -> commit.require(hsaIds.stream().map(Lock::onPractitioner).toList()));
    }

    private ObjectNode json(Practitioners.Row row) {
        var hsaId = new HsaId(row.hsaId());
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", ids.practitioner(hsaId)).put("hsaId", row.hsaId());
        row.name()
                .ifPresent(name -> {
                    try {
                        json.set("name", JSON.readTree(name));
                    } catch (JsonProcessingException notWhatWasStored) {
                        throw new UncheckedIOException(notWhatWasStored);
                    }
                });
        var roles = json.putArray("roles");
        var units = new TreeSet<String>();
        row.roles().forEach(role -> units.add(role.unit()));
        for (var unit : units) {
            var role =
                    roles.addObject().put("id", ids.role(hsaId, new HsaId(unit))).put("unit", unit);
            row.roles().stream()
                    .filter(one -> one.unit().equals(unit) && !one.specialty().isEmpty())
                    .findFirst()
                    .ifPresent(one -> role.put("specialty", one.specialty()));
        }
        return json;
    }
}
