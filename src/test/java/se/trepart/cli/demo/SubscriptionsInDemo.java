package se.trepart.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import se.trepart.RunningHub;
import se.trepart.facade.Subscriber;
import se.trepart.simulator.Pasis;
import se.trepart.simulator.Ports;
import se.trepart.simulator.PrimaryCare;
import se.trepart.simulator.Simulator;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * Measures, and is not part of the build: how long after the commit a hundred subscribers are told
 * while the demo's day is played, and what one of them gets that is down in the midst of it. Run it
 * by its name.
 */
@NullUnmarked
class SubscriptionsInDemo {
    private static final int SUBSCRIBERS = 100;
    private static final List<String> TOPICS =
            List.of("booked", "started", "completed", "registration-refused");

    @TempDir private Path folder;

    @Test
    void measure() throws Exception {
        var files = Files.createDirectory(folder.resolve("files"));
        try (var pasis = Simulator.start(new Pasis(), Ports.FREE, null);
                var primaryCare = Simulator.start(new PrimaryCare(), Ports.FREE, null);
                var subscriber = new Subscriber();
                var hub = hub(files, pasis.mllpPort(), primaryCare.mllpPort(), subscriber)) {
            var doors =
                    new Doors(
                            hub.port(),
                            0,
                            hub.mllpPort(),
                            hub.jmsPort(),
                            pasis.mllpPort(),
                            pasis.httpPort(),
                            primaryCare.mllpPort(),
                            primaryCare.httpPort());
            for (var one = 0; one < SUBSCRIBERS; one++) {
                subscribe(hub, subscriber.url("/s-" + one), TOPICS.get(one % 3));
            }
            await().until(() -> count(hub, "state = 'active'") == SUBSCRIBERS);
            // One of those who want "started" is down for the whole day.
            subscriber.answer("/s-1", 503);
            play(doors, files, () -> subscriber.answer("/s-1", 200));
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() ->
                            assertThat(
                                            hub.jdbc()
                                                    .queryForList(
                                                            """
                                                            select endpoint, counted, delivered, state, error, attempts, due_at, leased_until, clock_timestamp()
                                                            from subscription where counted > delivered\
                                                            """))
                                    .isEmpty());
            report(subscriber);
        }
    }

    private RunningHub hub(Path files, int pasis, int primaryCare, Subscriber subscriber) {
        return RunningHub.start(
                folder.resolve("hub"),
                pasis,
                primaryCare,
                "--trepart.feed.file.dir=" + files,
                "--trepart.feed.file.settle=500ms",
                "--trepart.subscription.endpoints=" + subscriber.url("/"),
                "--trepart.subscription.back-off-most=5s");
    }

    /** The demo's own day, with the demo's own verdict at its end. */
    private static void play(Doors doors, Path files, Runnable afterwards) throws Exception {
        var day = DayFile.read(DayTest.DAY);
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        try (var view = new HubView(doors)) {
            var performance =
                    new Performance(
                            day,
                            Expectation.read(DayTest.EXPECTATIONS, day.date()),
                            view,
                            doors,
                            files,
                            out);
            performance.play(OptionalLong.empty(), false);
            afterwards.run();
            assertThat(performance.tell()).isEmpty();
        }
    }

    private static void subscribe(RunningHub hub, String endpoint, String topic) {
        var answer =
                hub.post(
                        "/fhir/Subscription",
                        "application/fhir+json",
                        """
                        {"resourceType":"Subscription","status":"requested","reason":"test","criteria":"https://trepart.example/fhir/SubscriptionTopic/%s",
                         "channel":{"type":"rest-hook","endpoint":"%s","payload":"application/fhir+json"}}\
                        """
                                .formatted(topic, endpoint));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private static void report(Subscriber subscriber) {
        var lags =
                java.util.stream.IntStream.range(0, SUBSCRIBERS)
                        .filter(one -> one != 1)
                        .boxed()
                        .flatMap(one -> subscriber.lags("/s-" + one).stream())
                        .map(Duration::toMillis)
                        .sorted()
                        .toList();
        System.out.printf(
                "%d subscribers, %d events told during the demo; lag p50 %d ms, p90 %d ms, p99 %d"
                        + " ms, longest %d ms%n",
                SUBSCRIBERS - 1,
                lags.size(),
                lags.get(lags.size() / 2),
                lags.get(lags.size() * 90 / 100),
                lags.get(lags.size() * 99 / 100),
                lags.getLast());
        System.out.println("the one that was down (time, status told, numbers):");
        subscriber
                .at("/s-1", "event-notification")
                .forEach(one ->
                        System.out.println(
                                one.at() + " " + one.told("status") + " " + one.numbers()));
    }

    private static int count(RunningHub hub, String condition) {
        return hub.jdbc()
                .queryForObject(
                        "select count(*) from subscription where " + condition, Integer.class);
    }
}
