package se.trepart.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import se.trepart.RunningHub;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Design law 9: personal data is in messages, events and resources, and nowhere else. Whatever a
 * door is told, right or wrong, none of it comes back in a refusal, a log line, a health answer, a
 * JMS header or a thread's name.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PersonalDataIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String CLOUDEVENT = "application/cloudevents+json";
    private static final int MANAGEMENT = RunningHub.freePort();

    @TempDir private static Path data;
    private static RunningHub hub;
    private static Gossip partner;
    private static Overheard overheard;
    private static final List<String> HEADERS = Collections.synchronizedList(new ArrayList<>());
    private static JMSContext jms;

    private final String id = "C" + COUNT.incrementAndGet();

    @BeforeAll
    static void start() throws Exception {
        partner = new Gossip();
        hub =
                RunningHub.start(
                        data,
                        partner.port(),
                        partner.port(),
                        "--management.server.port=" + MANAGEMENT,
                        "--trepart.delivery.answer-timeout=1s",
                        "--trepart.feed.mllp.largest-frame=64KB");
        overheard = Overheard.everything();
        jms = hub.bean(ConnectionFactory.class).createContext();
        jms.createConsumer(jms.createTopic("trepart.events.out"))
                .setMessageListener(PersonalDataIT::keepHeaders);
    }

    @AfterAll
    static void stop() throws IOException {
        overheard.end();
        jms.close();
        hub.close();
        partner.close();
    }

    @Test
    void aRightEventIsAnsweredWithoutThem() {
        quiet(hub.event(Telling.requested(id).toString()));
        quiet(hub.event(Telling.requested(id).toString()));
        quiet(hub.event(Telling.requested(id).put("time", "2023-03-14T10:00:01+01:00").toString()));
    }

    @Test
    void anEventThatHoldsOneWhereItShouldNotIsRefusedWithoutIt() {
        for (var type :
                List.of(Telling.requested(id), Telling.booked(id), Telling.registered(id))) {
            // Its id and source are the sender's own names of the event, and are given back to it.
            for (var pointer :
                    leaves(type, "").stream()
                            .filter(leaf -> !leaf.matches("/id|/source"))
                            .toList()) {
                var wrong = type.deepCopy();
                var cut = pointer.lastIndexOf('/');
                if (wrong.at(pointer.substring(0, cut)) instanceof ObjectNode object) {
                    object.put(
                            pointer.substring(cut + 1), Canaries.FAMILY + " " + Canaries.IDENTITY);
                    quiet(hub.event(wrong.toString()));
                    object.put(Canaries.GIVEN + " " + Canaries.FAMILY, Canaries.IDENTITY);
                    object.put(Canaries.IDENTITY, 1);
                    quiet(hub.event(wrong.toString()));
                }
            }
        }
    }

    @Test
    void whatIsNoEventIsRefusedWithoutThem() {
        var event = Telling.requested(id).toString();
        quiet(hub.event(event.substring(0, event.length() - 3)));
        quiet(hub.event(Canaries.FAMILY));
        quiet(hub.event("\"" + Canaries.IDENTITY + "\""));
        quiet(hub.event(event + " ".repeat(1 << 20)));
        quiet(hub.post(event.getBytes(StandardCharsets.ISO_8859_1), "Content-Type", CLOUDEVENT));
        quiet(hub.post(event.getBytes(StandardCharsets.UTF_8), "Content-Type", "text/plain"));
        quiet(hub.post(event.getBytes(StandardCharsets.UTF_8), "Content-Type", Canaries.IDENTITY));
        quiet(
                hub.post(
                        ("[" + event + "," + event.replace("requested.v1", Canaries.IDENTITY) + "]")
                                .getBytes(StandardCharsets.UTF_8),
                        "Content-Type",
                        "application/cloudevents-batch+json"));
        quiet(
                hub.post(
                        event.getBytes(StandardCharsets.UTF_8),
                        "Content-Type",
                        "application/json",
                        "ce-specversion",
                        "1.0",
                        "ce-id",
                        id,
                        "ce-source",
                        "https://video.example.se/",
                        "ce-type",
                        "se.trepart." + Canaries.IDENTITY,
                        "ce-" + Canaries.IDENTITY,
                        Canaries.IDENTITY));
    }

    @Test
    void anHl7MessageThatHoldsOneInAnyFieldIsAnsweredWithoutIt() {
        for (var message :
                List.of(
                        Telling.start(id),
                        Telling.booking(id + "b"),
                        Telling.registration(id + "r"))) {
            var segments = message.split("\n");
            for (var s = 1; s < segments.length; s++) {
                var fields = segments[s].split("\\|", -1);
                for (var f = 1; f < fields.length; f++) {
                    var changed = fields.clone();
                    changed[f] = Canaries.FAMILY + "^" + Canaries.IDENTITY + "^" + Canaries.FAMILY;
                    var all = segments.clone();
                    all[s] = String.join("|", changed);
                    quiet(
                            hub.hl7(
                                    String.join("\n", all)
                                            .replace("|" + id, "|" + id + "-" + s + "-" + f)));
                }
            }
        }
    }

    @Test
    void anHl7MessageThatCannotBeReadIsAnsweredWithoutThem() {
        var start = Telling.start(id);
        quiet(hub.hl7(start.replace("UNICODE UTF-8", "ASCII")));
        quiet(hub.hl7(start.replace("PID|", Canaries.FAMILY + "|")));
        quiet(hub.hl7(start + "\n" + Canaries.IDENTITY));
        quiet(hub.hl7(start.substring(start.indexOf('\n') + 1)));
        quiet(hub.hl7(start.replace("ADT^A04^ADT_A01", "ADT^" + Canaries.FAMILY)));
        quiet(hub.hl7(start.replace("ADT^A04^ADT_A01", Canaries.FAMILY)));
        quiet(hub.hl7(start + "\nNTE|1||" + (Canaries.FAMILY + " ").repeat(7_000)));
        quiet(hub.hl7(start.replace("^NI|", "^" + Canaries.FAMILY + "|")));
    }

    @Test
    void aRefusedMessageBecomesACaseWithNobodyInIt() {
        // given
        var wrong = Canaries.IDENTITY.substring(0, 11) + "9";
        for (var message :
                List.of(
                        Telling.start(id).replace(Canaries.IDENTITY, wrong),
                        Telling.booking(id + "b").replace(Canaries.IDENTITY, wrong),
                        Telling.start(id + "s").replace("ADT^A04", "ADT^" + Canaries.FAMILY),
                        Telling.registration(id + "r").replace("S836^", Canaries.QUESTION + "^"))) {
            assertThat(RunningHub.code(hub.hl7(message + "\nNTE|1||" + Canaries.QUESTION)))
                    .isEqualTo("AR");
        }
        hub.event(
                Telling.requested(id)
                        .toString()
                        .replace("\"phone\"", "\"" + Canaries.FAMILY + "\""));
        // when
        var refused =
                hub.jdbc()
                        .queryForList(
                                "select id from message where outcome = 'refused' and control_id"
                                        + " like ?",
                                Long.class,
                                id + "%");
        // then
        assertThat(refused).hasSize(5);
        refused.forEach(message -> {
            var least =
                    hub.post(
                            "/api/messages/" + message + "/minimise",
                            "application/json",
                            "{\"reason\":\"Prov\"}");
            assertThat(least.statusCode()).as(least.body()).isEqualTo(200);
            quiet(least);
        });
    }

    @Test
    void aQueryThatNamesAPersonIsAnsweredWithoutItsValues() {
        var identity = "http://electronichealth.se/identifier/personnummer%7C" + Canaries.IDENTITY;
        hub.event(Telling.requested(id).toString());
        for (var query :
                List.of(
                        "/fhir/Encounter?patient.identifier=" + identity + "x",
                        "/fhir/Patient?identifier=" + identity + "&_sort=" + Canaries.IDENTITY,
                        "/fhir/Patient?identifier="
                                + identity
                                + "&_count="
                                + Canaries.IDENTITY
                                + "x",
                        "/fhir/Patient?" + Canaries.IDENTITY + "=1",
                        "/fhir/Patient?" + encoded(Canaries.GIVEN + " " + Canaries.FAMILY) + "=1",
                        "/fhir/Patient?birthdate=" + Canaries.IDENTITY + "x",
                        "/fhir/Patient?identifier:" + Canaries.IDENTITY + "=1",
                        "/fhir/Patient?family:not-there=" + encoded(Canaries.FAMILY),
                        "/fhir/Patient?_include=" + encoded(Canaries.FAMILY),
                        "/fhir/Patient?_format=" + encoded(Canaries.FAMILY),
                        "/fhir/Patient?_total=" + encoded(Canaries.FAMILY),
                        "/fhir/Patient?_cursor=" + Canaries.IDENTITY,
                        "/fhir/Patient/" + Canaries.IDENTITY,
                        "/fhir/Patient/" + Canaries.IDENTITY + "/_history/" + Canaries.IDENTITY,
                        "/fhir/Patient/" + encoded(Canaries.FAMILY),
                        "/fhir/" + encoded(Canaries.FAMILY),
                        "/fhir/Encounter/x/$" + Canaries.IDENTITY,
                        "/api/messages?" + Canaries.IDENTITY + "=1",
                        "/api/messages?identifier=" + Canaries.IDENTITY,
                        "/api/messages/" + Canaries.IDENTITY + "/trace",
                        "/api/messages/" + encoded(Canaries.FAMILY) + "/trace/fields",
                        "/api/messages?state=" + Canaries.IDENTITY,
                        "/api/messages?from=" + Canaries.IDENTITY,
                        "/api/consultations/" + Canaries.IDENTITY,
                        "/api/deliveries?before=" + Canaries.IDENTITY,
                        "/api/schemas/" + Canaries.IDENTITY,
                        "/api/" + Canaries.IDENTITY,
                        "/" + encoded(Canaries.FAMILY) + "?q=" + Canaries.IDENTITY)) {
            quiet(hub.get(query));
        }
    }

    @Test
    void aPageOfPersonsHasNoLinkThatNamesThem() throws IOException {
        // given
        hub.event(Telling.requested(id).toString());
        hub.event(Telling.requested(id + "b").toString());
        // when
        var identity = "http://electronichealth.se/identifier/personnummer%7C" + Canaries.IDENTITY;
        var byGet = hub.get("/fhir/Encounter?_count=1&patient.identifier=" + identity);
        var byPost =
                hub.post(
                        "/fhir/Encounter/_search",
                        "application/x-www-form-urlencoded",
                        "_count=1&patient.identifier=" + identity);
        // then
        assertThat(byGet.statusCode()).as(byGet.body()).isEqualTo(200);
        for (var page : List.of(byGet, byPost)) {
            var links = JSON.readTree(page.body()).path("link");
            assertThat(links.size()).isPositive();
            assertThat(Canaries.in(links.toString())).as(links.toString()).isEmpty();
        }
    }

    @Test
    void aSearchForAnIdentifierIsAnsweredWithoutIt() {
        hub.event(Telling.requested(id).toString());
        for (var form :
                List.of(
                        "identifier=" + Canaries.IDENTITY,
                        "identifier=" + Canaries.IDENTITY + "&" + Canaries.IDENTITY + "=1",
                        "identifier=" + Canaries.IDENTITY + "&count=" + Canaries.IDENTITY,
                        "identifier=" + encoded(Canaries.FAMILY) + "&before=x",
                        "state=" + Canaries.IDENTITY)) {
            quiet(hub.post("/api/messages/_search", "application/x-www-form-urlencoded", form));
            quiet(hub.post("/api/messages/_search", "text/plain", form));
        }
        assertThat(
                        hub.jdbc()
                                .queryForList(
                                        "select i::text from message_identifier i", String.class))
                .isNotEmpty()
                .allSatisfy(PersonalDataIT::silent);
    }

    /** After the others: a partner's answer to what it leads to holds all of them. */
    @Test
    @Order(Integer.MAX_VALUE - 1)
    void aTraceHoldsThemOnlyForAStatedReason() {
        // given
        hub.event(Telling.requested(id).toString());
        hub.event(Telling.joined(id));
        hub.hl7(Telling.start(id));
        hub.hl7(Telling.start(id + "r").replace(Canaries.IDENTITY, Canaries.IDENTITY + "0"));
        var messages =
                hub.jdbc()
                        .queryForList(
                                "select id from message where control_id in (?, ?) or type ="
                                        + " 'se.trepart.consultation.requested.v1' order by id desc"
                                        + " limit 4",
                                Long.class,
                                id,
                                id + "r");
        // when, then
        assertThat(messages).hasSizeGreaterThan(2);
        for (var message : messages) {
            var path = "/api/messages/" + message + "/trace";
            var trace = hub.get(path);
            assertThat(trace.statusCode()).as(trace.body()).isEqualTo(200);
            quiet(trace);
            quiet(hub.get(path + "/fields"));
            quiet(hub.get(path + "/fields?of=" + Canaries.IDENTITY));
            quiet(hub.post(path, "application/json", "{\"reason\":\"\"}"));
            quiet(hub.post(path, "application/json", Canaries.IDENTITY + "{"));
            assertThat(
                            Canaries.in(
                                    hub.post(
                                                    path,
                                                    "application/json",
                                                    "{\"reason\":\"" + Canaries.REASON + "\"}")
                                            .body()))
                    .isNotEmpty();
        }
    }

    @Test
    void aReasonThatNamesAPersonIsKeptAndNotToldOn() {
        quiet(
                hub.post(
                        "/api/destinations/nobody/pause",
                        "application/json",
                        "{\"reason\":\"" + Canaries.FAMILY + "\"}"));
        quiet(
                hub.post(
                        "/api/destinations/pasis/pause",
                        "application/json",
                        "{\"" + Canaries.GIVEN + " " + Canaries.FAMILY + "\":1}"));
        quiet(
                hub.post(
                        "/api/destinations/pasis/pause",
                        "application/json",
                        Canaries.IDENTITY + "{"));
    }

    @Test
    void whatComesByJmsLeavesNothingButItself() {
        for (var text :
                List.of(
                        Telling.requested(id).toString(),
                        Telling.requested(id + "b").toString().replace("ortopedi", Canaries.FAMILY),
                        Canaries.FAMILY)) {
            jms.createProducer().send(jms.createQueue("trepart.events.in"), text);
        }
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(HEADERS).anyMatch(header -> header.contains("K-" + id)));
    }

    @Test
    void aPartnersRefusalIsToldByItsCodesAlone() {
        // given
        hub.event(Telling.requested(id).toString());
        hub.event(Telling.joined(id));
        // when
        var held =
                await().atMost(PATIENCE)
                        .until(
                                () -> hub.get("/api/consultations/K-" + id).body(),
                                told ->
                                        told.contains("TRP-40")
                                                && partner.answered() > 0
                                                && told.contains("held"));
        // then
        var causes = held.substring(held.indexOf("\"causes\""));
        assertThat(Canaries.in(causes)).as(causes).isEmpty();
        assertThat(
                        hub.jdbc()
                                .queryForList(
                                        "select coalesce(cause_detail, '') from stream where"
                                                + " consultation = ?",
                                        String.class,
                                        "K-" + id))
                .allSatisfy(detail -> assertThat(Canaries.in(detail)).as(detail).isEmpty());
    }

    /** As a cast, a trigger or a broken connection would tell what it was about. */
    @Test
    @Order(Integer.MAX_VALUE)
    void aDatabaseThatTellsValuesInItsErrorsIsNotListenedTo() {
        quiet(
                hub.event(
                        Telling.requested(id)
                                .toString()
                                .replace(Canaries.QUESTION, Canaries.QUESTION + "\\u0000")));
        for (var state : List.of("22P02", "23514", "40001", "53100", "57P01", "08006")) {
            hub.jdbc()
                    .execute(
                            """
                            create or replace function gossip() returns trigger language plpgsql as $$
                            begin
                                raise exception 'invalid input: %%', '%s %s' using errcode = '%s', detail = '%s';
                            end $$;
                            create or replace trigger gossip before insert on message for each row execute function gossip();
                            """
                                    .formatted(
                                            Canaries.IDENTITY,
                                            Canaries.FAMILY,
                                            state,
                                            Canaries.PHONE));
            quiet(hub.event(Telling.requested(id + state).toString()));
            quiet(hub.hl7(Telling.start(id + state)));
        }
        hub.jdbc().execute("drop trigger gossip on message");
        hub.jdbc().execute("alter table resource rename to resource_away");
        try {
            quiet(hub.get("/fhir/Patient?identifier=" + Canaries.IDENTITY));
            quiet(hub.get("/fhir/Patient?family=" + encoded(Canaries.FAMILY)));
        } finally {
            hub.jdbc().execute("alter table resource_away rename to resource");
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void healthTellsNoneOfThem() throws Exception {
        var health =
                java.net.http.HttpClient.newHttpClient()
                        .send(
                                java.net.http.HttpRequest.newBuilder(
                                                java.net.URI.create(
                                                        "http://localhost:"
                                                                + MANAGEMENT
                                                                + "/actuator/health"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
        assertThat(Canaries.in(health.body())).isEmpty();
    }

    @org.junit.jupiter.api.AfterEach
    void nothingWasLoggedOrNamed() {
        assertThat(overheard.lines()).allSatisfy(PersonalDataIT::silent);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .allSatisfy(PersonalDataIT::silent);
        assertThat(List.copyOf(HEADERS)).allSatisfy(PersonalDataIT::silent);
    }

    private static void silent(String text) {
        assertThat(Canaries.in(text)).as(text).isEmpty();
    }

    private static void quiet(HttpResponse<String> answer) {
        silent(answer.body());
        silent(answer.headers().map().toString());
    }

    /** What the hub says of the message; its header is the sender's own, the other way round. */
    private static void quiet(byte[] answer) {
        var text = new String(answer, StandardCharsets.UTF_8);
        silent(text.substring(text.indexOf("\rMSA")));
    }

    private static List<String> leaves(JsonNode node, String pointer) {
        var leaves = new ArrayList<String>();
        node.properties()
                .forEach(field -> {
                    leaves.add(pointer + "/" + field.getKey());
                    leaves.addAll(leaves(field.getValue(), pointer + "/" + field.getKey()));
                });
        if (node instanceof ArrayNode array) {
            for (var i = 0; i < array.size(); i++) {
                leaves.addAll(leaves(array.get(i), pointer + "/" + i));
            }
        }
        return leaves;
    }

    private static void keepHeaders(jakarta.jms.Message message) {
        try {
            var told = new StringBuilder(String.valueOf(message.getJMSCorrelationID()));
            told.append(message.getJMSType()).append(message.getJMSMessageID());
            for (var name :
                    Collections.list((java.util.Enumeration<?>) message.getPropertyNames())) {
                told.append(' ')
                        .append(name)
                        .append('=')
                        .append(message.getObjectProperty(name.toString()));
            }
            HEADERS.add(told.toString());
        } catch (jakarta.jms.JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
