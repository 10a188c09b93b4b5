package se.trepart.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import se.trepart.simulator.Fault;
import se.trepart.simulator.Pasis;
import se.trepart.simulator.Ports;
import se.trepart.simulator.Simulator;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** Subscriptions as apps make them, and what their endpoints get. */
@NullUnmarked
class SubscriptionIT {
    private static final String DAY = "2023-03-14";
    private static int number;

    @TempDir private static Path data;
    private static Subscriber subscriber;
    private static Simulator<Pasis> pasis;
    private static FilledHub hub;

    /** The endpoint's path and the consultation of one test, which no other has. */
    private final String path = "/app-" + ++number;

    private final String id = "K-SUB-" + number;

    @BeforeAll
    static void start() throws IOException {
        subscriber = new Subscriber();
        pasis = Simulator.start(new Pasis(), Ports.FREE, null);
        pasis.set(new Fault(Fault.Mode.REFUSE_AR, null, null, Pattern.compile("K-REFUSED")));
        hub =
                new FilledHub(
                        data,
                        "--trepart.destination.pasis.address=localhost:" + pasis.mllpPort(),
                        "--trepart.subscription.endpoints=" + subscriber.url("/"),
                        "--trepart.subscription.answer-timeout=1s",
                        "--trepart.subscription.back-off-first=50ms",
                        "--trepart.subscription.back-off-most=300ms",
                        "--trepart.subscription.failures-until-error=3");
    }

    @AfterAll
    static void stop() throws IOException {
        hub.close();
        pasis.close();
        subscriber.close();
    }

    @Test
    void shakesHandsBeforeItIsActiveAndThenTellsWhatHappensByNumber() {
        // given
        var location = created(topic("started", "id-only"));
        await().until(() -> status(location).equals("active"));
        // when
        hub.held(id, "199101012384", DAY, "none");
        // then
        await().until(() -> !of(id, "-consultation").isEmpty());
        var handshake = subscriber.at(path).getFirst();
        assertThat(handshake.told("type")).isEqualTo("handshake");
        assertThat(handshake.told("status")).isEqualTo("requested");
        assertThat(handshake.headers()).containsEntry("Content-Type", "application/fhir+json");
        var told = of(id, "-consultation").getFirst();
        assertThat(told.told("topic")).endsWith("/SubscriptionTopic/started");
        assertThat(
                        told.json()
                                .at("/entry/0/resource/parameter/0/valueReference/reference")
                                .asText())
                .isEqualTo(location);
        assertThat(told.json().path("type").asText()).isEqualTo("history");
        assertThat(told.body()).doesNotContain("\"resourceType\":\"Encounter\"");
        var focus = told.json().at("/entry/1/fullUrl").asText();
        assertThat(hub.get(focus).statusCode()).isEqualTo(200);
        assertThat(subscriber.numbers(path)).isEqualTo(upTo(subscriber.numbers(path).size()));
    }

    @Test
    void filtersATopicAsAskedAndTellsEachThatIsOwedOnce() {
        // given
        var other = id + "x";
        var patient = patientOf(id, "199101012384");
        patientOf(other, "199101022391");
        var location =
                created(filtered(topic("completed", "id-only"), "Encounter?patient=" + patient));
        await().until(() -> status(location).equals("active"));
        // when
        finished(other);
        finished(id);
        // then
        await().until(() -> !subscriber.numbers(path).isEmpty());
        assertThat(of(id, "-consultation")).hasSize(1);
        assertThat(of(other, "-consultation")).isEmpty();
    }

    @Test
    void tellsOfABookingAndNotOfItsRescheduling() {
        // given
        var location = created(topic("booked", "empty"));
        await().until(() -> status(location).equals("active"));
        var before = counted(location);
        // when
        booked("K-BOOKED-" + number);
        // then
        await().until(() -> counted(location) == before + 1);
        await().until(() -> subscriber.numbers(path).contains(before + 1));
        assertThat(subscriber.at(path, "event-notification").getLast().body())
                .doesNotContain("Appointment");
    }

