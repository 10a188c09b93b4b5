package se.trepart.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;

import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;

@NullUnmarked
class ReadIT {
    private static final Instant NOON = Instant.parse("2023-03-14T11:00:00Z");
    private static RunningFacade facade;

    @BeforeAll
    static void start() {
        facade = new RunningFacade();
    }

    @AfterAll
    static void stop() {
        facade.close();
    }

    @BeforeEach
    void twoVersionsOfAVisit() {
        facade.empty();
        facade.write(
                "K-1",
                NOON,
                "{'resourceType':'Encounter','id':'K-1-visit','status':'planned','class':{'code':'AMB'}}");
        facade.write(
                "K-1",
                NOON.plusSeconds(60),
                "{'resourceType':'Encounter','id':'K-1-visit','status':'in-progress','class':{'code':'AMB'}}");
    }

    @Test
    void readsTheCurrentVersionAsItIsStored() {
        // when
        var response = facade.get("Encounter/K-1-visit");
        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo(facade.jdbc().queryForObject("select json from resource", String.class));
        assertThat(response.headers().firstValue("ETag")).hasValue("W/\"2\"");
        assertThat(response.headers().firstValue("Last-Modified"))
                .hasValue("Tue, 14 Mar 2023 11:01:00 GMT");
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue("application/fhir+json;charset=UTF-8");
    }

    @Test
    void readsAnEarlierVersion() {
        var visit =
                facade.client()
                        .read()
                        .resource(Encounter.class)
                        .withIdAndVersion("K-1-visit", "1")
                        .execute();
        assertThat(visit.getStatus()).isEqualTo(Encounter.EncounterStatus.PLANNED);
        assertThat(visit.getMeta().getVersionId()).isEqualTo("1");
    }

    @Test
    void tellsTheHistoryWithTheNewestFirst() {
        // when
        var history =
                facade.client()
                        .history()
                        .onInstance("Encounter/K-1-visit")
                        .andReturnBundle(Bundle.class)
                        .execute();
        // then
        assertThat(history.getTotal()).isEqualTo(2);
        assertThat(history.getEntry())
                .extracting(entry -> entry.getResource().getMeta().getVersionId())
                .containsExactly("2", "1");
    }

    @Test
    void pagesTheHistoryAndNarrowsIt() {
        // given
        var first = RunningFacade.json(facade.get("Encounter/K-1-visit/_history?_count=1").body());
        // when
        var second = RunningFacade.json(facade.get(RunningFacade.link(first, "next")).body());
        // then
        assertThat(first.at("/entry/0/resource/meta/versionId").asText()).isEqualTo("2");
        assertThat(second.at("/entry/0/resource/meta/versionId").asText()).isEqualTo("1");
        assertThat(RunningFacade.link(second, "next")).isNull();
        assertThat(
                        RunningFacade.json(
                                        facade.get(
                                                        "Encounter/_history?_since=2023-03-14T12:00:30%2B01:00")
                                                .body())
                                .path("total")
                                .asInt())
                .isEqualTo(1);
        assertThat(
                        RunningFacade.json(
                                        facade.get(
                                                        "Encounter/_history?_at=2023-03-14T12:00:30%2B01:00")
                                                .body())
                                .at("/entry/0/resource/meta/versionId")
                                .asText())
                .isEqualTo("1");
    }

