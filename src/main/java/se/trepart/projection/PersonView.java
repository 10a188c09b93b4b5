package se.trepart.projection;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;

import se.trepart.consultation.OpaqueIds;
import se.trepart.consultation.Person;
import se.trepart.mapping.MappingSet;
import se.trepart.projection.fhir.FhirView;
import se.trepart.projection.fhir.ViewChange;

import java.util.List;

/**
 * Makes Patient resources: the person in force, and one for each earlier identity that says who
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

    private List<ObjectNode> resources(MappingSet mappings, Person person) {
        return PersonJson.all(person, ids).stream()
                .map(json -> (ObjectNode) mappings.transform("fhir/person", json))
                .toList();
    }

    /** Shows the person. */
    void add(MappingSet mappings, Person person, ViewChange view) {
        add(resources(mappings, person), person, view);
    }

    private void add(List<ObjectNode> resources, Person person, ViewChange view) {
        view.shared(Making.person(ids.person(person.identifier())), resources);
    }

    /** Shows the person; whether that changes anything. */
    boolean show(MappingSet mappings, Person person, ViewChange view) {
        var resources = resources(mappings, person);
        if (fhir.holds(resources)) {
            return false;
        }
        add(resources, person, view);
        return true;
    }
}
