package se.trepart.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import static se.trepart.mapping.Messages.SHIPPED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;

class EventSchemasTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final EventSchemas EVENTS = SHIPPED.events();
    private static final String REQUESTED =
            """
            {"specversion":"1.0","id":"8d2f","source":"https://video.example.se/","type":"se.trepart.consultation.requested.v1",
             "subject":"K-2023-000017","time":"2023-03-14T10:02:11+01:00","datacontenttype":"application/json","traceparent":"00-x",
             "data":{"patient":{"identifier":{"type":"personnummer","value":"19520319-1852"},"name":{"family":"Åkesson","given":"Linnéa"},"address":"Storgatan 1","protection":"none"},
              "visit":{"id":"B-4711","unit":"se162321000255-trp101"},
              "physician":{"hsaId":"SE162321000255-TRP901","name":{"family":"Öberg","given":"Nils"}},
              "specialty":"ortopedi","specialistUnit":"SE162321000255-TRP202",
              "question":{"text":"Knäsmärta efter vridvåld","codes":["S836"]},"wouldHaveReferred":"yes"}}
            """;

    @Test
    void thereIsOneTypeForEveryRowOfTheContract() {
        assertThat(EVENTS.types())
                .map(type -> type.replace("se.trepart.", ""))
                .containsExactlyInAnyOrder(
                        "consultation.requested.v1",
                        "consultation.booked.v1",
                        "consultation.rescheduled.v1",
                        "consultation.cancelled.v1",
                        "visit.started.v1",
                        "patient.updated.v1",
                        "visit.ended.v1",
                        "visit.cancelled.v1",
                        "specialist.joined.v1",
                        "specialist.left.v1",
                        "consultation.failed.v1",
                        "outcome.recorded.v1",
                        "medical-registration.recorded.v1",
                        "visit.codes-recorded.v1",
                        "referral.sent.v1",
                        "referral.accepted.v1",
                        "referral.returned.v1",
                        "registration.verified.v1",
                        "consultation.entered-in-error.v1");
    }

    @Test
    void acceptsAndNormalisesARightEvent() {
        var event = read(REQUESTED);
        assertThat(EVENTS.validate(event)).isEmpty();
        var normalised = EVENTS.normalised(event);
        assertThat(normalised.at("/data/patient/identifier/value").asText())
                .isEqualTo("195203191852");
        assertThat(normalised.at("/data/visit/unit").asText()).isEqualTo("SE162321000255-TRP101");
        assertThat(normalised.at("/data/patient/address/text").asText()).isEqualTo("Storgatan 1");
        assertThat(event.at("/data/visit/unit").asText()).isEqualTo("se162321000255-trp101");
    }

    @ParameterizedTest
    @CsvSource({
        "/data/patient/identifier/value,195203191853,TRP-202",
        "/data/visit/unit,SE162321000255-TRP199,TRP-204",
        "/data/visit/unit,SE162321000255-TRP202,TRP-204",
        "/data/visit/unit,KALLE,TRP-114",
        "/data/specialistUnit,SE162321000255-TRP299,TRP-204",
        "/data/specialty,neurologi,TRP-205",
        "/data/physician/hsaId,SE16-1,TRP-114",
        "/data/wouldHaveReferred,maybe,TRP-114",
        "/data/patient/protection,hemlig,TRP-114",
        "/subject,K 1,TRP-213",
        "/time,2023-03-14T10:02:11,TRP-113",
        "/time,2023-02-30T10:02:11Z,TRP-208",
        "/specversion,0.3,TRP-113",
        "/type,se.trepart.okand.v1,TRP-112",
        "/type,se.trepart.envelope,TRP-112"
    })
    void refusesAWrongValueWithItsPosition(String pointer, String value, String code) {
        assertThat(faults(with(pointer, value))).containsExactly(code + " " + pointer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/id", "/source", "/type", "/subject", "/time", "/specversion", "/data"})
    void requiresTheContext(String pointer) {
        assertThat(faults(without(pointer))).containsExactly("TRP-113 " + pointer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/data/patient",
                "/data/visit",
                "/data/physician",
                "/data/specialty",
                "/data/specialistUnit",
                "/data/patient/identifier",
                "/data/visit/unit"
            })
    void requiresTheFieldsOfTheType(String pointer) {
        assertThat(faults(without(pointer))).containsExactly("TRP-114 " + pointer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/data/extra",
                "/data/patient/extra",
                "/data/visit/extra",
                "/data/question/extra"
            })
    void dataIsClosed(String pointer) {
        assertThat(faults(with(pointer, "x"))).containsExactly("TRP-114 " + pointer);
    }

    @Test
    void tellsEveryFaultAtOnce() {
        var event = with("/subject", "K 1");
        ((ObjectNode) event.at("/data/patient/identifier")).put("value", "1");
        ((ObjectNode) event.at("/data/visit")).remove("unit");
        assertThat(faults(event))
                .containsExactlyInAnyOrder(
                        "TRP-213 /subject",
                        "TRP-202 /data/patient/identifier/value",
                        "TRP-114 /data/visit/unit");
    }

    @Test
    void aSlotEndsAfterItsStart() {
        assertThat(
                        faults(
                                event(
                                        "consultation.rescheduled.v1",
                                        "{\"slot\":{\"start\":\"2023-03-14T10:00:00+01:00\",\"end\":\"2023-03-14T09:00:00Z\"}}")))
                .containsExactly("TRP-210 /data/slot/end");
    }

    @Test
    void takesTheDotOutOfADiagnosisAndRefusesSevenCharactersWithoutAList() {
        var event =
                event(
                        "medical-registration.recorded.v1",
                        "{\"diagnoses\":[{\"code\":\"s83.6\",\"main\":true}],\"procedures\":[]}");
        assertThat(EVENTS.validate(event)).isEmpty();
        assertThat(EVENTS.normalised(event).at("/data/diagnoses/0/code").asText())
                .isEqualTo("S836");
        assertThat(
                        faults(
                                event(
                                        "medical-registration.recorded.v1",
                                        "{\"diagnoses\":[],\"procedures\":[{\"code\":\"ABC1234\"}]}")))
                .containsExactly("TRP-206 /data/procedures/0/code");
    }

    @Test
    void publishesASchemaThatIsWholeInItself() {
        var schema = EVENTS.published("se.trepart.consultation.requested.v1").orElseThrow();
        assertThat(schema.toString()).doesNotContain("common.schema.json");
        assertThat(schema.at("/$defs/hsaId/pattern").isTextual()).isTrue();
        assertThat(schema.at("/$defs/identifier").isObject()).isTrue();
        var id = schema.path("$id").asText();
        var loaded = new JsonSchemas(java.util.Map.of(id, schema.toString())).schema(id);
        assertThat(JsonSchemas.violations(loaded, read(REQUESTED).path("data"))).isEmpty();
        assertThat(EVENTS.published("se.trepart.nej.v1")).isEmpty();
    }

    private static List<String> faults(JsonNode event) {
        return EVENTS.validate(event).stream()
                .map(fault -> fault.code().code() + " " + fault.where())
                .toList();
    }

    private static JsonNode event(String type, String data) {
        var event = (ObjectNode) read(REQUESTED);
        return event.put("type", "se.trepart." + type).set("data", read(data));
    }

    private static JsonNode with(String pointer, String value) {
        var event = read(REQUESTED);
        var at = pointer.lastIndexOf('/');
        ((ObjectNode) event.at(pointer.substring(0, at))).put(pointer.substring(at + 1), value);
        return event;
    }

    private static JsonNode without(String pointer) {
        var event = read(REQUESTED);
        var at = pointer.lastIndexOf('/');
        ((ObjectNode) event.at(pointer.substring(0, at))).remove(pointer.substring(at + 1));
        return event;
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }
}
