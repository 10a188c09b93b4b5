package se.trepart.projection;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;

import se.trepart.consultation.OpaqueIds;
import se.trepart.consultation.Person;
import se.trepart.log.Commit;
import se.trepart.mapping.MappingSet;
import se.trepart.projection.fhir.FhirView;
import se.trepart.projection.fhir.VersionId;

import java.util.List;

/**
 * Writes Patient resources: the person in force, and one for each earlier identity that says who
 * replaced it.
 */
@Component
class PersonView {
    private final FhirView fhir;
    private final OpaqueIds ids;

    PersonView(FhirView fhir, OpaqueIds ids) {
        this.fhir = fhir;
        this.ids = ids;
    }

    List<VersionId> write(Commit commit, MappingSet mappings, Person person) {
        return fhir.write(
                null,
                PersonJson.all(person, ids).stream()
                        .map(json -> (ObjectNode) mappings.transform("fhir/person", json))
                        .toList(),
                commit.time());
    }
}
