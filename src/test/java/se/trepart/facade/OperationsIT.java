package se.trepart.facade;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Task;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is served beside reading and searching: $validate, $everything, batches, and the pages. */
@NullUnmarked
class OperationsIT {
    private static final String FHIR = "application/fhir+json";

    @TempDir private static Path data;
    private static FilledHub hub;

    @BeforeAll
    static void start() {
        hub = new FilledHub(data);
        hub.held("K-1", "199101012384", "2023-03-14", "none");
        hub.registered("K-1", "2023-03-14T15:00:00+01:00", "S836");
        hub.held("K-2", "199101022391", "2023-03-15", "sekretessmarkering");
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void everyResourceThatIsServedIsValidByItsOwnProfile() {
        for (var path :
                List.of(
                        "Encounter/K-1-consultation",
                        "Encounter/K-2-visit",
                        "Appointment/K-2-meeting",
                        "Task/K-1-medical-registration",
                        "ServiceRequest/K-1-request",
                        "Procedure/K-1-xs004")) {
            // when
            var answer = hub.post(path + "/$validate", FHIR, "");
            // then
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(errors(answer.body())).as(answer.body()).isEmpty();
        }
    }

    @Test
    void whatBreaksARuleOfOurProfileIsToldWithItsPlace() throws Exception {
        // given
        var broken =
                Files.readString(
                        Path.of(
                                "fhir-profiles/examples/invalid/medical-registration-task~trp-verified-by.json"));
        // when
        var answer = hub.post("Task/$validate", FHIR, broken);
        // then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(errors(answer.body())).isNotEmpty();
        assertThat(answer.body()).contains("trp-verified-by", "expression");
    }

    @Test
    void whatWasToldBeforeAPersonWasProtectedLeavesNoMoreInAnyVersion() {
        // given: booked with a link, told with address and phone
        var id = "K-PROTECTED";
        var patient =
                "{'identifier':{'type':'personnummer','value':'195203191852'},'name':{'family':'Dold','given':'Dag'},'phone':'0701740605','address':{'line':['Gömvägen"
                    + " 7'],'postalCode':'22222','city':'Lund'}}";
        hub.tell(
                id,
                "consultation.booked.v1",
                "2023-03-01T09:00:00+01:00",
                "{'patient':"
                        + patient
                        + ",'visit':{'id':'B-P','unit':'SE162321000255-TRP101'},'physician':{'hsaId':'SE162321000255-TRP901'},"
                        + "'specialty':'ortopedi','specialistUnit':'SE162321000255-TRP202','meeting':{'url':'https://video.example.se/gömd'},"
                        + "'slot':{'start':'2023-03-14T10:00:00+01:00','end':'2023-03-14T10:30:00+01:00'}}");
        var person =
                hub.json("Appointment/" + id + "-meeting").findValuesAsText("reference").stream()
                        .filter(reference -> reference.startsWith("Patient/"))
                        .findFirst()
                        .orElseThrow();
        var all = List.of(person, "Appointment/" + id + "-meeting", "Encounter/" + id + "-visit");
        assertThat(hub.get(person + "/_history/1").body()).contains("0701740605", "Lund");
        assertThat(hub.get(all.get(1) + "/_history/1").body())
                .contains("video.example.se", "Location/");
        assertThat(hub.get(all.get(2) + "/_history/1").body()).contains("\"location\"");
        // when
        hub.tell(
                id,
                "patient.updated.v1",
                "2023-03-02T09:00:00+01:00",
                "{'patient':{'identifier':{'type':'personnummer','value':'195203191852'},'protection':'skyddad-folkbokforing'}}");
        // then
        for (var one : all) {
            var type = one.substring(0, one.indexOf('/'));
            for (var path :
                    List.of(one + "/_history/1", one + "/_history", type + "/_history", one)) {
                var body = hub.get(path).body();
                assertThat(body).as(path).contains("skyddadFolkbokforing");
                assertThat(body)
                        .as(path)
                        .doesNotContain("0701740605", "Lund", "video.example.se/g");
            }
            var first = hub.json(one + "/_history/1");
            assertThat(first.has("location")).isFalse();
            assertThat(first.toString()).doesNotContain("Location/");
            assertThat(first.at("/meta/versionId").asText()).isEqualTo("1");
        }
    }

    @Test
    void aResourceThatTheValidatorCannotReadIsAFindingWithoutItsContent() {
        // given
        var bodies =
                List.of(
                        "{'resourceType':'Task','meta':[1,'Hemlighetsson']}",
                        "{'resourceType':'Task','contained':'Hemlighetsson'}",
                        "{'resourceType':'Task','extension':null,'for':['Hemlighetsson',1]}");
        for (var body : bodies) {
            // when
            var answer = hub.post("Task/$validate", FHIR, body.replace('\'', '"'));
            // then
            assertThat(answer.statusCode()).as(body).isEqualTo(200);
            assertThat(RunningFacade.json(answer.body()).path("issue").findValuesAsText("severity"))
                    .as(body)
                    .containsAnyOf("fatal", "error");
        }
    }

    @Test
    void hapisClientValidatesAgainstAProfileThatTheResourceDoesNotClaim() {
        // given
        var client = RunningFacade.FHIR.newRestfulGenericClient(hub.base());
        var task = new Task();
        task.setStatus(Task.TaskStatus.READY).setIntent(Task.TaskIntent.ORDER);
        var asked = new Parameters();
        asked.addParameter().setName("resource").setResource(task);
        asked.addParameter()
                .setName("profile")
                .setValue(
                        new org.hl7.fhir.r4.model.UriType(
                                "https://trepart.example/fhir/StructureDefinition/medical-registration-task"));
        // when
        var plain = client.validate().resource(task).execute();
        var outcome =
                client.operation()
                        .onType(Task.class)
                        .named("validate")
                        .withParameters(asked)
                        .returnResourceType(OperationOutcome.class)
                        .execute();
        // then
        assertThat(((OperationOutcome) plain.getOperationOutcome()).getIssue())
                .noneMatch(issue -> issue.getSeverity().toCode().equals("error"));
        assertThat(outcome.getIssue())
                .anyMatch(issue -> issue.getDiagnostics().contains("medical-registration-task"));
    }

    @Test
    void validationRefusesWhatItCannotDoSayingWhatIsPossible() {
        assertThat(hub.post("Task/$validate", FHIR, "").statusCode()).isEqualTo(400);
        assertThat(hub.post("Task/$validate", FHIR, "{\"resourceType\":\"Patient\"}").statusCode())
                .isEqualTo(400);
        assertThat(
                        hub.post(
                                        "Task/$validate?profile=http://example.org/none",
                                        FHIR,
                                        "{\"resourceType\":\"Task\"}")
                                .body())
                .contains("OperationOutcome", "profile", "/fhir-profiles/");
        assertThat(
                        hub.post("Task/$validate?mode=delete", FHIR, "{\"resourceType\":\"Task\"}")
                                .statusCode())
                .isEqualTo(400);
        assertThat(hub.post("Task/nobody/$validate", FHIR, "").statusCode()).isEqualTo(404);
        assertThat(hub.get("Task/$validate").statusCode()).isEqualTo(405);
    }

    @Test
    void everythingIsOneConsultationWithAllItsPartsFromEitherEncounter() {
        // given
        var client = RunningFacade.FHIR.newRestfulGenericClient(hub.base());
        for (var encounter : List.of("K-1-visit", "K-1-consultation")) {
            // when
            var bundle =
                    client.operation()
                            .onInstance("Encounter/" + encounter)
                            .named("everything")
                            .withNoParameters(Parameters.class)
                            .useHttpGet()
                            .returnResourceType(Bundle.class)
                            .execute();
            // then
            var ids =
                    bundle.getEntry().stream()
                            .map(entry ->
                                    entry.getResource().fhirType()
                                            + "/"
                                            + entry.getResource().getIdElement().getIdPart())
                            .toList();
            assertThat(ids).doesNotHaveDuplicates().first().isEqualTo("Encounter/" + encounter);
            assertThat(ids)
                    .contains(
                            "Encounter/K-1-visit",
                            "Encounter/K-1-consultation",
                            "Appointment/K-1-meeting",
                            "ServiceRequest/K-1-request",
                            "Task/K-1-coordination",
                            "Task/K-1-medical-registration",
                            "Procedure/K-1-xs004",
                            "Organization/SE162321000255-TRP101");
            assertThat(ids).noneMatch(id -> id.contains("K-2"));
            assertThat(ids)
                    .anyMatch(id -> id.startsWith("Patient/"))
                    .anyMatch(id -> id.startsWith("Provenance/"))
                    .anyMatch(id -> id.startsWith("Condition/"))
                    .anyMatch(id -> id.startsWith("Practitioner/"));
            assertThat(bundle.getTotal()).isEqualTo(ids.size());
        }
    }

    @Test
    void everythingCanBeNarrowedAndRefusesWhatItDoesNotKnow() {
        assertThat(types(hub.json("Encounter/K-1-visit/$everything?_type=Task,Patient")))
                .containsOnly("Task", "Patient");
        assertThat(hub.json("Encounter/K-1-visit/$everything?_since=2099").path("total").asInt())
                .isZero();
        assertThat(hub.json("Encounter/K-1-visit/$everything?_summary=count").has("entry"))
                .isFalse();
        assertThat(hub.get("Encounter/K-1-visit/$everything?_type=Basic").statusCode())
                .isEqualTo(400);
        assertThat(hub.get("Encounter/K-1-visit/$everything?_count=1").statusCode()).isEqualTo(400);
        assertThat(hub.get("Encounter/none/$everything").statusCode()).isEqualTo(404);
        assertThat(hub.get("Task/K-1-coordination/$everything").statusCode()).isEqualTo(404);
    }

    @Test
    void aBatchOfReadsIsAnsweredEntryByEntry() {
        // given
        var batch =
                """
                {"resourceType":"Bundle","type":"batch","entry":[
                 {"request":{"method":"GET","url":"Encounter/K-1-visit"}},
                 {"request":{"method":"GET","url":"Task?encounter=K-1-consultation&_include=Task:patient"}},
                 {"request":{"method":"GET","url":"Encounter/none"}},
                 {"request":{"method":"GET","url":"Encounter?rubbish=1"}},
                 {"request":{"method":"GET","url":"Encounter/K-1-visit","ifNoneMatch":"*"}},
                 {"request":{"method":"DELETE","url":"Encounter/K-1-visit"}},
                 {"request":{"method":"GET","url":""}},
                 {"request":{"method":"GET","url":"Encounter/K-1-visit/_history?_count=1"}},
                 {"request":{"method":"GET","url":"%zz"}}]}\
                """;
        // when
        var answer = hub.post("", FHIR, batch);
        // then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var response = RunningFacade.json(answer.body());
        assertThat(response.path("type").asText()).isEqualTo("batch-response");
        assertThat(
                        response.path("entry")
                                .valueStream()
                                .map(entry ->
                                        entry.at("/response/status").asText().substring(0, 3)))
                .containsExactly("200", "200", "404", "400", "304", "405", "400", "200", "400");
        assertThat(response.at("/entry/0/resource/id").asText()).isEqualTo("K-1-visit");
        assertThat(response.at("/entry/0/response/etag").asText()).startsWith("W/");
        assertThat(response.at("/entry/1/resource/entry").size()).isEqualTo(2);
        assertThat(response.at("/entry/2/response/outcome/issue/0/diagnostics").asText())
                .contains("TRP-501");
        assertThat(response.at("/entry/5/response/outcome/issue/0/diagnostics").asText())
                .contains("possible is: GET");
    }

    @Test
    void hapisClientReadsByBatchAlsoInXml() {
        // given
        var client = RunningFacade.FHIR.newRestfulGenericClient(hub.base());
        client.setEncoding(ca.uhn.fhir.rest.api.EncodingEnum.XML);
        var batch = new Bundle().setType(Bundle.BundleType.BATCH);
        batch.addEntry().getRequest().setMethod(Bundle.HTTPVerb.GET).setUrl("Encounter/K-1-visit");
        // when
        var response = client.transaction().withBundle(batch).execute();
        // then
        assertThat(response.getEntryFirstRep().getResource()).isInstanceOf(Encounter.class);
    }

    @Test
    void transactionsAndWhatIsNoBatchAreRefused() {
        assertThat(
                        hub.post("", FHIR, "{\"resourceType\":\"Bundle\",\"type\":\"transaction\"}")
                                .body())
                .contains("OperationOutcome", "possible is: batch");
        assertThat(hub.post("", FHIR, "{\"resourceType\":\"Task\"}").statusCode()).isEqualTo(400);
        assertThat(hub.post("", "text/plain", "x").statusCode()).isEqualTo(415);
        assertThat(
                        hub.post("", FHIR, "{\"resourceType\":\"Bundle\",\"type\":\"batch\"}")
                                .statusCode())
                .isEqualTo(200);
        assertThat(
                        hub.post(
                                        "",
                                        FHIR,
                                        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":["
                                                + "{},".repeat(100)
                                                + "{}]}")
                                .statusCode())
                .isEqualTo(413);
    }

    @Test
    void theOpenApiDescriptionNamesEveryPathAndParameterThatIsServed() {
        // when
        var description = hub.json("api-docs");
        var page = hub.get("api-docs", "Accept", "text/html");
        // then
        assertThat(description.path("openapi").asText()).startsWith("3.0");
        assertThat(description.at("/paths/~1Task~1{id}").has("patch")).isTrue();
        assertThat(description.at("/paths/~1Encounter~1{id}~1$everything").has("get")).isTrue();
        assertThat(description.at("/paths/~1Task/get/parameters").toString())
                .contains("\"due\"", "_lastUpdated");
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(page.body()).contains("<h2 id=\"Task\">", "service-provider");
    }

    @Test
    void theProfilesAreServedAsPagesAndFiles() {
        // given
        var root = hub.base().replace("/fhir", "/fhir-profiles/");
        // when
        var index = hub.get(root).body();
        // then
        for (var link : links(index)) {
            var page = hub.get(root + link);
            assertThat(page.statusCode()).as(link).isEqualTo(200);
            assertThat(page.body()).contains("<h1>");
            assertThat(hub.get(root + link.replace(".html", ".json")).body())
                    .contains("resourceType");
        }
        assertThat(links(index)).hasSizeGreaterThan(30);
        assertThat(hub.get(root + "StructureDefinition-medical-registration-task.html").body())
                .contains("trp-secretary-status", "Task.businessStatus");
        assertThat(hub.get(root + "..%2Fpom.xml").statusCode()).isBetween(400, 404);
        assertThat(hub.get(root + "StructureDefinition-none.html").statusCode()).isEqualTo(404);
    }

    private static List<String> links(String page) {
        return java.util.regex.Pattern.compile("href=\"([A-Z][^\"]+\\.html)\"")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static List<String> errors(String outcome) {
        return RunningFacade.json(outcome)
                .path("issue")
                .valueStream()
                .filter(issue ->
                        List.of("error", "fatal").contains(issue.path("severity").asText()))
                .map(JsonNode::toString)
                .toList();
    }

    private static List<String> types(JsonNode bundle) {
        return bundle.path("entry")
                .valueStream()
                .map(entry -> entry.at("/resource/resourceType").asText())
                .toList();
    }
}
