package se.trepart.profiles;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.hl7.fhir.r4.model.StructureDefinition;

import java.nio.file.Path;
import java.util.List;

/** Our own profiles and extensions, as the files have them. */
final class Profiles {
    private Profiles() {}

    static List<StructureDefinition> ours() {
        return FhirValidation.conformanceResources(Path.of("fhir-profiles")).stream()
                .filter(StructureDefinition.class::isInstance)
                .map(StructureDefinition.class::cast)
                .toList();
    }

    /** The id of the profile that the resource claims. */
    static String claimed(String resourceJson) {
        try {
            var canonical =
                    new ObjectMapper().readTree(resourceJson).at("/meta/profile/0").asText();
            return canonical.substring(canonical.lastIndexOf('/') + 1);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalArgumentException("not JSON", unreadable);
        }
    }
}