    @Test
    void saysGoneForWhatWasDeletedAndKeepsItsHistory() {
        // given
        facade.write("K-1", NOON.plusSeconds(90));
        // then
        assertThatThrownBy(() ->
                        facade.client()
                                .read()
                                .resource(Encounter.class)
                                .withId("K-1-visit")
                                .execute())
                .isInstanceOf(ResourceGoneException.class);
        assertThat(facade.get("Encounter/K-1-visit/_history/3").statusCode()).isEqualTo(410);
        assertThat(facade.get("Encounter/K-1-visit/_history/2").statusCode()).isEqualTo(200);
        var history = RunningFacade.json(facade.get("Encounter/K-1-visit/_history").body());
        assertThat(history.at("/entry/0/request/method").asText()).isEqualTo("DELETE");
        assertThat(history.at("/entry/0").has("resource")).isFalse();
        assertThat(facade.found("Encounter")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Encounter/none",
                "Encounter/none/_history",
                "Encounter/K-1-visit/_history/3",
                "Encounter/K-1-visit/_history/0",
                "Encounter/K-1-visit/_history/x",
                "Encounter/K-1-visit/_history/99999999999",
                "Encounter/a%20b",
                "Encounter/K-1-visit/rubbish",
                "Encounter/K-1-visit/$everything-not-yet",
                "Basic/1",
                "rubbish",
                "encounter/K-1-visit"
            })
    void saysNotFoundAsAnOutcome(String path) {
        // when
        var response = facade.get(path);
        // then
        assertThat(response.statusCode()).isEqualTo(404);
        var outcome =
                RunningFacade.FHIR
                        .newJsonParser()
                        .parseResource(OperationOutcome.class, response.body());
        assertThat(outcome.getIssueFirstRep().getDetails().getCodingFirstRep().getCode())
                .isEqualTo("TRP-501");
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"2\"", "\"2\"", "2", "*", "W/\"1\", W/\"2\"", "\"x\",\"2\""})
    void saysNotModifiedWhenTheClientHasTheCurrentVersion(String tags) {
        var response = facade.get("Encounter/K-1-visit", "If-None-Match", tags);
        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("ETag")).hasValue("W/\"2\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"1\"", "\"22\"", "\"\"", "rubbish"})
    void sendsTheResourceWhenTheClientHasAnotherVersion(String tags) {
        // an If-None-Match goes before the If-Modified-Since, which alone would say 304
        var response =
                facade.get(
                        "Encounter/K-1-visit",
                        "If-None-Match",
                        tags,
                        "If-Modified-Since",
                        "Tue, 14 Mar 2023 11:01:00 GMT");
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void readsOnlyWhatWasModifiedSince() {
        var path = "Encounter/K-1-visit";
        assertThat(
                        facade.get(path, "If-Modified-Since", "Tue, 14 Mar 2023 11:01:00 GMT")
                                .statusCode())
                .isEqualTo(304);
        assertThat(
                        facade.get(path, "If-Modified-Since", "Tue, 14 Mar 2023 11:00:59 GMT")
                                .statusCode())
                .isEqualTo(200);
        assertThat(facade.get(path, "If-Modified-Since", "yesterday").statusCode()).isEqualTo(200);
    }

    @Test
    void answersHeadWithoutABody() {
        var response = facade.send(facade.request("Encounter/K-1-visit").HEAD());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValueAsLong("Content-Length").orElse(0)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "BREW"})
    void refusesOtherMethodsAndSaysWhatIsPossible(String method) {
        // when
        var response =
                facade.send(
                        facade.request("Encounter/K-1-visit")
                                .method(
                                        method,
                                        java.net.http.HttpRequest.BodyPublishers.ofString("{}")));
        // then
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
        assertThat(response.body()).contains("TRP-504", "possible here: GET, HEAD");
    }

    @Test
    void givesXmlToWhoAsksForIt() {
        for (var response :
                java.util.List.of(
                        facade.get("Encounter/K-1-visit", "Accept", "application/fhir+xml"),
                        facade.get("Encounter/K-1-visit?_format=xml"),
                        facade.get("Encounter/K-1-visit?_format=application/fhir%2Bxml"),
                        facade.get(
                                "Encounter/K-1-visit",
                                "Accept",
                                "text/html, application/xml;q=0.9, */*;q=0.8"))) {
            assertThat(response.headers().firstValue("Content-Type"))
                    .hasValue("application/fhir+xml;charset=UTF-8");
            var visit =
                    RunningFacade.FHIR
                            .newXmlParser()
                            .parseResource(Encounter.class, response.body());
            assertThat(visit.getStatus()).isEqualTo(Encounter.EncounterStatus.INPROGRESS);
            assertThat(visit.getMeta().getVersionId()).isEqualTo("2");
        }
        assertThat(facade.get("Encounter/none?_format=xml").body()).startsWith("<OperationOutcome");
    }

    @Test
    void refusesFormatsThatItDoesNotHave() {
        assertThat(facade.get("Encounter/K-1-visit?_format=turtle").statusCode()).isEqualTo(406);
        assertThat(facade.get("Encounter/K-1-visit", "Accept", "text/html").statusCode())
                .isEqualTo(406);
        assertThat(
                        facade.get(
                                        "Encounter/K-1-visit",
                                        "Accept",
                                        "application/fhir+json; fhirVersion=5.0")
                                .statusCode())
                .isEqualTo(406);
        assertThat(
                        facade.get(
                                        "Encounter/K-1-visit",
                                        "Accept",
                                        "application/fhir+json; fhirVersion=4.0")
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void givesAPartOfTheResourceToWhoAsksForIt() {
        var elements =
                RunningFacade.json(
                        facade.get("Encounter/K-1-visit?_elements=status&_pretty=true").body());
        assertThat(elements.path("status").asText()).isEqualTo("in-progress");
        assertThat(elements.at("/meta/tag/0/code").asText()).isEqualTo("SUBSETTED");
        assertThat(facade.get("Encounter/K-1-visit?_summary=true").body()).contains("SUBSETTED");
        assertThat(facade.get("Encounter/K-1-visit?_summary=count").statusCode()).isEqualTo(400);
    }

    @Test
    void refusesParametersThatItDoesNotKnowUnlessLenient() {
        assertThat(facade.get("Encounter/K-1-visit?status=x").statusCode()).isEqualTo(400);
        assertThat(
                        facade.get("Encounter/K-1-visit?status=x", "Prefer", "handling=lenient")
                                .statusCode())
                .isEqualTo(200);
    }
}
