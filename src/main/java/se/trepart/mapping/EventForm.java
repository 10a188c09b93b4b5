package se.trepart.mapping;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import se.trepart.consultation.Identitetstyp;
import se.trepart.consultation.Personidentitet;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Brings a valid event into its one form. */
final class EventForm {
    private static final JsonPointer PATIENT = JsonPointer.compile("/patient/identifier");
    private static final JsonPointer REPLACED = JsonPointer.compile("/replaces/identifier");
    private static final JsonPointer ADDRESS = JsonPointer.compile("/patient/address");
    private static final List<JsonPointer> HSA_IDS =
            Stream.of(
                            "/visit/unit",
                            "/specialistUnit",
                            "/physician/hsaId",
                            "/specialist/hsaId",
                            "/by/hsaId",
                            "/from",
                            "/to")
                    .map(JsonPointer::compile)
                    .toList();

    private EventForm() {}

    static ObjectNode normalised(JsonNode event) {
        var copy = (ObjectNode) event.deepCopy();
        var data = copy.path("data");
        identity(data.at(PATIENT));
        identity(data.at(REPLACED));
        HSA_IDS.forEach(pointer ->
                replace(
                        data.at(pointer.head()),
                        pointer.last().getMatchingProperty(),
                        text -> text.strip().toUpperCase(Locale.ROOT)));
        for (var procedure : data.path("procedures")) {
            replace(procedure, "code", text -> text.toUpperCase(Locale.ROOT));
        }
        for (var diagnosis : data.path("diagnoses")) {
            replace(diagnosis, "code", text -> text.toUpperCase(Locale.ROOT).replace(".", ""));
        }
        if (data.at(ADDRESS).isTextual()) {
            var patient = (ObjectNode) data.path("patient");
            var text = patient.get("address");
            patient.putObject("address").set("text", text);
        }
        return copy;
    }

    private static void identity(JsonNode identifier) {
        if (identifier instanceof ObjectNode object) {
            var type = Identitetstyp.of(object.path("type").asText());
            object.put("value", Personidentitet.parse(type, object.path("value").asText()).value());
        }
    }

    private static void replace(JsonNode holder, String field, UnaryOperator<String> form) {
        var value = holder.path(field);
        if (value.isTextual()) {
            ((ObjectNode) holder).set(field, TextNode.valueOf(form.apply(value.asText())));
        }
    }
}
