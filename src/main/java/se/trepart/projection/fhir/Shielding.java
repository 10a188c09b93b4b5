package se.trepart.projection.fhir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * What an earlier version of a resource leaves out, once the person that it is about is protected:
 * address, phone, meeting link and places (contract 5), which it told when nobody knew better. The
 * version itself stays as it was kept.
 */
public final class Shielding {
    /**
     * A column for a query of {@code resource_version v}: the security labels of the current
     * version, where v is an earlier one and there are any.
     */
    public static final String LABEL =
            "(select c.json::jsonb #>> '{meta,security}' from resource c where c.type = v.type and"
                    + " c.id = v.id and c.version > v.version and c.json like '%\"security\":%') as"
                    + " label";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LABELS = "http://hl7.se/fhir/ig/base/CodeSystem/SecurityLabel";
    private static final String MEETING_LINK = "extension-Appointment.virtualService";

    private Shielding() {}

    /**
     * The version as it may leave.
     *
     * @param json the version; null when it is a deletion
     * @param label what {@link #LABEL} gave; null: nothing is left out
     */
    public static @Nullable String shielded(
            String type, @Nullable String json, @Nullable String label) {
        if (json == null || label == null || !label.contains(LABELS)) {
            return json;
        }
        var resource = (ObjectNode) read(json);
        resource.withObject("/meta").set("security", read(label));
        switch (type) {
            case "Patient" -> resource.remove(List.of("address", "telecom"));
            case "Encounter" -> resource.remove("location");
            case "Appointment" -> {
                without(
                        resource,
                        "extension",
                        one -> one.path("url").asText().endsWith(MEETING_LINK));
                without(
                        resource,
                        "participant",
                        one -> one.at("/actor/reference").asText().startsWith("Location/"));
            }
            default -> {
                // Nothing else tells of address, phone, link or place.
            }
        }
        return resource.toString();
    }

    private static void without(ObjectNode resource, String list, Predicate<JsonNode> shielded) {
        for (Iterator<JsonNode> each = resource.path(list).elements(); each.hasNext(); ) {
            if (shielded.test(each.next())) {
                each.remove();
            }
        }
        if (resource.has(list) && resource.path(list).isEmpty()) {
            resource.remove(list);
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException notWhatWasStored) {
            throw new UncheckedIOException(notWhatWasStored);
        }
    }
}