    @Test
    void tellsThatPasisRefusedARegistrationAndOfNoneThatItTook() {
        // given
        var location = created(topic("registration-refused", "id-only"));
        await().until(() -> status(location).equals("active"));
        var before = counted(location);
        var taken = "K-TAKEN-" + number;
        var refused = "K-REFUSED-" + number;
        // when
        hub.held(taken, "199101012384", DAY, "none");
        hub.held(refused, "199101022391", DAY, "none");
        // then
        await().until(() -> subscriber.numbers(path).contains(before + 1));
        assertThat(of(refused, "-medical-registration")).hasSize(1);
        assertThat(hub.json("Task/" + refused + "-medical-registration").at("/status").asText())
                .isEqualTo("on-hold");
        await().until(() ->
                !hub.json("Task/" + taken + "-medical-registration")
                        .at("/status")
                        .asText()
                        .equals("on-hold"));
        assertThat(of(taken, "-medical-registration")).isEmpty();
    }

    @Test
    void anHourWithoutAnEndpointLosesNothingAndIsMadeGoodInOrder() {
        // given
        var location = created(topic("completed", "id-only"));
        await().until(() -> status(location).equals("active"));
        subscriber.answer(path, 503);
        consultations(2);
        await().until(() -> status(location).equals("error"));
        // when
        anHourPasses();
        consultations(2);
        await().until(() -> counted(location) >= 4);
        assertThat(delivered(location)).isZero();
        var refused = subscriber.at(path, "event-notification").size();
        subscriber.answer(path, 200);
        // then
        await().until(() -> counted(location) == delivered(location));
        assertThat(status(location)).isEqualTo("active");
        var taken =
                subscriber.at(path, "event-notification").stream()
                        .skip(refused)
                        .flatMap(one -> one.numbers().stream())
                        .distinct()
                        .toList();
        assertThat(taken).isEqualTo(upTo(counted(location)));
        assertThat(numbers(json(hub.get(location + "/$events"))))
                .isEqualTo(upTo(counted(location)));
    }

    /** Everything that the subscriptions' tables tell of time is an hour older. */
    private static void anHourPasses() {
        hub.hub()
                .jdbc()
                .execute(
                        """
                        update subscription set failing_since = failing_since - interval '1 hour', changed_at = changed_at - interval '1 hour',
                            due_at = due_at - interval '1 hour', leased_until = leased_until - interval '1 hour';
                        update subscription_event set at = at - interval '1 hour';
                        """);
    }

    @Test
    void aPlainR4HookGetsAnEmptyPostOrTheResourceMaskedAsRestServesIt() {
        // given
        created(plain("Encounter?class=VR&status=finished", path, ""));
        created(
                plain(
                        "Patient?_id=" + patientOf(id, "199101012384"),
                        path + "/full",
                        "application/fhir+json"));
        created(plain("Appointment?status=fulfilled", path + "/full", "application/fhir+json"));
        // when
        hub.tell(
                id,
                "patient.updated.v1",
                DAY + "T09:00:00+01:00",
                "{'patient':{'identifier':{'type':'personnummer','value':'199101012384'},'phone':'0701740605',"
                    + "'protection':'sekretessmarkering'}}");
        finished(id);
        // then
        await().until(() -> !subscriber.at(path).isEmpty());
        var empty = subscriber.at(path).getFirst();
        assertThat(empty.method()).isEqualTo("POST");
        assertThat(empty.body()).isEmpty();
        var meeting = path + "/full/Appointment/" + id + "-meeting";
        await().until(() -> !subscriber.at(meeting).isEmpty());
        var full = subscriber.at(meeting).getLast();
        assertThat(full.method()).isEqualTo("PUT");
        assertThat(full.body()).contains("R").doesNotContain("0701740605");
        var version = full.json().at("/meta/versionId").asText();
        assertThat(full.body())
                .isEqualTo(hub.get("Appointment/" + id + "-meeting/_history/" + version).body());
    }

