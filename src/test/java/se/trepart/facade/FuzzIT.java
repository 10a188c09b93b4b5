package se.trepart.facade;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import se.trepart.projection.fhir.SearchParameter;
import se.trepart.projection.fhir.SearchParameters;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Generated requests against every route and parameter of the running hub's FHIR side, sensible and
 * not, for {@code -Dfuzz.seconds=N} (a minute by default): no 5xx, no stack trace, and no log line
 * that names a person. Replay with {@code -Dseed=N}.
 */
@NullUnmarked
class FuzzIT {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 60);
    private static final String NUMBER = "199101012384";
    private static final String FAMILY = "Hemlighetsson";
    private static final List<String> TYPES = List.copyOf(SearchParameters.served().types());
    private static final List<String> VALUES =
            List.of(
                    NUMBER,
                    FAMILY,
                    "http://electronichealth.se/identifier/personnummer|" + NUMBER,
                    "K-1-visit",
                    "Encounter/K-1-consultation",
                    "2023-03-14",
                    "ge2023-03-14T10:00:00+01:00",
                    "ap2023",
                    "",
                    "|",
                    ",",
                    "\\",
                    "%",
                    "'; drop table resource; --",
                    "\u0000",
                    "\uD800",
                    "𝒳",
                    "-1",
                    "999999999999999999999",
                    "true",
                    "*",
                    "a".repeat(2000));
    private static final List<String> RESULT =
            List.of(
                    "_sort",
                    "_count",
                    "_total",
                    "_include",
                    "_revinclude",
                    "_include:iterate",
                    "_summary",
                    "_elements",
                    "_format",
                    "_pretty",
                    "_page",
                    "_id",
                    "_lastUpdated",
                    "_since",
                    "_at",
                    "_type",
                    "profile",
                    "mode");

    @TempDir private static Path data;
    private static final ListAppender<ILoggingEvent> LOGGED = new ListAppender<>();
    private static FilledHub hub;
    private static List<String> bodies;
    private final Random random = new Random(SEED);

    @BeforeAll
    static void start() {
        hub = new FilledHub(data);
        LOGGED.start();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(LOGGED);
        hub.tell(
                "K-1",
                "patient.updated.v1",
                "2023-03-14T08:00:00+01:00",
                "{'patient':{'identifier':{'type':'personnummer','value':'"
                        + NUMBER
                        + "'},'name':{'family':'"
                        + FAMILY
                        + "','given':'Tove'}}}");
        hub.held("K-1", NUMBER, "2023-03-14", "none");
        hub.registered("K-1", "2023-03-14T15:00:00+01:00", "S836");
        bodies =
                List.of(
                        hub.get("Task/K-1-medical-registration").body(),
                        hub.get("Encounter/K-1-visit").body(),
                        hub.get("Encounter/K-1-visit?_format=xml").body(),
                        "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"" + FAMILY + "\"}]",
                        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":{\"method\":\"GET\",\"url\":\"Patient?identifier="
                                + NUMBER
                                + "\"}}]}",
                        "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"" + FAMILY + "\"}]}",
                        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"resource\"}]}",
                        "<Patient xmlns=\"http://hl7.org/fhir\"><name/></Patient>",
                        "<!DOCTYPE x [<!ENTITY e SYSTEM"
                                + " \"file:///etc/passwd\">]><Patient>&e;</Patient>",
                        "[".repeat(5000),
                        "");
    }

    @AfterAll
    static void stop() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME))
                .detachAppender(LOGGED);
        hub.close();
    }

    @Test
    void noRequestIsTheServersFaultOrTellsOfAPerson() {
        System.out.printf("fuzz: seed %d, %d s%n", SEED, SECONDS);
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        var statuses = new TreeMap<Integer, Integer>();
        var validated = 0;
        while (System.nanoTime() < end) {
            // given
            var validation = validated * 20 < statuses.values().stream().mapToInt(i -> i).sum();
            var path = path(validation);
            if (path.contains("$validate")) {
                validated++;
            }
            // when
            var response = send(path);
            // then
            statuses.merge(response.statusCode(), 1, Integer::sum);
            assertThat(response.statusCode()).as("seed %d, %s", SEED, path).isLessThan(500);
            assertThat(response.body())
                    .as("seed %d, %s", SEED, path)
                    .doesNotContain("\tat ", "Exception:", "TRP-699", "root:x:");
            if (response.statusCode() >= 400) {
                assertThat(response.body())
                        .as("seed %d, %s", SEED, path)
                        .contains("OperationOutcome");
            }
        }
        System.out.printf("fuzz: %s%n", statuses);
        assertThat(statuses).containsKeys(200, 400, 404);
        assertThat(new ArrayList<>(LOGGED.list))
                .extracting(FuzzIT::whole)
                .noneMatch(line -> line.contains(NUMBER) || line.contains(FAMILY));
    }

    private static String whole(ILoggingEvent event) {
        var thrown = event.getThrowableProxy();
        return event.getFormattedMessage()
                + (thrown == null ? "" : " " + thrown.getClassName() + " " + thrown.getMessage());
    }

    private HttpResponse<String> send(String path) {
        var url = path + (random.nextInt(3) > 0 ? "?" + query() : "");
        var request = hub.request(url.replace("|", "%7C"));
        if (random.nextInt(3) == 0) {
            request.header(
                    "Accept",
                    some(List.of("application/fhir+xml", "text/html", "a/b", "*/*;q=0", ";;")));
        }
        if (random.nextInt(3) == 0) {
            request.header("If-None-Match", some(List.of("*", "W/\"1\"", "x", "\"")));
        }
        if (random.nextInt(2) == 0) {
            request.header(
                    "If-Match", some(List.of("*", "W/\"1\"", "x", "\"", "W/\"99999999999\"")));
        }
        var method =
                path.contains("$validate")
                        ? "POST"
                        : some(
                                List.of(
                                        "GET", "GET", "GET", "POST", "PUT", "PATCH", "DELETE",
                                        "HEAD"));
        if (List.of("POST", "PUT", "PATCH").contains(method)) {
            request.header(
                    "Content-Type",
                    some(
                            List.of(
                                    "application/fhir+json",
                                    "application/json",
                                    "application/json-patch+json",
                                    "application/fhir+xml",
                                    "application/x-www-form-urlencoded",
                                    "text/plain")));
        }
        var response = hub.send(request.method(method, BodyPublishers.ofString(body())));
        return method.equals("HEAD") ? withBody(response) : response;
    }

    /** The answer to HEAD has no body to look into. */
    private static HttpResponse<String> withBody(HttpResponse<String> head) {
        return head.statusCode() >= 500
                ? head
                : hub.get(hub.base() + "/metadata?_summary=true&_elements=status");
    }

    private String body() {
        var body = some(bodies);
        if (body.startsWith("{") && random.nextInt(2) == 0) {
            var object = (ObjectNode) RunningFacade.json(body);
            var names = new ArrayList<String>();
            object.fieldNames().forEachRemaining(names::add);
            var name = some(names);
            switch (random.nextInt(4)) {
                case 0 -> object.remove(name);
                case 1 -> object.putArray(name).add(1).add(FAMILY);
                case 2 -> object.put(name, FAMILY);
                default -> object.putNull(name);
            }
            return object.toString();
        }
        if (random.nextInt(5) == 0 && !body.isEmpty()) {
            return body.substring(0, random.nextInt(body.length()));
        }
        return body;
    }

    private String path(boolean validation) {
        var type =
                random.nextInt(10) == 0
                        ? some(List.of("Basic", "metadata", "api-docs", "_history"))
                        : some(TYPES);
        return type
                + some(
                        List.of(
                                "",
                                "",
                                "",
                                "/_search",
                                "/_history",
                                "/K-1-visit",
                                "/K-1-medical-registration",
                                "/K-1-visit/$everything",
                                "/K-1-visit/_history",
                                "/K-1-visit/_history/1",
                                validation ? "/$validate" : "/x",
                                validation ? "/K-1-visit/$validate" : "/%C3%A5"));
    }

    private String query() {
        var pairs = new ArrayList<String>();
        for (var count = random.nextInt(3); count >= 0; count--) {
            var key = random.nextInt(3) == 0 ? some(RESULT) : some(names(some(TYPES)));
            if (random.nextInt(4) == 0) {
                key +=
                        some(
                                List.of(
                                        ":not",
                                        ":missing",
                                        ":identifier",
                                        ":exact",
                                        ":contains",
                                        ".identifier",
                                        ":Patient.name",
                                        "."));
            }
            if (random.nextInt(8) == 0) {
                key =
                        "_has:"
                                + some(TYPES)
                                + ":"
                                + some(List.of("patient", "target", "x"))
                                + ":"
                                + key;
            }
            pairs.add(encoded(key) + "=" + encoded(some(VALUES)));
        }
        return String.join("&", pairs);
    }

    private static List<String> names(String type) {
        return SearchParameters.served().of(type).stream().map(SearchParameter::name).toList();
    }

    private <T> T some(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
