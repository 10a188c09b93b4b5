package se.trepart.facade;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import se.trepart.projection.fhir.SearchParameter;
import se.trepart.projection.fhir.SearchParameters;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Generated requests, sensible and not: none is the server's fault. Replay with {@code -Dseed=N}.
 */
@NullUnmarked
class RefusalPropertyIT {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final List<String> TYPES = List.copyOf(SearchParameters.served().types());
    private static final List<String> MODIFIERS =
            List.of(
                    ":not",
                    ":missing",
                    ":identifier",
                    ":exact",
                    ":contains",
                    ":iterate",
                    ":Patient",
                    ":",
                    "::",
                    ".",
                    ".identifier",
                    ":Patient.name",
                    ".patient.name.x");
    private static final List<String> VALUES =
            List.of(
                    "x",
                    "",
                    ",",
                    "|",
                    "a|b",
                    "\\",
                    "\\,",
                    "'",
                    "\"",
                    "%",
                    "_",
                    "Patient/1",
                    "Patient/1/_history/99999999999",
                    "http://x/y",
                    "#a",
                    "2023",
                    "ge2023-02-30",
                    "sa9999-12-31",
                    "eb0001-01-01",
                    "ap2023-03-14",
                    "0000",
                    "2023-03-26T02:30",
                    "2023-10-29T02:30",
                    "2023-03-14T10:00:00+14:00",
                    "2023-03-14T10:00:00+99:00",
                    "true",
                    "-1",
                    "0",
                    "99999999999999999999",
                    "𝒳å\u0301\uFFFF",
                    "\u0001\u007f",
                    "Task:focus",
                    "Encounter:part-of:Encounter",
                    "*",
                    "*:*",
                    "-date,_id",
                    "count",
                    "json",
                    "xml",
                    "x".repeat(3000),
                    "$(1)",
                    "{0}",
                    "null");
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
                    "_has",
                    "_id",
                    "_lastUpdated",
                    "_since",
                    "_at",
                    "_tag",
                    "_profile",
                    "_text",
                    "_query",
                    "");
    private static RunningFacade facade;
    private final Random random = new Random(SEED);

    @BeforeAll
    static void start() {
        facade = new RunningFacade();
        facade.write(
                "K-1",
                Instant.EPOCH,
                "{'resourceType':'Encounter','id':'x','status':'planned','period':{'start':'2023-03-14'}}");
    }

    @AfterAll
    static void stop() {
        facade.close();
    }

    @Test
    void noRequestIsTheServersFault() {
        for (var round = 0; round < 1500; round++) {
            // given
            var path = path();
            var query = query();
            var post = path.endsWith("_search") && random.nextBoolean();
            var request =
                    post
                            ? facade.request(
                                            path,
                                            "Content-Type",
                                            "application/x-www-form-urlencoded")
                                    .POST(BodyPublishers.ofString(query))
                            : facade.request(
                                    path + "?" + query,
                                    "Accept",
                                    some(
                                            List.of(
                                                    "*/*",
                                                    "application/fhir+xml",
                                                    "text/html",
                                                    ";;q=",
                                                    "a/b;q=2")),
                                    "If-None-Match",
                                    some(VALUES.subList(0, 8)) + "x");
            // when
            var response = facade.send(request);
            // then
            assertThat(response.statusCode())
                    .as("seed %d, %s?%s", SEED, path, query)
                    .isLessThan(500);
            assertThat(response.body()).doesNotContain("Exception", "\tat ", "TRP-699");
            assertThat(response.statusCode() < 400 || response.body().contains("OperationOutcome"))
                    .as("seed %d, %s?%s", SEED, path, query)
                    .isTrue();
        }
    }

    @Test
    void bytesThatAreNoRequestAreNotTheServersFaultEither() throws IOException {
        for (var round = 0; round < 100; round++) {
            var target = new StringBuilder("/fhir/Encounter?");
            IntStream.range(0, 12).forEach(at -> target.append((char) ('!' + random.nextInt(94))));
            try (var socket = new Socket("localhost", URI.create(facade.base()).getPort())) {
                var request = "GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                var answer =
                        new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer)
                        .as("seed %d, %s", SEED, target)
                        .doesNotStartWith("HTTP/1.1 5")
                        .doesNotContain("\tat ");
            }
        }
    }

    @Test
    void aRequestLongerThanTheWebServerReadsIsRefusedWithoutAStackTrace() throws IOException {
        try (var socket = new Socket("localhost", URI.create(facade.base()).getPort())) {
            // given
            var request =
                    "GET /fhir/Encounter?_id="
                            + "x".repeat(100_000)
                            + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            // when
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            // then
            assertThat(answer)
                    .startsWith("HTTP/1.1 4")
                    .contains("application/problem+json", "TRP-5");
            assertThat(answer).doesNotContain("Exception", "\tat ", "Tomcat");
        }
    }

    @Test
    void refusesMoreAlternativesThanADatabaseCanTake() {
        // given
        var alternatives =
                String.join(",", IntStream.range(0, 450).mapToObj(Integer::toString).toList());
        var form = new ArrayList<String>();
        IntStream.range(0, 12).forEach(at -> form.add("actor.identifier=" + alternatives));
        // when
        var response =
                facade.send(
                        facade.request(
                                        "Appointment/_search",
                                        "Content-Type",
                                        "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(String.join("&", form))));
        // then
        assertThat(response.statusCode()).isEqualTo(413);
    }

    private String path() {
        var type =
                random.nextInt(8) == 0
                        ? some(
                                List.of(
                                        "Basic",
                                        "metadata",
                                        "$validate",
                                        "_history",
                                        "Encounter%20"))
                        : some(TYPES);
        return type
                + some(
                        List.of(
                                "",
                                "",
                                "",
                                "/_search",
                                "/_history",
                                "/x",
                                "/x/_history",
                                "/x/_history/1",
                                "/x/_history/-1",
                                "/%C3%A5",
                                "/x/y/z/w",
                                "//x"));
    }

    private String query() {
        var pairs = new ArrayList<String>();
        for (var count = random.nextInt(4); count >= 0; count--) {
            var key = random.nextInt(3) == 0 ? some(RESULT) : some(names(some(TYPES)));
            if (random.nextInt(4) == 0) {
                key += some(MODIFIERS);
            }
            if (random.nextInt(8) == 0) {
                key =
                        "_has:"
                                + some(TYPES)
                                + ":"
                                + some(List.of("patient", "target", "focus", "x"))
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
