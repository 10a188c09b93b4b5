package se.trepart.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.netty.NettyComponent;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

import se.trepart.RunningHub;
import se.trepart.TestDatabase;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** What the doors answer (contract 3), through real sockets and PostgreSQL; no partner listens. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReceptionIT {
    private static final int DUPLICATES = 100;
    private static final int THREADS = 16;

    @TempDir private static Path data;
    private static RunningHub hub;
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String id = "r" + COUNT.incrementAndGet();

    @BeforeAll
    static void start() {
        hub = RunningHub.start(data, RunningHub.freePort(), RunningHub.freePort());
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void theMllpDoorHasThreadsForMoreSendersThanThereAreProcessors() {
        // given
        var context = hub.bean(CamelContext.class);
        // when
        var threads =
                context.getEndpoints().stream()
                        .map(Endpoint::getComponent)
                        .filter(NettyComponent.class::isInstance)
                        .map(NettyComponent.class::cast)
                        .map(NettyComponent::getMaximumPoolSize);
        // then
        assertThat(threads).isNotEmpty().containsOnly(64);
    }

    @Test
    void theSameMessageGetsItsStoredAnswerByteForByte() {
        // given
        var first = hub.hl7(Told.booking(id, "Nordin"));
        // when
        var again = hub.hl7(Told.booking(id, "Nordin"));
        // then
        assertThat(RunningHub.code(first)).isEqualTo("AA");
        assertThat(again).isEqualTo(first);
        assertThat(outcomes(id)).containsExactly("accepted", "duplicate");
    }

    @Test
    void aControlIdWithOtherContentIsRefusedWith205() {
        // given
        hub.hl7(Told.booking(id, "Nordin"));
        // when
        var other = new String(hub.hl7(Told.booking(id, "Söder")), StandardCharsets.UTF_8);
        // then
        assertThat(other).contains("MSA|AR|" + id).contains("|205");
        assertThat(outcomes(id)).containsExactly("accepted", "refused");
    }

    @Test
    void aRefusedMessageIsDecidedAnew() {
        // given
        var refused = Told.booking(id, "Nordin").replace("TRP204", "TRP299");
        // when
        var first = hub.hl7(refused);
        var again = hub.hl7(refused);
        var mended = hub.hl7(Told.booking(id, "Nordin"));
        // then
        assertThat(List.of(first, again).stream().map(RunningHub::code))
                .containsExactly("AR", "AR");
        assertThat(again).as("a new answer, not the stored one").isNotEqualTo(first);
        assertThat(RunningHub.code(mended)).isEqualTo("AA");
        assertThat(outcomes(id)).containsExactly("refused", "refused", "accepted");
    }

    @Test
    void anEventIsNewThenADuplicateAndWithOtherContentRefused() {
        // when
        var created = hub.event(Told.event(id, "yes"));
        var again = hub.event(Told.event(id, "yes"));
        var other = hub.event(Told.event(id, "no"));
        // then
        assertThat(List.of(created, again, other).stream().map(HttpResponse::statusCode))
                .containsExactly(201, 200, 409);
        assertThat(again.body()).isEqualTo(created.body());
        assertThat(other.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void theOrderOfKeysAndBlanksIsNotContent() {
        // given
        hub.event(Told.event(id, "yes"));
        // when
        var rearranged =
                hub.event(
                        "{ \"subject\" : \"K-"
                                + id
                                + "\","
                                + Told.event(id, "yes")
                                        .substring(1)
                                        .replace(",\"subject\":\"K-" + id + "\"", ""));
        // then
        assertThat(rearranged.statusCode()).isEqualTo(200);
    }

    @Test
    void theBinaryFormOfAnEventIsTheSameContent() {
        // given
        hub.event(Told.event(id, "yes"));
        var structured = Told.event(id, "yes");
        var body = structured.substring(structured.indexOf("\"data\":") + 7);
        // when
        var binary =
                hub.post(
                        body.substring(0, body.length() - 1).getBytes(StandardCharsets.UTF_8),
                        "Content-Type",
                        "application/json",
                        "ce-specversion",
                        "1.0",
                        "ce-id",
                        id,
                        "ce-source",
                        "https://journal.example.se/",
                        "ce-type",
                        "se.trepart.consultation.requested.v1",
                        "ce-subject",
                        "K-" + id,
                        "ce-time",
                        "2023-03-14T10:00:00+01:00");
        // then
        assertThat(binary.statusCode()).as(binary.body()).isEqualTo(200);
    }

    @Test
    void everyFaultOfAnEventIsToldAndTheEventIsStored() {
        // when
        var refused = hub.event(Told.event(id, "maybe").replace("TRP102", "TRP199"));
        // then
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(refused.body()).contains("/data/wouldHaveReferred").contains("/data/visit/unit");
        assertThat(outcomes(id)).containsExactly("refused");
    }

    @Test
    void whatIsNoEventIsRefusedByItsKind() {
        assertThat(hub.event("{\"specversion\":").statusCode()).isEqualTo(400);
        assertThat(
                        hub.event(Told.event(id, "yes").replace("}}", "}}" + " ".repeat(1 << 20)))
                                .statusCode())
                .isEqualTo(413);
        assertThat(
                        hub.post(
                                        Told.event(id, "yes").getBytes(StandardCharsets.UTF_8),
                                        "Content-Type",
                                        "text/plain")
                                .statusCode())
                .isEqualTo(415);
    }

    @Test
    void oneBadEventDoesNotTakeTheOthersWithIt() {
        // given
        var batch =
                "["
                        + Told.event(id + "a", "yes")
                        + ","
                        + Told.event(id + "b", "maybe")
                        + ","
                        + Told.event(id + "c", "no")
                        + ","
                        + Told.event(id + "a", "yes")
                        + "]";
        // when
        var answer =
                hub.post(
                        batch.getBytes(StandardCharsets.UTF_8),
                        "Content-Type",
                        "application/cloudevents-batch+json");
        // then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().replaceAll("(?s)\"problem\":.*?]}", ""))
                .containsSubsequence(
                        id + "a", ":201", id + "b", ":422", id + "c", ":201", id + "a", ":200");
    }

    @Test
    void aHundredAtOnceAreOneAcceptedAndTheRestDuplicates() throws Exception {
        // given
        var tries = Collections.nCopies(DUPLICATES, (Callable<Integer>) this::status);
        // when
        var statuses = new ArrayList<Integer>();
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            for (var status : threads.invokeAll(tries)) {
                statuses.add(status.get());
            }
        }
        // then
        assertThat(statuses).hasSize(DUPLICATES).containsOnlyOnce(201);
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(DUPLICATES - 1);
        assertThat(outcomes(id).stream().filter("accepted"::equals)).hasSize(1);
        assertThat(outcomes(id).stream().filter("duplicate"::equals)).hasSize(DUPLICATES - 1);
        assertThat(
                        hub.jdbc()
                                .queryForObject(
                                        "select count(*) from event where event_id = ?",
                                        Integer.class,
                                        id))
                .isEqualTo(1);
    }

    private int status() {
        return hub.event(Told.event(id, "yes")).statusCode();
    }

    /** The last of all: the pool finds its broken connections one by one afterwards. */
    @Test
    @Order(Integer.MAX_VALUE)
    void withoutItsDatabaseTheHubAsksToTryAgainAndStoresNothing() {
        // given
        var name = hub.jdbc().queryForObject("select current_database()", String.class);
        var database = new JdbcTemplate(TestDatabase.create());
        database.execute("alter database " + name + " with allow_connections false");
        database.queryForList(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = ?", name);
        try {
            // when
            var began = System.nanoTime();
            var hl7 = new String(hub.hl7(Told.booking(id, "Nordin")), StandardCharsets.UTF_8);
            var answered = Duration.ofNanos(System.nanoTime() - began);
            var http = hub.event(Told.event(id + "e", "yes"));
            // then
            assertThat(hl7).contains("MSA|AE|" + id).contains("TRP-601");
            assertThat(answered).isLessThan(Duration.ofSeconds(5));
            assertThat(http.statusCode()).isEqualTo(503);
            assertThat(http.headers().firstValue("Retry-After")).isPresent();
        } finally {
            database.execute("alter database " + name + " with allow_connections true");
        }
        eventually(() -> assertThat(outcomes(id)).isEmpty());
        eventually(() -> assertThat(outcomes(id + "e")).isEmpty());
        eventually(() ->
                assertThat(RunningHub.code(hub.hl7(Told.booking(id, "Nordin")))).isEqualTo("AA"));
        eventually(() ->
                assertThat(hub.event(Told.event(id + "e", "yes")).statusCode()).isEqualTo(201));
    }

    /** Within the time in which a hub must have recovered. */
    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(assertion);
    }

    private static List<String> outcomes(String key) {
        return hub.jdbc()
                .queryForList(
                        "select outcome from message where control_id = ? order by id",
                        String.class,
                        key);
    }
}
