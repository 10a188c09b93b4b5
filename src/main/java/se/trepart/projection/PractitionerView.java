package se.trepart.projection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;

import se.trepart.consultation.HsaId;
import se.trepart.consultation.OpaqueIds;
import se.trepart.log.Commit;
import se.trepart.log.Lock;
import se.trepart.log.Practitioners;
import se.trepart.mapping.MappingSet;
import se.trepart.projection.fhir.ViewChange;

import java.io.UncheckedIOException;
import java.util.TreeSet;

/** Practitioner and PractitionerRole: whoever events name, and where they acted. */
@Component
class PractitionerView {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Practitioners practitioners;
    private final OpaqueIds ids;

    PractitionerView(Practitioners practitioners, OpaqueIds ids) {
        this.practitioners = practitioners;
        this.ids = ids;
    }

    /**
     * Keeps everybody whom the events name, and shows those who are named with a consultation, now
     * or before, and where they acted.
     */
    void show(Commit commit, MappingSet mappings, ToldPeople people, ViewChange view) {
        var rows =
                practitioners.know(commit, people.told(), people.roles()).stream()
                        .filter(row ->
                                people.shown().contains(row.hsaId()) || !row.roles().isEmpty())
                        .toList();
        var locks = rows.stream().map(Practitioners.Row::hsaId).map(Lock::onPractitioner).toList();
        rows.forEach(row ->
                view.shared(
                        Making.practitioner(row.hsaId()),
                        Views.resources(mappings.transform("fhir/practitioner", json(row))),
                        () -> commit.require(locks)));
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
