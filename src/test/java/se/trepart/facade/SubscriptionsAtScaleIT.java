package se.trepart.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import se.trepart.RunningHub;
import se.trepart.TestDatabase;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A thousand subscriptions, one that hangs, and two instances of the hub on one database. */
@NullUnmarked
class SubscriptionsAtScaleIT {
    private static final int MANY = 1000;
    private static final int CONSULTATIONS = 3;

    @TempDir private static Path data;
    private static Subscriber subscriber;
    private static FilledHub hub;
    private static RunningHub other;

    @BeforeAll
    static void start() {
        subscriber = new Subscriber();
        var settings = settings(TestDatabase.createUrl());
        hub = new FilledHub(data.resolve("one"), settings);
        other =
                RunningHub.start(
                        data.resolve("two"),
                        RunningHub.freePort(),
                        RunningHub.freePort(),
                        settings);
    }

    private static String[] settings(String database) {
        return new String[] {
            "--spring.datasource.url=" + database,
            "--spring.datasource.username=postgres",
            "--trepart.subscription.endpoints=" + subscriber.url("/"),
            "--trepart.subscription.answer-timeout=2s",
            "--trepart.subscription.back-off-first=100ms",
            "--trepart.subscription.back-off-most=1s"
        };
    }

    @AfterAll
    static void stop() {
        subscriber.close();
        other.close();
        hub.close();
    }

    @Test
    void aThousandAreToldEachNumberOnceAndNobodyWaitsForTheOneThatHangs() throws Exception {
        // given
        made();
        await().atMost(Duration.ofMinutes(2)).until(() -> count("state = 'active'") == MANY);
        subscriber.answer("/s-0", 0);
        // when
        for (var one = 0; one < CONSULTATIONS; one++) {
            hub.held("K-SCALE-" + one, "199101012384", "2023-03-14", "none");
        }
        var last = (long) CONSULTATIONS;
        // then
        await().atMost(Duration.ofMinutes(2)).until(() -> count("delivered = " + last) == MANY - 1);
        assertThat(count("delivered = 0")).isEqualTo(1);
        var told = LongStream.rangeClosed(1, last).boxed().toList();
        assertThat(IntStream.range(1, MANY).mapToObj(one -> subscriber.numbers("/s-" + one)))
                .allSatisfy(numbers -> assertThat(numbers).isEqualTo(told));
        // when
        subscriber.answer("/s-0", 200);
        // then
        await().atMost(Duration.ofMinutes(1)).until(() -> count("delivered = " + last) == MANY);
        assertThat(subscriber.numbers("/s-0")).endsWith(told.toArray(Long[]::new));
    }

    /** Half of them at each instance. */
    private static void made() throws ExecutionException, InterruptedException {
        try (var threads = Executors.newFixedThreadPool(8)) {
            var made = new ArrayList<Future<Integer>>();
            for (var one = 0; one < MANY; one++) {
                var body =
                        """
                        {"resourceType":"Subscription","status":"requested","reason":"test","criteria":"https://trepart.example/fhir/SubscriptionTopic/completed",
                         "channel":{"type":"rest-hook","endpoint":"%s","payload":"application/fhir+json"}}\
                        """
                                .formatted(subscriber.url("/s-" + one));
                var to = one % 2 == 0 ? hub.hub() : other;
                made.add(
                        threads.submit(() ->
                                to.post("/fhir/Subscription", "application/fhir+json", body)
                                        .statusCode()));
            }
            var statuses = new ArrayList<Integer>();
            for (var one : made) {
                statuses.add(one.get());
            }
            assertThat(statuses).isEqualTo(List.copyOf(java.util.Collections.nCopies(MANY, 201)));
        }
    }

    private static int count(String condition) {
        return hub.hub()
                .jdbc()
                .queryForObject(
                        "select count(*) from subscription where " + condition, Integer.class);
    }
}
