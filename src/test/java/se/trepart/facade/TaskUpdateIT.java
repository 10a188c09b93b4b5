package se.trepart.facade;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.assertj.core.api.Assertions;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

/** What apps may do to a Task, and what not. */
@NullUnmarked
class TaskUpdateIT {
    private static final String DONE =
            """
            [{"op":"replace","path":"/status","value":"completed"},
             {"op":"add","path":"/output","value":[{"type":{"coding":[{"system":"https://trepart.example/fhir/CodeSystem/task-output","code":"verified-by"}]},
              "valueReference":{"type":"Practitioner","identifier":{"system":"%s","value":"SE162321000255-TRP981"}}}]}]\
            """
                    .formatted("urn:oid:1.2.752.29.4.19");
    private static final String DAY = "2023-03-14";
    private static int number;

    @TempDir private static Path data;
    private static FilledHub hub;
    private final String id = "K-TASK-" + ++number;
    private final String task = "Task/" + id + "-medical-registration";

    @BeforeAll
    static void start() {
        hub = new FilledHub(data);
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void theSecretarysCheckByJsonPatchIsAnEventInTheLogAndANewVersion() {
        // given
        ready("none");
        // when
        var answer = patch(DONE, etag());
        // then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var made = RunningFacade.json(answer.body());
        assertThat(made.path("status").asText()).isEqualTo("completed");
        assertThat(made.at("/businessStatus/coding/0/code").asText()).isEqualTo("verified");
        assertThat(made.at("/output/0/valueReference/identifier/value").asText())
                .isEqualTo("SE162321000255-TRP981");
        assertThat(answer.headers().firstValue("ETag")).contains(etag());
        assertThat(answer.headers().firstValue("Content-Location")).isPresent();
        assertThat(
                        hub.hub()
                                .jdbc()
                                .queryForList(
                                        "select type || ' ' || source from event where subject = ?"
                                                + " and type like '%verified%'",
                                        String.class, id))
                .containsExactly("se.trepart.registration.verified.v1 urn:trepart:fhir");
        assertThat(kept("accepted")).containsExactly(DONE);
        assertThat(hub.json("Provenance?target=" + task).at("/entry").toString())
                .contains("registration.verified");
    }

    @Test
    void hapisClientUpdatesByPutNamingTheSecretaryAsOwner() {
        // given
        ready("sekretessmarkering");
        var client = RunningFacade.FHIR.newRestfulGenericClient(hub.base());
        var current = client.read().resource(Task.class).withUrl(task).execute();
        current.setStatus(Task.TaskStatus.COMPLETED);
        current.setOwner(
                new Reference()
                        .setType("Practitioner")
                        .setIdentifier(
                                new org.hl7.fhir.r4.model.Identifier()
                                        .setSystem("urn:oid:1.2.752.129.2.1.4.1")
                                        .setValue("se162321000255-trp981")));
        // when
        MethodOutcome made = client.update().resource(current).execute();
        // then
        var read = client.read().resource(Task.class).withUrl(task).execute();
        assertThat(read.getStatus()).isEqualTo(Task.TaskStatus.COMPLETED);
        assertThat(read.getMeta().getSecurity()).isNotEmpty();
        assertThat(read.getOwner().getReference()).startsWith("Organization/");
        assertThat(made.getId().getVersionIdPart()).isEqualTo(read.getMeta().getVersionId());
        Assertions.setMaxStackTraceElementsDisplayed(3);
        Assertions.assertThatThrownBy(() ->
                        client.update()
                                .resource(current.setPriority(Task.TaskPriority.STAT))
                                .execute())
                .isInstanceOf(PreconditionFailedException.class);
    }

    @Test
    void theSameRequestAgainGetsTheSameAnswerAndIsNoSecondEvent() {
        // given
        ready("none");
        var before = etag();
        var first = patch(DONE, before);
        // when
        var second = patch(DONE, before);
        // then
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(events()).isEqualTo(1);
        assertThat(kept("duplicate")).hasSize(1);
        // and what says what is there already changes nothing
        assertThat(put(first.body(), etag()).body()).isEqualTo(first.body());
        assertThat(events()).isEqualTo(1);
    }

    @Test
    void aLaterChangeOfContentOpensItAgainAndItCanBeCheckedAgain() {
        // given
        ready("none");
        patch(DONE, etag());
        // when
        hub.registered(id, DAY + "T16:00:00+01:00", "S835");
        // then
        assertThat(hub.json(task).path("status").asText()).isEqualTo("ready");
        assertThat(patch(DONE, etag()).statusCode()).isEqualTo(200);
        assertThat(hub.json(task).path("status").asText()).isEqualTo("completed");
        assertThat(events()).isEqualTo(2);
    }

    @Test
    void aContentToldByAClockThatIsAheadIsCheckedAllTheSame() {
        // given
        hub.held(id, "199101012384", DAY, "none");
        hub.registered(
                id,
                java.time.OffsetDateTime.now(java.time.ZoneOffset.UTC).plusMinutes(5).toString(),
                "S836");
        // when
        var answer = patch(DONE, etag());
        // then
        assertThat(RunningFacade.json(answer.body()).path("status").asText())
                .isEqualTo("completed");
    }

    @Test
    void anotherVersionThanTheCurrentOneIs412AndNoneAtAllIs428() {
        // given
        ready("none");
        var current = etag();
        // when, then
        assertThat(patch(DONE, "W/\"1\"").statusCode()).isEqualTo(412);
        assertThat(patch(DONE, "W/\"999\"").statusCode()).isEqualTo(412);
        assertThat(patch(DONE, "\"x\"").statusCode()).isEqualTo(412);
        assertThat(
                        hub.send(
                                        hub.request(task, "Content-Type", TaskUpdate.PATCH)
                                                .method("PATCH", BodyPublishers.ofString(DONE)))
                                .statusCode())
                .isEqualTo(428);
        assertThat(put("{}", null).statusCode()).isEqualTo(428);
        assertThat(etag()).isEqualTo(current);
        assertThat(patch(DONE, "W/\"1\", " + current).statusCode()).isEqualTo(200);
        assertThat(patch(DONE.replace("981", "982"), current).statusCode()).isEqualTo(412);
    }

    @Test
    void whatTheWorkflowDoesNotAllowIsRefusedSayingWhatIsPossible() {
        // given
        hub.held(id, "199101012384", DAY, "none");
        // when, then
        refused(DONE, "Task.status", "the status is requested");
        // given
        hub.registered(id, DAY + "T15:00:00+01:00", "S836");
        var before = etag();
        // when, then
        refused(
                "[{'op':'replace','path':'/status','value':'completed'}]",
                "Task.output",
                "nobody is named");
        refused(
                "[{'op':'replace','path':'/status','value':'rejected'}]",
                "Task.status",
                "ready to completed");
        refused(
                "[{'op':'add','path':'/priority','value':'stat'}]",
                "Task.priority",
                "cannot be changed");
        refused("[{'op':'remove','path':'/focus'}]", "Task.focus", "cannot be changed");
        refused("[{'op':'remove','path':'/nothing'}]", "/0", "does not fit");
        refused("[{'op':'test','path':'/status','value':'draft'}]", "/0", "does not fit");
        refused(DONE.replace("TRP981", "TRP 981").replace("SE16", "XX"), "Task.output", "TRP-203");
        refused(
                DONE.replace(
                        "}]}]",
                        "}]},{'op':'add','path':'/owner','value':{'identifier':{'system':'urn:oid:1.2.752.29.4.19','value':'SE162321000255-TRP982'}}}]"),
                "Task.output",
                "several are named");
        assertThat(etag()).isEqualTo(before);
        assertThat(kept("refused")).hasSizeGreaterThan(5);
        assertThat(events()).isZero();
    }

    @Test
    void otherTasksAndOtherResourcesAreNotChangedHere() {
        // given
        ready("none");
        var coordination = "Task/" + id + "-coordination";
        var tag = hub.get(coordination).headers().firstValue("ETag").orElseThrow();
        // when
        var answer =
                hub.send(
                        hub.request(coordination, "Content-Type", TaskUpdate.PATCH, "If-Match", tag)
                                .method(
                                        "PATCH",
                                        BodyPublishers.ofString(
                                                "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"cancelled\"}]")));
        // then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("possible is", "OperationOutcome");
        assertThat(
                        hub.send(
                                        hub.request("Encounter/" + id + "-visit")
                                                .PUT(BodyPublishers.ofString("{}")))
                                .statusCode())
                .isEqualTo(405);
        assertThat(
                        hub.send(
                                        hub.request("Task/nobody", "If-Match", "*")
                                                .PUT(BodyPublishers.noBody()))
                                .statusCode())
                .isEqualTo(404);
    }

    @Test
    void whatCannotBeReadIsRefusedWithItsPlace() {
        // given
        ready("none");
        var tag = etag();
        // when, then
        assertThat(patch("[{", tag).statusCode()).isEqualTo(400);
        assertThat(patch("{}", tag).statusCode()).isEqualTo(400);
        assertThat(patch("[{\"op\":\"jump\",\"path\":\"\"}]", tag).statusCode()).isEqualTo(400);
        assertThat(patch("[{\"op\":\"remove\",\"path\":\"\"}]", tag).statusCode()).isEqualTo(422);
        assertThat(put("{\"resourceType\":\"Task\",\"id\":\"other\"}", tag).statusCode())
                .isEqualTo(400);
        assertThat(put("<Task", tag, "application/fhir+xml").statusCode()).isEqualTo(400);
        assertThat(put("x", tag, "text/plain").statusCode()).isEqualTo(415);
        assertThat(
                        hub.send(
                                        hub.request(
                                                        task,
                                                        "Content-Type",
                                                        "application/fhir+json",
                                                        "If-Match",
                                                        tag)
                                                .method("PATCH", BodyPublishers.ofString("{}")))
                                .statusCode())
                .isEqualTo(415);
    }

    @Test
    void xmlGoesInAndOutAndMinimalAnswersHaveNoBody() {
        // given
        ready("none");
        var xml = hub.get(task, "Accept", "application/fhir+xml").body();
        var wanted =
                xml.replace("<status value=\"ready\"/>", "<status value=\"completed\"/>")
                        .replace(
                                "</Task>",
                                "<output><type><text"
                                    + " value=\"x\"/></type><valueReference><identifier><system"
                                    + " value=\"urn:oid:1.2.752.29.4.19\"/><value"
                                    + " value=\"SE162321000255-TRP981\"/></identifier></valueReference></output></Task>");
        // when
        var answer =
                hub.send(
                        hub.request(
                                        task,
                                        "Content-Type",
                                        "application/fhir+xml",
                                        "If-Match",
                                        etag(),
                                        "Prefer",
                                        "return=minimal")
                                .PUT(BodyPublishers.ofString(wanted)));
        // then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("ETag")).contains(etag());
        assertThat(hub.json(task).path("status").asText()).isEqualTo("completed");
    }

    private void ready(String protection) {
        hub.held(id, "199101012384", DAY, protection);
        hub.registered(id, DAY + "T15:00:00+01:00", "S836");
        assertThat(hub.json(task).path("status").asText()).isEqualTo("ready");
    }

    private void refused(String patch, String where, String saying) {
        var answer = patch(patch.replace('\'', '"'), etag());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        var issue = (ObjectNode) RunningFacade.json(answer.body()).at("/issue/0");
        assertThat(issue.at("/expression/0").asText()).isEqualTo(where);
        assertThat(issue.path("diagnostics").asText()).contains(saying);
    }

    private String etag() {
        return hub.get(task).headers().firstValue("ETag").orElseThrow();
    }

    private HttpResponse<String> patch(String patch, String ifMatch) {
        return hub.send(
                hub.request(task, "Content-Type", TaskUpdate.PATCH, "If-Match", ifMatch)
                        .method("PATCH", BodyPublishers.ofString(patch)));
    }

    private HttpResponse<String> put(String body, String ifMatch) {
        return put(body, ifMatch, "application/fhir+json");
    }

    private HttpResponse<String> put(String body, String ifMatch, String type) {
        var request = hub.request(task, "Content-Type", type).PUT(BodyPublishers.ofString(body));
        return hub.send(ifMatch == null ? request : request.header("If-Match", ifMatch));
    }

    private List<String> kept(String outcome) {
        return hub.hub()
                .jdbc()
                .query(
                        "select coalesce(convert_from(body, 'UTF8'), '') from message where feed ="
                                + " 'fhir' and outcome = ? and control_id like ?",
                        (row, number) -> row.getString(1),
                        outcome,
                        task + "/%");
    }

    private int events() {
        return hub.hub()
                .jdbc()
                .queryForObject(
                        "select count(*) from event where subject = ? and source ="
                                + " 'urn:trepart:fhir'",
                        Integer.class,
                        id);
    }
}