    @Test
    void aSubscriberThatAnswers500IsInErrorWithTheReasonAndNeverGivenUp() {
        // given
        var location = created(topic("completed", "id-only"));
        await().until(() -> status(location).equals("active"));
        subscriber.answer(path, 500);
        // when
        consultations(3);
        await().until(() -> status(location).equals("error"));
        var shown = resource(location);
        var tries = subscriber.at(path).size();
        await().until(() -> subscriber.at(path).size() > tries + 2);
        // then
        assertThat(shown.path("error").asText()).contains("TRP-411", "HTTP 500");
        assertThat(hub.get(location + "/$status").body()).contains("HTTP 500", "query-status");
        // when
        subscriber.answer(path, 200);
        // then
        await().until(() -> status(location).equals("active"));
        await().until(() -> counted(location) == delivered(location));
        assertThat(resource(location).has("error")).isFalse();
        assertThat(List.copyOf(new java.util.TreeSet<>(subscriber.numbers(path))))
                .isEqualTo(upTo(counted(location)));
    }

    @Test
    void whatASubscriberMissedItFetchesByNumber() {
        // given
        var location = created(topic("completed", "id-only"));
        await().until(() -> status(location).equals("active"));
        var ids = consultations(4);
        await().until(() -> counted(location) >= 4 && counted(location) == delivered(location));
        var last = counted(location);
        // when
        var all = json(hub.get(location + "/$events"));
        var some =
                json(
                        hub.get(
                                location
                                        + "/$events?eventsSinceNumber=2&eventsUntilNumber=3&content=full-resource"));
        var posted =
                json(
                        hub.post(
                                location.substring(hub.base().length() + 1) + "/$events",
                                "application/fhir+json",
                                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"eventsSinceNumber\",\"valueString\":\""
                                        + last
                                        + "\"}]}"));
        // then
        assertThat(numbers(all)).isEqualTo(upTo(last));
        assertThat(all.toString()).contains("query-event").contains(ids.getFirst());
        assertThat(numbers(some)).containsExactly(2L, 3L);
        assertThat(some.at("/entry/1/resource/resourceType").asText()).isEqualTo("Encounter");
        assertThat(numbers(posted)).containsExactly(last);
        assertThat(json(hub.get("Subscription/$status?id=" + name(location))).at("/total").asInt())
                .isEqualTo(1);
    }

    @Test
    void aSubscriberThatHangsDelaysNobodyAndGetsEverythingOnceItAnswers() {
        // given
        var hanging = created(topic("completed", "id-only"));
        var sound = created(topic("completed", "id-only").replace(path + "\"", path + "/sound\""));
        await().until(() -> status(hanging).equals("active") && status(sound).equals("active"));
        subscriber.answer(path, 0);
        // when
        consultations(3);
        // then
        await().until(() -> counted(sound) >= 3 && counted(sound) == delivered(sound));
        assertThat(delivered(hanging)).isLessThan(counted(hanging));
        await().until(() -> status(hanging).equals("error"));
        assertThat(resource(hanging).path("error").asText()).contains("answer within");
        subscriber.answer(path, 200);
        await().until(() -> counted(hanging) == delivered(hanging));
    }

    @Test
    void aRedirectIsNotFollowed() {
        // given
        subscriber.answer(path, 307);
        // when
        var location = created(topic("completed", "id-only"));
        // then
        await().until(() -> status(location).equals("error"));
        assertThat(resource(location).path("error").asText()).contains("HTTP 307");
        assertThat(subscriber.at("/elsewhere")).isEmpty();
    }

