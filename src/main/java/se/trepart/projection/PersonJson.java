package se.trepart.projection;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.consultation.EventData;
import se.trepart.consultation.OpaqueIds;
import se.trepart.consultation.Person;
import se.trepart.consultation.Personidentitet;

import java.util.ArrayList;
import java.util.List;

/** Writes a person as {@code mappings/fhir/person.jslt} reads it. */
final class PersonJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private PersonJson() {}

    /** The person in force first, then each earlier identity, replaced by it. */
    static List<ObjectNode> all(Person person, OpaqueIds ids) {
        var all = new ArrayList<ObjectNode>();
        var inForce = of(person.identifier(), person, ids);
        content(inForce, person);
        all.add(inForce);
        for (var earlier : person.earlier()) {
            all.add(of(earlier, person, ids).put("replacedBy", ids.person(person.identifier())));
        }
        return all;
    }

    private static ObjectNode of(Personidentitet identity, Person person, OpaqueIds ids) {
        var json = JSON.objectNode().put("id", ids.person(identity));
        json.putArray("identifiers")
                .addObject()
                .put("type", identity.type().code())
                .put("value", identity.value());
        return json.put("protection", person.protection().code());
    }

    private static void content(ObjectNode json, Person person) {
        person.name().ifPresent(name -> json.set("name", name(name)));
        person.birthDate()
                .or(() -> person.identifier().birthDate())
                .ifPresent(date -> json.put("birthDate", date));
        person.gender().ifPresent(gender -> json.put("gender", gender));
        person.phone().ifPresent(phone -> json.put("phone", phone));
        person.address()
                .ifPresent(address -> {
                    var told = json.putObject("address");
                    address.text().ifPresent(text -> told.put("text", text));
                    if (!address.line().isEmpty()) {
                        var lines = told.putArray("line");
                        address.line().forEach(lines::add);
                    }
                    address.postalCode().ifPresent(code -> told.put("postalCode", code));
                    address.city().ifPresent(city -> told.put("city", city));
                });
    }

    static ObjectNode name(EventData.PersonName name) {
        var json = JSON.objectNode();
        name.family().ifPresent(text -> json.put("family", text));
        name.given().ifPresent(text -> json.put("given", text));
        return json;
    }
}
