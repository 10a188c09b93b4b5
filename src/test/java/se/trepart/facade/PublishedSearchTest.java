package se.trepart.facade;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import se.trepart.facade.subscription.Topics;
import se.trepart.projection.fhir.SearchParameter;
import se.trepart.projection.fhir.SearchParameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What {@code fhir-profiles/} tells of searching is what is served. With {@code
 * -Dprofiles.update=true} the CapabilityStatement is written anew.
 */
@NullUnmarked
class PublishedSearchTest {
    private static final Path PROFILES = Path.of("fhir-profiles");
    private static final Path STATEMENT = PROFILES.resolve("CapabilityStatement-trepart.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void eachParameterOfOurOwnHasItsDefinition() throws IOException {
        // given
        var served = new TreeSet<String>();
        for (var type : SearchParameters.served().types()) {
            SearchParameters.served().of(type).stream()
                    .filter(parameter -> !parameter.documentation().isEmpty())
                    .map(PublishedSearchTest::told)
                    .forEach(served::add);
        }
        // when
        var published = new TreeSet<String>();
        try (var files = Files.list(PROFILES)) {
            for (var file :
                    files.filter(path -> path.getFileName().toString().startsWith("SearchP"))
                            .toList()) {
                published.add(told(JSON.readTree(file.toFile())));
            }
        }
        // then
        assertThat(published).isEqualTo(served).hasSize(3);
    }

    @Test
    void theCapabilityStatementIsTheOneThatIsServed() throws IOException {
        // given
        var answer =
                new Capabilities(FhirContext.forR4Cached(), new Topics(PROFILES.toString()))
                        .answer(
                                new Request(
                                        "GET",
                                        "http://localhost/fhir",
                                        java.util.List.of("metadata"),
                                        new Parameters(java.util.List.of()),
                                        new TreeMap<>(),
                                        new byte[0]));
        var served = (ObjectNode) JSON.readTree(((Content.Resource) answer.content()).json());
        // when
        served.remove("implementation");
        served.put("id", "trepart")
                .put("url", "https://trepart.example/fhir/CapabilityStatement/trepart")
                .put("version", "0.1.0")
                .put("kind", "capability")
                .put("date", "2026-11-22");
        if (Boolean.getBoolean("profiles.update")) {
            Files.writeString(STATEMENT, served.toPrettyString() + "\n");
        }
        // then
        assertThat(JSON.readTree(STATEMENT.toFile())).isEqualTo(served);
    }

    private static String told(SearchParameter parameter) {
        return parameter.type() + "-" + parameter.name() + " " + parameter.documentation();
    }

    private static String told(JsonNode definition) {
        assertThat(definition.path("expression").asText())
                .isEqualTo(definition.path("description").asText().replaceAll(".*: |\\.$", ""));
        assertThat(definition.path("url").asText())
                .isEqualTo(
                        "https://trepart.example/fhir/SearchParameter/"
                                + definition.path("id").asText());
        return definition.path("id").asText() + " " + definition.path("description").asText();
    }
}
