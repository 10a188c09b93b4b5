package se.trepart.facade;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.ResultSeverityEnum;

import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;

@NullUnmarked
class CapabilitiesIT {
    private static RunningFacade facade;

    @BeforeAll
    static void start() {
        facade = new RunningFacade();
    }

    @AfterAll
    static void stop() {
        facade.close();
    }

    @Test
    void isAValidCapabilityStatement() {
        // given
        var fhir = RunningFacade.FHIR;
        var validator =
                fhir.newValidator()
                        .registerValidatorModule(
                                new FhirInstanceValidator(
                                        new ValidationSupportChain(
                                                new DefaultProfileValidationSupport(fhir),
                                                new CommonCodeSystemsTerminologyService(fhir),
                                                new InMemoryTerminologyServerValidationSupport(
                                                        fhir))));
        // when
        var result = validator.validateWithResult(facade.get("metadata").body());
        // then
        assertThat(result.getMessages())
                .filteredOn(
                        message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
                .isEmpty();
    }

    @Test
    void everyParameterIncludeAndInteractionThatItPromisesIsServed() {
        // given
        var statement = facade.client().capabilities().ofType(CapabilityStatement.class).execute();
        var refused = new ArrayList<String>();
        // when
        for (var resource : statement.getRestFirstRep().getResource()) {
            if (resource.getType().equals("Subscription")) {
                continue;
            }
            var queries = new ArrayList<String>();
            queries.add(resource.getType() + "/_history");
            resource.getSearchParam()
                    .forEach(parameter -> {
                        var value =
                                switch (parameter.getType()) {
                                    case DATE -> "2023-03-14";
                                    case URI -> "http://example.org/x";
                                    default -> "x";
                                };
                        queries.add(resource.getType() + "?" + parameter.getName() + "=" + value);
                        if (!parameter.getName().equals("_id")
                                && !parameter.getName().equals("_lastUpdated")) {
                            queries.add(resource.getType() + "?_sort=-" + parameter.getName());
                            queries.add(
                                    resource.getType()
                                            + "?"
                                            + parameter.getName()
                                            + ":missing=false");
                        }
                    });
            resource.getSearchInclude()
                    .forEach(include ->
                            queries.add(resource.getType() + "?_include=" + include.getValue()));
            resource.getSearchRevInclude()
                    .forEach(include ->
                            queries.add(resource.getType() + "?_revinclude=" + include.getValue()));
            queries.stream()
                    .filter(query -> facade.get(query).statusCode() != 200)
                    .forEach(refused::add);
        }
        // then
        assertThat(refused).isEmpty();
        assertThat(statement.getRestFirstRep().getResource()).hasSize(14);
    }

    @Test
    void namesOurOwnParameters() {
        assertThat(facade.get("metadata?_format=xml&_pretty=true").body())
                .contains("SearchParameter/Task-due", "SearchParameter/Encounter-end-date");
    }

    @Test
    void answersOptionsTooAndRefusesTheRestOfTheRoot() {
        assertThat(
                        facade.send(facade.request("").method("OPTIONS", BodyPublishers.noBody()))
                                .body())
                .contains("CapabilityStatement");
        assertThat(facade.get("").statusCode()).isEqualTo(405);
        assertThat(facade.send(facade.request("").POST(BodyPublishers.ofString("{}"))).statusCode())
                .isEqualTo(400);
        assertThat(facade.get("metadata?rubbish=1").statusCode()).isEqualTo(400);
    }

    @Test
    void whatItPromisesOfSubscriptionsIsServed() {
        // given
        var statement = facade.client().capabilities().ofType(CapabilityStatement.class).execute();
        var subscription =
                statement.getRestFirstRep().getResource().stream()
                        .filter(resource -> resource.getType().equals("Subscription"))
                        .findFirst()
                        .orElseThrow();
        // when
        var refused =
                subscription.getSearchParam().stream()
                        .map(parameter -> "Subscription?" + parameter.getName() + "=x")
                        .filter(query -> facade.get(query).statusCode() != 200)
                        .toList();
        // then
        assertThat(refused).isEmpty();
        assertThat(subscription.getSearchParam()).hasSize(3);
        assertThat(subscription.getExtension()).hasSize(4);
        assertThat(subscription.getOperation())
                .allSatisfy(operation ->
                        assertThat(facade.get("Subscription/x/$" + operation.getName()).body())
                                .contains("TRP-501", "no such resource"));
        assertThat(facade.get("Subscription/x/_history").statusCode()).isEqualTo(404);
    }
}
