package se.trepart.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The conformance resources are valid themselves, whole as a set, and say what the tables say. */
class ConformanceTest {
    private static final Path PROFILES = Path.of("fhir-profiles");
    private static final String BASE = "https://trepart.example/fhir/";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> isValidAndNamedByItsCanonicalUrl() {
        return all().stream()
                .map(file ->
                        DynamicTest.dynamicTest(
                                file.getFileName().toString(),
                                () -> {
                                    var resource = JSON.readTree(file.toFile());
                                    var name =
                                            resource.path("resourceType").asText()
                                                    + "-"
                                                    + resource.path("id").asText();
                                    assertThat(file).hasFileName(name + ".json");
                                    var url = resource.path("url").asText();
                                    if (url.startsWith(BASE)) {
                                        assertThat(url)
                                                .isEqualTo(BASE + name.replaceFirst("-", "/"));
                                    }
                                    assertThat(
                                                    FhirValidation.shared()
                                                            .problems(FhirValidation.read(file)))
                                            // An extension's snapshot is SnapshotsTest's: the
                                            // validator makes its own and wants a package server.
                                            .filteredOn(problem ->
                                                    !problem.contains(
                                                            "Unable to resolve package id"))
                                            .isEmpty();
                                }));
    }

    @Test
    void everyCodeSystemHasAValueSetOfAllItsCodes() {
        assertThat(ids("ValueSet-")).isEqualTo(ids("CodeSystem-"));
    }

    @Test
    void theConceptMapSaysWhatTheTableSays() throws IOException {
        // given
        var table = JSON.readTree(Path.of("mappings/codes/fhir-secretary-status.json").toFile());
        var map =
                JSON.readTree(
                        PROFILES.resolve("ConceptMap-medical-registration-status.json").toFile());
        // then
        var told = new TreeMap<String, String>();
        map.at("/group/0/element")
                .forEach(element ->
                        told.put(
                                element.path("code").asText(),
                                element.at("/target/0/code").asText()));
        assertThat(told)
                .isEqualTo(
                        table.path("rows")
                                .propertyStream()
                                .collect(
                                        Collectors.toMap(
                                                java.util.Map.Entry::getKey,
                                                row -> row.getValue().path("status").asText())));
    }

    @Test
    void anInvalidConformanceResourceIsFound() {
        // given
        var broken =
                FhirValidation.read(PROFILES.resolve("SearchParameter-Task-due.json"))
                        .replace("\"base\"", "\"bases\"");
        // then
        assertThat(FhirValidation.shared().problems(broken)).isNotEmpty();
    }

    private static TreeSet<String> ids(String kind) {
        return all().stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.startsWith(kind))
                .map(name -> name.substring(kind.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Path> all() {
        try (var files = Files.list(PROFILES)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
