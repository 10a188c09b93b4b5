package se.trepart.projection;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;

import se.trepart.log.Commit;
import se.trepart.log.MappingsSince;
import se.trepart.mapping.MappingSet;
import se.trepart.projection.fhir.FhirView;
import se.trepart.registry.Unit;

/** Shows a mapping set's registry as Organization, Location and HealthcareService. */
@Component
public class RegistryView {
    private final FhirView fhir;
    private final MappingsSince mappingsSince;

    RegistryView(FhirView fhir, MappingsSince mappingsSince) {
        this.fhir = fhir;
        this.mappingsSince = mappingsSince;
    }

    /** Writes the registry of the set that is in force from this commit on. */
    public void write(Commit commit, MappingSet set) {
        mappingsSince.inForce(commit, set.version());
        show(commit, set);
    }

    /** Writes the resources alone. */
    public void show(Commit commit, MappingSet set) {
        fhir.write(null, Views.resources(set.transform("fhir/registry", json(set))), commit.time());
    }

    private static ObjectNode json(MappingSet set) {
        var json = JsonNodeFactory.instance.objectNode();
        var specialties = json.putArray("specialties");
        set.registry()
                .specialties()
                .forEach(specialty ->
                        specialties
                                .addObject()
                                .put("code", specialty.code())
                                .put("name", specialty.name()));
        var units = json.putArray("units");
        for (var unit : set.registry().units()) {
            var one =
                    units.addObject()
                            .put("hsaId", unit.hsaId().value())
                            .put("name", unit.name())
                            .put("kind", unit.kind() == Unit.Kind.CLINIC ? "clinic" : "vårdcentral")
                            .put("organisation", unit.organisation());
            unit.organisationNumber()
                    .ifPresent(number -> one.put("organisationNumber", number.value()));
            var offered = one.putArray("specialties");
            unit.specialties().forEach(offered::add);
        }
        return json;
    }
}