    @Test
    void silenceIsBrokenByAHeartbeat() {
        // given
        var location =
                created(
                        topic("registration-refused", "id-only")
                                .replace(
                                        "\"type\":\"rest-hook\"",
                                        "\"type\":\"rest-hook\",\"extension\":[{\"url\":\"http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-heartbeat-period\",\"valueUnsignedInt\":1}]"));
        // then
        await().until(() -> subscriber.at(path, "heartbeat").size() >= 2);
        assertThat(
                        subscriber
                                .at(path, "heartbeat")
                                .getFirst()
                                .told("events-since-subscription-start"))
                .isEqualTo(Long.toString(counted(location)));
    }

    @Test
    void secretsGoToTheEndpointAloneAndOffIsTheEndUntilItIsAskedForAgain() {
        // given
        var location =
                created(
                        topic("completed", "id-only")
                                .replace(
                                        "\"type\":\"rest-hook\"",
                                        "\"type\":\"rest-hook\",\"header\":[\"Authorization: Bearer"
                                                + " hemlig-1\"]"));
        await().until(() -> status(location).equals("active"));
        assertThat(subscriber.at(path).getFirst().headers())
                .containsEntry("Authorization", "Bearer hemlig-1");
        assertThat(hub.get(location).body())
                .contains("Authorization: ***")
                .doesNotContain("hemlig");
        // when
        var off = put(location, hub.get(location).body().replace("\"active\"", "\"off\""));
        // then
        assertThat(off.statusCode()).as(off.body()).isEqualTo(200);
        assertThat(status(location)).isEqualTo("off");
        var before = counted(location);
        consultations(1);
        // when
        var again = put(location, hub.get(location).body().replace("\"off\"", "\"requested\""));
        assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
        await().until(() -> status(location).equals("active"));
        consultations(1);
        // then
        await().until(() -> delivered(location) > before);
        assertThat(subscriber.at(path).getLast().headers())
                .containsEntry("Authorization", "Bearer hemlig-1");
        assertThat(put(location, hub.get(location).body(), "If-Match", "W/\"1\"").statusCode())
                .isEqualTo(412);
        // when
        assertThat(hub.send(hub.request(location).DELETE()).statusCode()).isEqualTo(204);
        // then
        assertThat(hub.get(location).statusCode()).isEqualTo(404);
    }

    @Test
    void isFoundByStatusAddressAndPageByPage() {
        // given
        created(topic("completed", "id-only"));
        created(topic("booked", "id-only"));
        // when
        var byUrl = hub.json("Subscription?_count=1&url=" + subscriber.url(path));
        // then
        assertThat(byUrl.path("total").asInt()).isEqualTo(2);
        assertThat(RunningFacade.entries(byUrl, "match")).hasSize(1);
        var next = json(hub.get(RunningFacade.link(byUrl, "next")));
        assertThat(RunningFacade.entries(next, "match"))
                .hasSize(1)
                .doesNotContainAnyElementsOf(RunningFacade.entries(byUrl, "match"));
        assertThat(
                        hub.json("Subscription?status=off&url=" + subscriber.url(path))
                                .path("total")
                                .asInt())
                .isZero();
        assertThat(hub.get("Subscription?criteria=x").statusCode()).isEqualTo(400);
    }

