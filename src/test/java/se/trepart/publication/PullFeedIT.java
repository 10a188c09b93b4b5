package se.trepart.publication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import se.trepart.RunningHub;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** {@code GET /api/events}: what a reader with a cursor sees of the log. */
@NullUnmarked
class PullFeedIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private static Path data;
    private static RunningHub hub;

    @BeforeAll
    static void start() {
        hub = RunningHub.start(data, RunningHub.freePort(), RunningHub.freePort());
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void givesWhatTheTopicGetsAndGoesOnWhereTheReaderWas() throws IOException {
        // given
        var before = cursor(get("?after=now"));
        asked("PULL-1");
        asked("PULL-2");
        // when
        var first = awaited(before, "&count=1");
        var second = awaited(cursor(first), "&count=1");
        var third = get("?after=" + cursor(second));
        // then
        assertThat(first.headers().firstValue("Content-Type"))
                .hasValue("application/cloudevents-batch+json");
        assertThat(subjects(first)).containsExactly("PULL-1");
        assertThat(subjects(second)).containsExactly("PULL-2");
        assertThat(JSON.readTree(first.body()).path(0).path("data").has("question")).isFalse();
        assertThat(subjects(third)).isEmpty();
        assertThat(cursor(third)).isEqualTo(cursor(second));
        assertThat(subjects(get("?after=" + before))).containsExactly("PULL-1", "PULL-2");
        assertThat(subjects(get("?count=500"))).contains("PULL-1", "PULL-2");
        var link = first.headers().firstValue("Link").orElseThrow();
        assertThat(link).endsWith(">; rel=\"next\"");
        var next = hub.get(link.substring(1, link.indexOf('>')));
        assertThat(subjects(next)).containsExactly("PULL-2");
    }

    @ParameterizedTest
    @CsvSource({"sekretessmarkering,198304149282", "skyddad-folkbokforing,199501072384"})
    void ofAProtectedPersonNoAddressPhoneOrLinkIsToldAndEveryEventIsMarked(
            String protection, String personnummer) throws IOException {
        // given
        var id = "PULL-" + protection;
        var before = cursor(get("?after=now"));
        told(
                id,
                1,
                "consultation.booked.v1",
                """
                "patient":{"identifier":{"type":"personnummer","value":"%s"},"address":{"line":["Storgatan 1"],"postalCode":"22222","city":"Lund"},"phone":"+46701740605"},
                "visit":{"unit":"SE162321000255-TRP101"},"physician":{"hsaId":"SE162321000255-TRP901"},"specialty":"ortopedi","specialistUnit":"SE162321000255-TRP202",
                "slot":{"start":"2023-03-14T10:10:00+01:00","end":"2023-03-14T10:30:00+01:00"},"meeting":{"url":"https://video.example.se/m/17"}\
                """
                        .formatted(personnummer));
        told(
                id,
                2,
                "patient.updated.v1",
                """
                "patient":{"identifier":{"type":"personnummer","value":"%s"},"phone":"0701740605","address":"Storgatan 1, Lund","protection":"%s"}\
                """
                        .formatted(personnummer, protection));
        told(
                id,
                3,
                "specialist.joined.v1",
                """
                "specialist":{"hsaId":"SE162321000255-TRP951"},"specialistUnit":"SE162321000255-TRP202"\
                """);
        // when
        var events = new ArrayList<JsonNode>();
        for (var cursor = before; events.size() < 3; ) {
            var answer = awaited(cursor, "");
            JSON.readTree(answer.body()).forEach(events::add);
            cursor = cursor(answer);
        }
        // then
        assertThat(events)
                .extracting(event -> event.path("trepartprotection").asText())
                .containsOnly(protection);
        assertThat(events.toString())
                .doesNotContain("Storgatan", "22222", "701740605", "video.example.se/m/17");
        assertThat(events.getFirst().at("/data/patient/protection").asText()).isEqualTo(protection);
        assertThat(events.getFirst().at("/data/slot").isEmpty()).isFalse();
    }

    @Test
    void aReaderThatWaitsIsAnsweredWhenSomethingIsTold() throws Exception {
        // given
        var before = cursor(get("?after=now"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = new ArrayList<Future<String>>();
            for (var reader = 0; reader < 20; reader++) {
                waiting.add(threads.submit(() -> untilTold(before, "PULL-W")));
            }
            // when
            var asked = Instant.now();
            asked("PULL-W");
            // then
            for (var answer : waiting) {
                assertThat(answer.get()).isEqualTo("PULL-W");
            }
            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void aReaderThatWaitedInVainGetsItsCursorAgain() throws IOException {
        // given
        var before = cursor(get("?after=now"));
        // when
        var answer = get("?after=" + before + "&wait=1");
        // then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(subjects(answer)).isEmpty();
        assertThat(cursor(answer)).isEqualTo(before);
    }

    @Test
    void refusesWhatItCannotRead() {
        assertThat(List.of("?after=rubbish", "?after=MS4x", "?count=0", "?wait=31", "?colour=1"))
                .allSatisfy(query -> {
                    var answer = get(query);
                    assertThat(answer.statusCode()).as(query).isEqualTo(400);
                    assertThat(answer.body()).contains("TRP-50");
                    assertThat(answer.headers().firstValue("Content-Type"))
                            .hasValue("application/problem+json");
                });
    }

    @Test
    void losesAndDoublesNothingWhileSlowTransactionsCommitInAnyOrder() throws Exception {
        // given
        var seed = Long.getLong("seed", System.nanoTime());
        System.out.println("PullFeedIT -Dseed=" + seed);
        var cursor = cursor(get("?after=now"));
        var writing = new SlowWriters(hub, seed);
        var seen = new ArrayList<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writers = writing.start(threads);
            // when
            var random = new Random(seed);
            while (true) {
                var all = writers.stream().allMatch(Future::isDone) && nothingIsHeldBack();
                var answer = get("?after=" + cursor + "&count=" + (1 + random.nextInt(40)));
                var batch = JSON.readTree(answer.body());
                batch.forEach(event -> seen.add(event.path("id").asText()));
                cursor = cursor(answer);
                if (all && batch.isEmpty()) {
                    break;
                }
            }
            for (var writer : writers) {
                writer.get();
            }
        }
        // then
        assertThat(seen).doesNotHaveDuplicates();
        assertThat(seen).containsExactlyInAnyOrderElementsOf(writing.committed());
        var byConsultation = new HashMap<String, List<String>>();
        seen.forEach(id ->
                byConsultation.computeIfAbsent(id.split("/")[0], key -> new ArrayList<>()).add(id));
        writing.inOrder.forEach((consultation, ids) ->
                assertThat(byConsultation.get(consultation)).containsExactlyElementsOf(ids));
    }

    /** Tell events in transactions that last as long as chance will, and some are undone. */
    private record SlowWriters(
            RunningHub hub, long seed, Map<String, Queue<String>> inOrder, long message) {
        private static final int WRITERS = 12;
        private static final int EACH = 40;
        private static final int CONSULTATIONS = 5;

        SlowWriters(RunningHub hub, long seed) {
            this(
                    hub,
                    seed,
                    new ConcurrentHashMap<>(),
                    hub.jdbc()
                            .queryForObject(
                                    "insert into message (received_at, feed, sender, content_hash,"
                                            + " outcome) values (now(), 'test', 'test', '',"
                                            + " 'accepted') returning id",
                                    Long.class));
        }

        List<Future<?>> start(java.util.concurrent.ExecutorService threads) {
            var writers = new ArrayList<Future<?>>();
            for (var writer = 0; writer < WRITERS; writer++) {
                var name = writer;
                writers.add(threads.submit(() -> write(name)));
            }
            return writers;
        }

        private void write(int writer) {
            var random = new Random(seed + writer);
            for (var number = 0; number < EACH; number++) {
                var consultation = "S" + random.nextInt(CONSULTATIONS);
                var id = consultation + "/" + writer + "-" + number;
                var slow = random.nextInt(15) / 1000.0;
                var undone = random.nextInt(8) == 0;
                hub.bean(TransactionTemplate.class)
                        .executeWithoutResult(status -> {
                            tell(hub.jdbc(), consultation, id, slow);
                            if (undone) {
                                status.setRollbackOnly();
                            } else {
                                inOrder.computeIfAbsent(
                                                consultation, key -> new ConcurrentLinkedQueue<>())
                                        .add(id);
                            }
                        });
            }
        }

        /** As a commit does: under the consultation's lock, with time passing around it. */
        private void tell(JdbcTemplate jdbc, String consultation, String id, double slow) {
            jdbc.queryForList("select pg_advisory_xact_lock(hashtext(?))::text", consultation);
            jdbc.update(
                    """
                    with one as (
                        insert into event (message, source, event_id, type, subject, content, mapping_version, recorded_at)
                        values (?, 'test', ?, 'test', ?, ?, 'test', now()) returning position)
                    insert into told (consultation, event) select ?, position from one
                    """,
                    message,
                    id,
                    consultation,
                    "{\"id\":\"" + id + "\"}",
                    consultation);
            jdbc.queryForList("select pg_sleep(?)::text", slow);
        }

        List<String> committed() {
            return inOrder.values().stream().flatMap(Queue::stream).toList();
        }
    }

    private static void asked(String id) {
        var answer =
                hub.event(
                        """
                        {"specversion":"1.0","id":"%s","source":"https://video.example.se/","type":"se.trepart.consultation.requested.v1","subject":"%s","time":"2023-03-14T10:02:11+01:00",
                         "data":{"patient":{"identifier":{"type":"personnummer","value":"199101012384"}},"visit":{"id":"B-%s","unit":"SE162321000255-TRP101"},
                          "physician":{"hsaId":"SE162321000255-TRP901"},"specialty":"ortopedi","specialistUnit":"SE162321000255-TRP202","question":{"text":"x"}}}\
                        """
                                .formatted(id, id, id));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private static void told(String id, int number, String type, String data) {
        var answer =
                hub.event(
                        """
                        {"specversion":"1.0","id":"%s-%d","source":"https://video.example.se/","type":"se.trepart.%s","subject":"%s","time":"2023-03-14T10:0%d:00+01:00","data":{%s}}\
                        """
                                .formatted(id, number, type, id, number, data));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private static boolean nothingIsHeldBack() {
        return hub.jdbc()
                .queryForList(
                        "select 1 from told where xid >= pg_snapshot_xmin(pg_current_snapshot())")
                .isEmpty();
    }

    /** Waits again and again; what other consultations are told is read too. */
    private static String untilTold(String cursor, String subject) throws IOException {
        var place = cursor;
        while (true) {
            var answer = get("?after=" + place + "&wait=30");
            if (subjects(answer).isEmpty() || subjects(answer).contains(subject)) {
                return subjects(answer).isEmpty() ? "" : subject;
            }
            place = cursor(answer);
        }
    }

    private static HttpResponse<String> get(String query) {
        return hub.get("/api/events" + query);
    }

    /** What an older transaction that is still open holds back comes a moment later. */
    private static HttpResponse<String> awaited(String cursor, String more) {
        return get("?after=" + cursor + "&wait=20" + more);
    }

    private static String cursor(HttpResponse<String> answer) {
        return answer.headers().firstValue("Trepart-After").orElseThrow();
    }

    private static List<String> subjects(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body())
                .valueStream()
                .map((JsonNode event) -> event.path("subject").asText())
                .toList();
    }
}
