package se.trepart.profiles;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.mapping.MappingSet;

import java.nio.file.Path;

/** States of consultations, small and whole, and the resources that the mapping makes of them. */
final class States {
    static final String ID = "K-2023-000017";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MappingSet MAPPINGS = MappingSet.load(Path.of("mappings"));

    private States() {}

    /** A state in the phase, with everything that the phase implies. */
    static ObjectNode in(String phase, boolean booked) {
        var state = object(WHO);
        state.put("id", ID).put("phase", phase).put("booked", booked);
        state.put("tookPlace", phase.equals("completed") || phase.equals("in-progress"));
        if (booked) {
            state.setAll(object(SLOT));
        }
        if (state.path("tookPlace").asBoolean()) {
            state.setAll(object(phase.equals("completed") ? CALL : CALL_STILL_OPEN));
        }
        var visit = visitStatus(phase, booked);
        if (visit != null) {
            state.withObjectProperty("visit").put("status", visit);
        }
        return state;
    }

    private static @org.jspecify.annotations.Nullable String visitStatus(
            String phase, boolean booked) {
        return switch (phase) {
            case "entered-in-error" -> "entered-in-error";
            case "completed", "failed" -> "finished";
            case "in-progress", "arrived" -> "in-progress";
            case "no-show", "cancelled" -> "cancelled";
            default -> booked ? "planned" : null;
        };
    }

    static JsonNode resources(JsonNode state) {
        return resources("fhir/consultation", state);
    }

    /** What a mapping makes that answers with a list of resources. */
    static JsonNode resources(String mapping, JsonNode input) {
        return made(mapping, input).path("resources");
    }

    static JsonNode made(String mapping, JsonNode input) {
        return MAPPINGS.transform(mapping, input);
    }

    /** The resource with that part of the id; missing when there is none. */
    static JsonNode resource(JsonNode resources, String part) {
        for (var resource : resources) {
            if (resource.path("id").asText().equals(ID + "-" + part)) {
                return resource;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    static ObjectNode object(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException("not JSON", wrong);
        }
    }

    private static final String WHO =
            """
            {"patient": {"id": "7f3c9a52", "identifier": {"type": "personnummer", "value": "199101012384"}, "protection": "none"},
             "visit": {"id": "B-4711", "unit": "SE162321000255-TRP101", "start": "2023-03-14T10:00:00+01:00", "end": "2023-03-14T10:30:00+01:00"},
             "physician": {"id": "b81e0d44", "hsaId": "SE162321000255-TRP901", "roleId": "b81e0d45"},
             "specialty": "ortopedi", "specialistUnit": "SE162321000255-TRP202",
             "question": {"text": "Knäsmärta efter vridvåld", "codes": ["S836"]},
             "firstEventAt": "2023-03-14T09:58:00+01:00", "requestedAt": "2023-03-14T09:58:00+01:00",
             "contradictions": []}
            """;
    private static final String SLOT =
            """
            {"slot": {"start": "2023-03-14T10:10:00+01:00", "end": "2023-03-14T10:30:00+01:00"},
             "meeting": {"url": "https://video.example.se/m/17"},
             "specialists": [{"id": "c09a77f1", "hsaId": "SE162321000255-TRP951", "roleId": "c09a77f2", "periods": []}]}
            """;
    private static final String CALL =
            """
            {"call": {"start": "2023-03-14T10:05:00+01:00", "end": "2023-03-14T10:20:00+01:00"},
             "specialists": [{"id": "c09a77f1", "hsaId": "SE162321000255-TRP951", "roleId": "c09a77f2",
              "periods": [{"start": "2023-03-14T10:05:00+01:00", "end": "2023-03-14T10:20:00+01:00"}]}]}
            """;
    private static final String CALL_STILL_OPEN =
            """
            {"call": {"start": "2023-03-14T10:05:00+01:00"},
             "specialists": [{"id": "c09a77f1", "hsaId": "SE162321000255-TRP951", "roleId": "c09a77f2",
              "periods": [{"start": "2023-03-14T10:05:00+01:00"}]}]}
            """;
}