    @Test
    void refusesWhatItCannotServeAndSaysWhatIsPossible() {
        refused(
                topic("completed", "id-only")
                        .replace(subscriber.url(path), "https://example.org/x"),
                "TRP-542",
                "trepart.subscription.endpoints");
        refused(
                topic("completed", "id-only").replace("localhost", "example.org"),
                "TRP-542",
                "https");
        refused(topic("cancelled", "id-only"), "TRP-541", "SubscriptionTopic/booked");
        refused(topic("completed", "everything"), "TRP-541", "full-resource");
        refused(
                filtered(topic("completed", "id-only"), "Encounter?class=VR"),
                "TRP-541",
                "patient");
        refused(
                plain("Encounter?patient.name=x", path, ""),
                "TRP-541",
                "possible for Encounter are");
        refused(plain("Patient?name=x", path, ""), "TRP-541", "birthdate");
        refused(plain("Observation?code=x", path, ""), "TRP-541", "Encounter");
        refused(plain("Encounter?date=someday", path, ""), "TRP-541", "2023-03-14");
        refused(plain("Encounter", path, "application/json"), "TRP-541", "application/fhir+json");
        refused(
                topic("completed", "id-only").replace("rest-hook", "websocket"),
                "TRP-541",
                "rest-hook");
        refused(
                topic("completed", "id-only").replace("\"reason\":\"test\",", ""),
                "TRP-541",
                "reason");
        assertThat(create("{\"resourceType\":\"Subscription\",\"colour\":1}").statusCode())
                .isGreaterThanOrEqualTo(400);
        assertThat(hub.get("Subscription/nobody/$status").statusCode()).isEqualTo(404);
        assertThat(hub.get("Subscription/nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void criteriaMeanInMemoryWhatTheyMeanInASearch() {
        // given
        hub.held(id, "199101012384", DAY, "none");
        finished(id);
        booked(id + "b");
        var patient = patientOf(id, "199101012384");
        // then
        assertThat(
                        List.of(
                                "Encounter?class=VR&status=finished",
                                "Encounter?status:not=finished",
                                "Encounter?class=http://terminology.hl7.org/CodeSystem/v3-ActCode|",
                                "Encounter?patient=" + patient,
                                "Encounter?patient=Patient/" + patient + "&date=ge2023-03-14",
                                "Encounter?date=2023-03-14",
                                "Encounter?date=lt2023-03-14",
                                "Encounter?date=sa2023-03-13",
                                "Encounter?date=eb2023-03-15",
                                "Encounter?date=ne2023-03-14",
                                "Encounter?part-of:missing=true",
                                "Encounter?service-provider=SE162321000255-TRP202",
                                "Appointment?status=booked,fulfilled",
                                "Appointment?date=gt2023-01-01",
                                "Task?business-status=awaiting-diagnosis",
                                "Patient?identifier=199101012384",
                                "Patient?birthdate=1991-01-01",
                                "ServiceRequest?_id=" + id + "-request"))
                .allSatisfy(criteria -> assertThat(matching(criteria)).isEqualTo(found(criteria)));
    }

    private static List<String> matching(String text) {
        var criteria = se.trepart.facade.subscription.Criteria.parse(text, hub.base(), "");
        return hub
                .hub()
                .jdbc()
                .queryForList("select json from resource where json is not null", String.class)
                .stream()
                .map(RunningFacade::json)
                .filter(criteria::matches)
                .map(resource -> resource.path("id").asText())
                .sorted()
                .toList();
    }

    private static List<String> found(String query) {
        return RunningFacade.entries(hub.json(query.replace("|", "%7C") + "&_count=500"), "match")
                .stream()
                .sorted()
                .toList();
    }

    private String topic(String topic, String content) {
        return """
        {"resourceType":"Subscription","meta":{"profile":["http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription"]},
         "status":"requested","reason":"test","criteria":"https://trepart.example/fhir/SubscriptionTopic/%s",
         "channel":{"type":"rest-hook","endpoint":"%s","payload":"application/fhir+json",
          "_payload":{"extension":[{"url":"http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content","valueCode":"%s"}]}}}\
        """
                .formatted(topic, subscriber.url(path), content);
    }

    private static String filtered(String subscription, String filter) {
        return subscription.replace(
                "\"channel\"",
                "\"_criteria\":{\"extension\":[{\"url\":\"http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-filter-criteria\",\"valueString\":\""
                        + filter
                        + "\"}]},\"channel\"");
    }

    private static String plain(String criteria, String path, String payload) {
        return """
        {"resourceType":"Subscription","status":"requested","reason":"test","criteria":"%s","channel":{"type":"rest-hook","endpoint":"%s"%s}}\
        """
                .formatted(
                        criteria,
                        subscriber.url(path),
                        payload.isEmpty() ? "" : ",\"payload\":\"" + payload + "\"");
    }

    private static HttpResponse<String> create(String subscription) {
        return hub.post("Subscription", "application/fhir+json", subscription);
    }

    private static String created(String subscription) {
        var answer = create(subscription);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static void refused(String subscription, String code, String possible) {
        var answer = create(subscription);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(answer.body()).contains("OperationOutcome", code, possible);
    }

    private static HttpResponse<String> put(String location, String body, String... headers) {
        var all = new ArrayList<>(List.of("Content-Type", "application/fhir+json"));
        all.addAll(List.of(headers));
        return hub.send(
                hub.request(location, all.toArray(String[]::new))
                        .PUT(BodyPublishers.ofString(body)));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return RunningFacade.json(answer.body());
    }

    private static JsonNode resource(String location) {
        return json(hub.get(location));
    }

    private static String status(String location) {
        return resource(location).path("status").asText();
    }

    private static String name(String location) {
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static long counted(String location) {
        return stored(location, "counted");
    }

    private static long delivered(String location) {
        return stored(location, "delivered");
    }

    private static long stored(String location, String column) {
        return hub.hub()
                .jdbc()
                .queryForObject(
                        "select " + column + " from subscription where id = ?",
                        Long.class,
                        name(location));
    }

    private static List<Long> numbers(JsonNode bundle) {
        return bundle.at("/entry/0/resource/parameter")
                .valueStream()
                .filter(one -> one.path("name").asText().equals("notification-event"))
                .map(one -> one.at("/part/0/valueString").asLong())
                .toList();
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    /** The notifications that name a resource of a consultation. */
    private List<Subscriber.Got> of(String consultation, String part) {
        return subscriber.at(path, "event-notification").stream()
                .filter(one -> one.body().contains(consultation + part + "\""))
                .toList();
    }

    private static String patientOf(String consultation, String personnummer) {
        hub.tell(
                consultation,
                "visit.started.v1",
                DAY + "T09:55:00+01:00",
                "{'patient':{'identifier':{'type':'personnummer','value':'"
                        + personnummer
                        + "'}},'visit':{'id':'B-"
                        + consultation
                        + "','unit':'SE162321000255-TRP101'}}");
        return hub.json("Encounter/" + consultation + "-visit")
                .at("/subject/reference")
                .asText()
                .replace("Patient/", "");
    }

    /** The specialist came and went. */
    private static void finished(String consultation) {
        var specialist =
                "{'specialist':{'hsaId':'SE162321000255-TRP952'},'specialistUnit':'SE162321000255-TRP202'}";
        hub.tell(consultation, "specialist.joined.v1", DAY + "T10:05:00+01:00", specialist);
        hub.tell(consultation, "specialist.left.v1", DAY + "T10:20:00+01:00", specialist);
    }

    private List<String> consultations(int count) {
        var ids = new ArrayList<String>();
        for (var one = 0; one < count; one++) {
            var consultation = id + "-" + System.nanoTime();
            hub.held(consultation, "199101012384", DAY, "none");
            ids.add(consultation);
        }
        return ids;
    }

    private static void booked(String consultation) {
        hub.tell(
                consultation,
                "consultation.booked.v1",
                "2023-03-01T09:00:00+01:00",
                """
                {'patient':{'identifier':{'type':'personnummer','value':'199101012384'}},'visit':{'id':'B-%s','unit':'SE162321000255-TRP101'},
                 'physician':{'hsaId':'SE162321000255-TRP901'},'specialty':'ortopedi','specialistUnit':'SE162321000255-TRP202',
                 'slot':{'start':'2023-03-14T10:00:00+01:00','end':'2023-03-14T10:30:00+01:00'}}\
                """
                        .formatted(consultation));
        hub.tell(
                consultation,
                "consultation.rescheduled.v1",
                "2023-03-02T09:00:00+01:00",
                "{'slot':{'start':'2023-03-14T11:00:00+01:00','end':'2023-03-14T11:30:00+01:00'}}");
    }
}
