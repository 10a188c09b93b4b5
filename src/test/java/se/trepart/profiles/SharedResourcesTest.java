package se.trepart.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Persons, practitioners, the registry and provenance; against the Swedish base profiles where they
 * are present, else against R4 alone (and then the report says so).
 */
class SharedResourcesTest {

    @Test
    void aPersonFollowsTheSwedishBaseProfile() {
        // given
        var patient = person("none", "personnummer");
        // then
        assertThat(problems(patient)).isEmpty();
        assertThat(patient.at("/identifier/0/system").asText())
                .isEqualTo("http://electronichealth.se/identifier/personnummer");
        assertThat(patient.at("/name/0/given").toString()).isEqualTo("[\"Linnéa\",\"Maj\"]");
        assertThat(patient.has("address") && patient.has("telecom")).isTrue();
        assertThat(patient.at("/meta").has("security")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"personnummer", "samordningsnummer", "reservnummer", "lokalt-reservnummer"})
    void everyKindOfIdentityHasItsSystem(String type) {
        // given
        var patient = person("none", type);
        // then
        assertThat(problems(patient)).isEmpty();
        assertThat(patient.path("identifier")).hasSize(1);
    }

    @Test
    void aProtectedPersonLosesAddressAndPhone() {
        // given
        var patient = person("skyddad-folkbokforing", "personnummer");
        // then
        assertThat(problems(patient)).isEmpty();
        assertThat(patient.has("address") || patient.has("telecom")).isFalse();
        assertThat(patient.at("/meta/security/0/code").asText()).isEqualTo("skyddadFolkbokforing");
    }

    @Test
    void aReplacedPersonPointsToTheOneThatReplacesIt() {
        // given
        var told =
                States.object(
                        """
                        {"id": "a1", "identifiers": [{"type": "reservnummer", "value": "19910101A384"}, {"type": "reservnummer", "value": "19910101B384"}],
                         "birthDate": "1991", "protection": "none", "replacedBy": "a2"}
                        """);
        // when
        var patient = States.made("fhir/person", told);
        // then
        assertThat(problems(patient)).isEmpty();
        assertThat(patient.at("/link/0/other/reference").asText()).isEqualTo("Patient/a2");
        assertThat(patient.path("identifier")).hasSize(1);
    }

    @Test
    void aPractitionerHasARoleAtEachUnit() {
        // given
        var resources =
                States.resources(
                        "fhir/practitioner",
                        States.object(
                                """
                                {"id": "c09a77f1", "hsaId": "SE162321000255-TRP951", "name": {"family": "Ek", "given": "Sara"},
                                 "roles": [{"id": "c09a77f2", "unit": "SE162321000255-TRP202", "specialty": "ortopedi"},
                                           {"id": "c09a77f3", "unit": "SE162321000255-TRP101"}]}
                                """));
        // then
        assertThat(resources).hasSize(3);
        assertThat(resources).allSatisfy(resource -> assertThat(problems(resource)).isEmpty());
    }

    @Test
    void theRegistryBecomesOrganizationsLocationsAndServices() throws IOException {
        // given
        var yaml = new YAMLMapper();
        var registry =
                (ObjectNode)
                        yaml.readTree(Files.readString(Path.of("mappings/registry/units.yaml")));
        registry.setAll(
                (ObjectNode)
                        yaml.readTree(
                                Files.readString(Path.of("mappings/registry/specialties.yaml"))));
        var units = registry.arrayNode();
        for (var group : registry.path("units")) {
            for (var member : group.path("members")) {
                units.add(
                        ((ObjectNode) member)
                                .put("organisation", group.path("organisation").asText())
                                .put(
                                        "organisationNumber",
                                        group.path("organisationNumber").asText()));
            }
        }
        registry.set("units", units);
        // when
        var resources = States.resources("fhir/registry", registry);
        // then
        assertThat(resources).hasSize(25 * 2 + 7);
        assertThat(resources.findValuesAsText("resourceType"))
                .contains("Organization", "Location", "HealthcareService");
        assertThat(resources.findValuesAsText("id"))
                .contains("SE162321000255-TRP207-akut-internmedicin");
        assertThat(resources.findValues("partOf"))
                .extracting(owner ->
                        owner.at("/identifier/system").asText()
                                + "|"
                                + owner.at("/identifier/value").asText())
                .hasSize(25)
                .containsOnly("urn:oid:2.5.4.97|2321000255");
        assertThat(resources).allSatisfy(resource -> assertThat(problems(resource)).isEmpty());
    }

    @Test
    void provenanceNamesTheEventItsSourceAndTheMappingVersion() {
        // given
        var told =
                FhirValidation.read(Path.of("src/test/resources/profiles/provenance-input.json"));
        // when
        var resources = States.resources("fhir/provenance", States.object(told));
        // then
        assertThat(resources).hasSize(1);
        assertThat(problems(resources.path(0))).isEmpty();
        assertThat(resources.at("/0/entity/0/what/identifier/value").asText()).isEqualTo("MSG1.2");
    }

    private static JsonNode person(String protection, String type) {
        var told =
                States.object(
                        """
                        {"id": "7f3c9a52", "name": {"family": "Åkesson", "given": "Linnéa Maj"}, "birthDate": "1991-01-01", "gender": "female",
                         "address": {"line": ["Storgatan 1"], "postalCode": "22222", "city": "Lund"}, "phone": "+46701740605"}
                        """);
        told.put("protection", protection)
                .putArray("identifiers")
                .addObject()
                .put("type", type)
                .put("value", "199101012384");
        return States.made("fhir/person", told);
    }

    private static java.util.List<String> problems(JsonNode resource) {
        return FhirValidation.shared().problems(resource.toString());
    }
}
