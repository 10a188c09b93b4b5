package se.trepart.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import se.trepart.consultation.Identitetstyp;
import se.trepart.consultation.Personidentitet;

import java.util.List;
import java.util.Locale;

/** Brings a valid event into its one form. */
final class EventForm {
    private static final List<String> HSA_IDS =
            List.of(
                    "/visit/unit",
                    "/specialistUnit",
                    "/physician/hsaId",
                    "/specialist/hsaId",
                    "/by/hsaId",
                    "/from",
                    "/to");

    private EventForm() {}

    static ObjectNode normalised(JsonNode event) {
        var copy = (ObjectNode) event.deepCopy();
        var data = copy.path("data");
        identity(data.at("/patient/identifier"));
        identity(data.at("/replaces/identifier"));
        HSA_IDS.forEach(
                pointer -> replace(data, pointer, text -> text.strip().toUpperCase(Locale.ROOT)));
        for (var i = 0; i < data.path("procedures").size(); i++) {
            replace(data, "/procedures/" + i + "/code", text -> text.toUpperCase(Locale.ROOT));
        }
        for (var i = 0; i < data.path("diagnoses").size(); i++) {
            replace(
                    data,
                    "/diagnoses/" + i + "/code",
                    text -> text.toUpperCase(Locale.ROOT).replace(".", ""));
        }
        if (data.at("/patient/address").isTextual()) {
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

    private static void replace(
            JsonNode data, String pointer, java.util.function.UnaryOperator<String> form) {
        var value = data.at(pointer);
        if (value.isTextual()) {
            var at = pointer.lastIndexOf('/');
            ((ObjectNode) data.at(pointer.substring(0, at)))
                    .set(pointer.substring(at + 1), TextNode.valueOf(form.apply(value.asText())));
        }
    }
}
