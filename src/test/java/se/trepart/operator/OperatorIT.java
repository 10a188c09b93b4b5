package se.trepart.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import se.trepart.operator.RunningHub.Reply;
import se.trepart.simulator.Fault;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

class OperatorIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String WHY = "{\"reason\":\"Rättat för hand\"}";

    @TempDir private static Path data;
    private static RunningHub hub;

    @BeforeAll
    static void start() {
        hub = new RunningHub(data);
    }

    @AfterAll
    static void stop() throws IOException {
        hub.close();
    }

    @AfterEach
    void heal() {
        hub.pasis().set(Fault.NONE);
        hub.post("/api/destinations/pasis/resume", WHY);
    }

    @Test
    void showsAHeldConsultationWithBothRegistrationsAgreed() {
        // given
        var story = ConsultationStory.begin(hub).requested().joined().left().diagnosed();
        // when
        var seen = agreed(story);
        // then
        assertThat(seen.path("id").asText()).isEqualTo(story.id());
        assertThat(seen.path("phase").asText()).isEqualTo("completed");
        assertThat(seen.path("tookPlace").asBoolean()).isTrue();
        assertThat(seen.path("causes")).isEmpty();
        assertThat(texts(seen.path("timeline"), "text"))
                .containsExactly(
                        "Konsultation begärdes",
                        "Specialisten anslöt",
                        "Specialisten lämnade",
                        "Medicinsk registrering gjordes");
        assertThat(seen.at("/timeline/1/time").asText()).isEqualTo("2023-03-14T10:05:00+01:00");
        assertThat(seen.at("/timeline/1/event").asText())
                .isEqualTo("se.trepart.specialist.joined.v1");
        var pasis = seen.at("/registrations/pasis");
        assertThat(pasis.path("state").asText()).isEqualTo("confirmed");
        assertThat(pasis.path("confirmed")).isEqualTo(pasis.path("target"));
        assertThat(pasis.at("/target/kontakttyp").asText()).isEqualTo("KD");
        assertThat(pasis.path("contactNumber").asText()).isNotEmpty();
        assertThat(seen.at("/registrations/primaryCare/confirmed/xs004").asBoolean()).isTrue();
    }

    @Test
    void aRequestWithoutACallHasNothingToRegisterAndIsAgreed() {
        // given
        var story = ConsultationStory.begin(hub).requested();
        // when
        var seen = consultation(story);
        // then
        assertThat(seen.path("agreed").asBoolean()).isTrue();
        assertThat(seen.at("/registrations/pasis/state").asText()).isEqualTo("none");
        assertThat(seen.at("/registrations/pasis/target").isNull()).isTrue();
        assertThat(seen.at("/registrations/primaryCare/state").asText()).isEqualTo("none");
    }

    @Test
    void aVisitToldWithoutXs004AfterTheConfirmationIsNotAgreed() {
        // given
        var story = ConsultationStory.begin(hub).requested().joined().left();
        agreed(story);
        // when
        var seen = consultation(story.codesRecorded("AA001"));
        // then
        assertThat(seen.path("agreed").asBoolean()).isFalse();
        assertThat(seen.at("/causes/0/code").asText()).isEqualTo("TRP-408");
        assertThat(seen.at("/causes/0/destination").asText()).isEqualTo("primary-care");
        assertThat(seen.at("/registrations/primaryCare/state").asText()).isEqualTo("confirmed");
    }

    @Test
    void aVisitToldWithXs004WhereNothingTookPlaceIsNotAgreed() {
        // given
        var story = ConsultationStory.begin(hub).requested();
        // when
        var seen = consultation(story.codesRecorded("XS004"));
        // then
        assertThat(seen.path("agreed").asBoolean()).isFalse();
        assertThat(seen.at("/causes/0/code").asText()).isEqualTo("TRP-409");
    }

    @Test
    void aPausedDestinationKeepsTheConsultationPendingUntilItIsResumed() {
        // given
        var paused =
                hub.post(
                        "/api/destinations/pasis/pause",
                        "{\"reason\":\"PASiS stänger för natten\"}");
        var story = ConsultationStory.begin(hub).requested().joined().left();
        await().atMost(PATIENCE)
                .until(() ->
                        consultation(story)
                                .at("/registrations/primaryCare/state")
                                .asText()
                                .equals("confirmed"));
        // when
        var waiting = consultation(story);
        var owed = deliveries("consultation=" + story.id() + "&state=pending");
        hub.post("/api/destinations/pasis/resume", WHY);
        // then
        assertThat(destination(paused.body(), "pasis").path("state").asText()).isEqualTo("paused");
        assertThat(destination(paused.body(), "pasis").path("reason").asText())
                .isEqualTo("PASiS stänger för natten");
        assertThat(waiting.path("agreed").asBoolean()).isFalse();
        assertThat(waiting.at("/registrations/pasis/state").asText()).isEqualTo("pending");
        assertThat(waiting.at("/causes/0/destination").asText()).isEqualTo("pasis");
        assertThat(owed).hasSize(1);
        assertThat(owed.get(0).has("id")).isFalse();
        agreed(story);
    }

    @Test
    void aRefusedRegistrationIsHeldWithItsCauseAndReleasedByAPerson() {
        // given
        hub.pasis().set(Fault.of(Fault.Mode.REFUSE_AR));
        var story = ConsultationStory.begin(hub).requested().joined().left();
        var held = held(story);
        var seen = consultation(story);
        hub.pasis().set(Fault.NONE);
        // when
        var released = hub.post("/api/deliveries/" + held.path("id") + "/release", WHY);
        // then
        assertThat(seen.at("/registrations/pasis/cause/code").asText()).isEqualTo("TRP-405");
        assertThat(held.path("answer").asText()).contains("MSA|AR");
        assertThat(released.status()).isEqualTo(200);
        assertThat(released.body().path("state").asText()).isEqualTo("superseded");
        assertThat(texts(agreed(story).path("timeline"), "text"))
                .contains("PASiS avvisade registreringen", "PASiS tog emot registreringen");
        assertThat(interventions(held, "release")).containsExactly("Rättat för hand");
    }

    @Test
    void aRefusedRegistrationIsSentAgainByteForByte() {
        // given
        hub.pasis().set(Fault.of(Fault.Mode.REFUSE_AR));
        var story = ConsultationStory.begin(hub).requested().joined();
        var held = held(story);
        hub.pasis().set(Fault.NONE);
        // when
        var resent = hub.post("/api/deliveries/" + held.path("id") + "/resend", WHY);
        // then
        assertThat(resent.status()).isEqualTo(200);
        agreed(story);
        var delivered = deliveries("consultation=" + story.id() + "&destination=pasis");
        assertThat(delivered).hasSize(1);
        assertThat(delivered.get(0).path("controlId")).isEqualTo(held.path("controlId"));
        assertThat(delivered.get(0).path("attempts").asInt()).isEqualTo(2);
    }

    @Test
    void aRegistrationThatSomebodyPutThereByHandIsMarkedConfirmedWithItsNumber() {
        // given
        hub.pasis().set(Fault.of(Fault.Mode.REFUSE_AR));
        var story = ConsultationStory.begin(hub).requested().joined().left();
        var held = held(story);
        // when
        var marked =
                hub.post(
                        "/api/deliveries/" + held.path("id") + "/mark-confirmed",
                        "{\"reason\":\"Inlagd för hand\",\"contactNumber\":\"7999999\"}");
        // then
        assertThat(marked.status()).isEqualTo(200);
        assertThat(marked.body().path("state").asText()).isEqualTo("confirmed");
        var seen = agreed(story);
        assertThat(seen.at("/registrations/pasis/contactNumber").asText()).isEqualTo("7999999");
        assertThat(texts(seen.path("timeline"), "text")).contains("PASiS tog emot registreringen");
        assertThat(interventions(held, "mark-confirmed")).containsExactly("Inlagd för hand");
    }

    @Test
    void onlyAHeldStreamIsReleasedAndOnlyTheLatestMessageIsSentAgain() {
        // given
        var story = ConsultationStory.begin(hub).requested().joined();
        agreed(story);
        agreed(story.left());
        var sent = deliveries("consultation=" + story.id() + "&destination=pasis");
        // when
        var released = hub.post("/api/deliveries/" + sent.get(0).path("id") + "/release", WHY);
        var resent = hub.post("/api/deliveries/" + sent.get(1).path("id") + "/resend", WHY);
        // then
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0).path("operation").asText()).isEqualTo("ändring");
        assertThat(List.of(released.status(), resent.status())).containsExactly(409, 409);
        assertThat(fault(released)).isEqualTo("TRP-510");
        assertThat(interventions(sent.get(0), "release")).isEmpty();
        assertThat(consultation(story).path("agreed").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{};422;TRP-201",
                "{\"reason\":\" \"};422;TRP-201",
                "why;400;TRP-110",
                "{\"reason\":\"a\",\"by\":\"b\"};400;TRP-502"
            })
    void nobodyMovesADeliveryWithoutAReason(String body, int status, String code) {
        // when
        var refused = hub.post("/api/deliveries/1/resend", body);
        // then
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.type()).startsWith("application/problem+json");
        assertThat(fault(refused)).isEqualTo(code);
    }

    @Test
    void aRefusedMessageIsFoundByItsFaultAndItsBodyReadOnlyForAReason() {
        // given
        var event =
                "{\"specversion\":\"1.0\",\"id\":\"wrong-1\",\"source\":\"https://a.example/\","
                        + "\"type\":\"se.trepart.nothing.v1\",\"subject\":\"K-1\","
                        + "\"time\":\"2023-03-14T10:00:00+01:00\",\"data\":{}}";
        var refused = hub.post("/api/events", "application/cloudevents+json", event);
        // when
        var found = hub.get("/api/messages?state=refused&fault=TRP-112&control-id=wrong-1").body();
        var id = found.at("/messages/0/id").asLong();
        var envelope = hub.get("/api/messages/" + id).body();
        var whole = hub.get("/api/messages/" + id + "?reason=fels%C3%B6kning").body();
        // then
        assertThat(refused.status()).isEqualTo(422);
        assertThat(found.path("messages")).hasSize(1);
        assertThat(found.at("/messages/0/outcome").asText()).isEqualTo("refused");
        assertThat(found.at("/messages/0/faults/0/code").asText()).isEqualTo("TRP-112");
        assertThat(envelope.has("body")).isFalse();
        assertThat(envelope.path("answer").asText()).contains("TRP-112");
        assertThat(whole.path("body").asText()).isEqualTo(event);
        assertThat(
                        jdbc().queryForList(
                                        "select reason from disclosure where message = ?",
                                        String.class,
                                        id))
                .containsExactly("felsökning");
    }

    @Test
    void messagesAreFoundByAnIdentifierThatStandsInNoAddress() {
        // given
        var story = ConsultationStory.begin(hub).requested();
        hub.post(
                "/api/events",
                "application/cloudevents+json",
                "{\"specversion\":\"1.0\",\"id\":\"unread-1\",\"source\":\"https://a.example/\","
                        + "\"type\":\"se.trepart.nothing.v1\",\"time\":\"x\","
                        + "\"data\":{\"who\":\"19910101-2384\"}}");
        // when
        var byPerson = form("identifier=910101-2384&count=500");
        var ofThatVisit =
                form("identifier=" + story.id().replace("K-", "b-") + "&state=accepted").body();
        var ofNobody = form("identifier=189001019802").body();
        // then
        assertThat(texts(byPerson.body().path("messages"), "controlId"))
                .contains("unread-1", story.id() + "-1");
        assertThat(byPerson.body().path("complete").asBoolean()).isTrue();
        assertThat(texts(ofThatVisit.path("messages"), "controlId"))
                .containsExactly(story.id() + "-1");
        assertThat(ofNobody.path("messages")).isEmpty();
        assertThat(fault(hub.get("/api/messages?identifier=199101012384"))).isEqualTo("TRP-502");
        assertThat(
                        fault(
                                hub.post(
                                        "/api/messages/_search?identifier=199101012384",
                                        "application/x-www-form-urlencoded",
                                        "count=1")))
                .isEqualTo("TRP-502");
        assertThat(fault(hub.post("/api/messages/_search", "{}"))).isEqualTo("TRP-503");
    }

    private static RunningHub.Reply form(String fields) {
        return hub.post("/api/messages/_search", "application/x-www-form-urlencoded", fields);
    }

    @Test
    void messagesAreFoundByHowADestinationStandsWithTheirConsultation() {
        // given
        hub.post("/api/destinations/pasis/pause", WHY);
        var story = ConsultationStory.begin(hub).requested().joined();
        var pending = "/api/messages?count=500&destination=pasis&destination-state=pending";
        var confirmed = "/api/messages?count=500&destination=pasis&destination-state=confirmed";
        // when
        var waiting = texts(hub.get(pending).body().path("messages"), "controlId");
        hub.post("/api/destinations/pasis/resume", WHY);
        agreed(story);
        // then
        assertThat(waiting).contains(story.id() + "-1", story.id() + "-2");
        assertThat(texts(hub.get(pending).body().path("messages"), "controlId"))
                .doesNotContain(story.id() + "-1");
        assertThat(texts(hub.get(confirmed).body().path("messages"), "controlId"))
                .contains(story.id() + "-1", story.id() + "-2");
    }

    @Test
    void aTimeNarrowsToTheMessagesReceivedThen() {
        // given
        var story = ConsultationStory.begin(hub).requested();
        var received =
                hub.get("/api/messages?count=1&control-id=" + story.id() + "-1")
                        .body()
                        .at("/messages/0/receivedAt")
                        .asText();
        var at = java.net.URLEncoder.encode(received, java.nio.charset.StandardCharsets.UTF_8);
        var query = "/api/messages?count=500&consultation=" + story.id();
        // when, then
        assertThat(hub.get(query + "&from=" + at).body().path("messages")).hasSize(1);
        assertThat(hub.get(query + "&to=" + at).body().path("messages")).isEmpty();
        assertThat(hub.get(query + "&from=2000-01-01&to=2001-01-01").body().path("messages"))
                .isEmpty();
    }

    @Test
    void messagesOfAConsultationNameItAndComeInPages() {
        // given
        var story = ConsultationStory.begin(hub).requested().joined().left();
        // when
        var first = hub.get("/api/messages?count=2&consultation=" + story.id()).body();
        var second =
                hub.get(
                                "/api/messages?count=2&consultation="
                                        + story.id()
                                        + "&before="
                                        + first.path("next").asText())
                        .body();
        // then
        assertThat(texts(first.path("messages"), "controlId"))
                .containsExactly(story.id() + "-3", story.id() + "-2");
        assertThat(texts(second.path("messages"), "controlId")).containsExactly(story.id() + "-1");
        assertThat(second.has("next")).isFalse();
        assertThat(first.at("/messages/0/consultations/0").asText()).isEqualTo(story.id());
    }

    @Test
    void theTotalsAddUpToWhatWasReceived() {
        // given
        var story = ConsultationStory.begin(hub).requested();
        var before = hub.get("/api/totals").body();
        // when
        story.joined();
        var totals = hub.get("/api/totals").body();
        // then
        assertThat(totals.path("received").asLong())
                .isEqualTo(before.path("received").asLong() + 1)
                .isEqualTo(
                        List.of("accepted", "duplicate", "refused", "not-concerned", "parked")
                                .stream()
                                .mapToLong(kind -> totals.path(kind).asLong())
                                .sum());
    }

    @Test
    void consultationsAreListedByHowTheyStandAndInPages() {
        // given
        var first = ConsultationStory.begin(hub).requested();
        var second = ConsultationStory.begin(hub).requested();
        // when
        var page = hub.get("/api/consultations?count=1&state=agreed").body();
        var next =
                hub.get(
                                "/api/consultations?count=1&state=agreed&before="
                                        + page.path("next").asText())
                        .body();
        // then
        assertThat(texts(page.path("consultations"), "id")).containsExactly(second.id());
        assertThat(texts(next.path("consultations"), "id")).containsExactly(first.id());
        assertThat(page.at("/consultations/0/registrations/pasis").asText()).isEqualTo("none");
        assertThat(page.at("/consultations/0/unit").asText()).isEqualTo("SE162321000255-TRP101");
        assertThat(page.toString()).doesNotContain("199101012384");
    }

    @Test
    void bothRegistrationsAreOfferedAsRecordsWithSwedishNames() {
        // given
        var story = ConsultationStory.begin(hub).requested().joined().left();
        agreed(story);
        // when
        var records = hub.get("/api/consultations/" + story.id() + "/registrations").body();
        // then
        assertThat(records.at("/pasis/confirmed/anledning").asText()).isEqualTo("SJ");
        assertThat(records.at("/pasis/confirmed/yrkeskategori").asText()).isEqualTo("10");
        assertThat(records.at("/primaryCare/target/vardcentral").asText())
                .isEqualTo("SE162321000255-TRP101");
    }

    @Test
    void theFeedsAreRunningAndSayWhatTheyBrought() {
        // given
        ConsultationStory.begin(hub).requested();
        // when
        var feeds = hub.get("/api/feeds").body().path("feeds");
        // then
        assertThat(texts(feeds, "name")).contains("http", "jms", "mllp").doesNotContain("hub");
        assertThat(texts(feeds, "state")).containsOnly("running");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/api/messages?personnummer=1;400;TRP-502;possible are: from, to",
                "/api/messages?state=lost;400;TRP-503;accepted, duplicate",
                "/api/messages?from=yesterday;400;TRP-503;ISO 8601",
                "/api/messages?count=0;400;TRP-503;1 to 500",
                "/api/messages/x;404;TRP-501;''",
                "/api/consultations/K-nobody;404;TRP-501;''",
                "/api/consultations?state=lost;400;TRP-503;held",
                "/api/deliveries?before=sss;400;TRP-507;''",
                "/api/totals?x=1;400;TRP-502;there is none here",
                "/api/nothing;404;TRP-501;openapi",
                "/api/deliveries/1/resend;405;TRP-504;POST"
            })
    void everyRefusalIsAProblemThatSaysWhatIsPossible(
            String path, int status, String code, String possible) {
        // when
        var refused = hub.get(path);
        // then
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.type()).startsWith("application/problem+json");
        assertThat(fault(refused)).isEqualTo(code);
        assertThat(refused.body().at("/faults/0/text").asText()).contains(possible);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/deliveries/999999/resend", "/api/destinations/nobody/pause"})
    void whatIsNotThereCannotBeMoved(String path) {
        // when
        var refused = hub.post(path, WHY);
        // then
        assertThat(refused.status()).isEqualTo(404);
        assertThat(fault(refused)).isEqualTo("TRP-501");
    }

    @Test
    void theDescriptionListsExactlyWhatIsServed() {
        // given
        var served = new TreeSet<String>();
        hub.context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(mapping ->
                        mapping.getPatternValues().stream()
                                .filter(path -> path.startsWith("/api/"))
                                .forEach(path ->
                                        mapping.getMethodsCondition()
                                                .getMethods()
                                                .forEach(method ->
                                                        served.add(
                                                                method.name()
                                                                                .toLowerCase(
                                                                                        java.util
                                                                                                .Locale
                                                                                                .ROOT)
                                                                        + " "
                                                                        + path))));
        // when
        var described = new TreeSet<String>();
        hub.get("/api/openapi.json")
                .body()
                .path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .fieldNames()
                                .forEachRemaining(
                                        method -> described.add(method + " " + path.getKey())));
        // then
        assertThat(described).isEqualTo(served).contains("get /api/totals");
    }

    private static JsonNode consultation(ConsultationStory story) {
        var reply = hub.get("/api/consultations/" + story.id());
        assertThat(reply.status()).isEqualTo(200);
        return reply.body();
    }

    private static JsonNode agreed(ConsultationStory story) {
        return await().atMost(PATIENCE)
                .until(() -> consultation(story), seen -> seen.path("agreed").asBoolean());
    }

    private static JsonNode held(ConsultationStory story) {
        return await().atMost(PATIENCE)
                .until(
                        () -> deliveries("state=held&consultation=" + story.id()),
                        found -> found.size() == 1)
                .get(0);
    }

    private static JsonNode deliveries(String query) {
        return hub.get("/api/deliveries?" + query).body().path("deliveries");
    }

    private static JsonNode destination(JsonNode body, String name) {
        return StreamSupport.stream(body.path("destinations").spliterator(), false)
                .filter(destination -> destination.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> interventions(JsonNode delivery, String kind) {
        return jdbc().queryForList(
                        "select reason from intervention where delivery = ? and kind = ?",
                        String.class,
                        delivery.path("id").asLong(),
                        kind);
    }

    private static JdbcTemplate jdbc() {
        return hub.context().getBean(JdbcTemplate.class);
    }

    private static String fault(Reply reply) {
        return reply.body().at("/faults/0/code").asText();
    }

    private static List<String> texts(JsonNode array, String field) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(each -> each.path(field).asText())
                .toList();
    }
}
