package se.trepart.projection;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;

import se.trepart.consultation.OpaqueIds;
import se.trepart.consultation.Person;
import se.trepart.mapping.MappingSet;
import se.trepart.projection.fhir.FhirView;
import se.trepart.projection.fhir.ViewChange;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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

    /** Shows the persons; the keys of those whom that shows otherwise than before. */
    Set<String> show(MappingSet mappings, Collection<Person> persons, ViewChange view) {
        var made = new LinkedHashMap<Person, List<ObjectNode>>();
        persons.forEach(person -> made.put(person, resources(mappings, person)));
        var news = fhir.news(made.values().stream().flatMap(List::stream).toList());
        var changed = new TreeSet<String>();
        made.forEach((person, resources) -> {
            if (!Collections.disjoint(resources, news)) {
                add(resources, person, view);
                changed.add(ids.person(person.identifier()));
            }
        });
        return changed;
    }
}
