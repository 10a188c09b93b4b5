package se.trepart.facade;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures, and is not part of the build: how long after a commit a hundred subscribers are told
 * during traffic, and what one of them gets that is down for a while. Run it by its name; {@code
 * -Doutage.seconds=N} for a longer one, {@code -Dpause.millis=N} between the consultations.
 */
@NullUnmarked
class SubscriptionLag {
    private static final int SUBSCRIBERS = 100;
    private static final int SENDERS = 3;
    private static final Duration OUTAGE =
            Duration.ofSeconds(Integer.getInteger("outage.seconds", 15));
    private static final Duration TRAFFIC = OUTAGE.plusSeconds(25);
    private static final Duration PAUSE = Duration.ofMillis(Integer.getInteger("pause.millis", 0));

    @TempDir private static Path data;

    @Test
    void measure() throws Exception {
        try (var subscriber = new Subscriber();
                var hub =
                        new FilledHub(
                                data,
                                "--trepart.subscription.endpoints=" + subscriber.url("/"),
                                "--trepart.subscription.back-off-most=5s")) {
            var outage = made(hub, subscriber, "/s-0");
            for (var one = 1; one < SUBSCRIBERS; one++) {
                made(hub, subscriber, "/s-" + one);
            }
            org.awaitility.Awaitility.await()
                    .until(() -> count(hub, "state = 'active'") == SUBSCRIBERS);
            var began = Instant.now();
            var told = traffic(hub, subscriber, began);
            org.awaitility.Awaitility.await()
                    .atMost(Duration.ofMinutes(5))
                    .until(() -> count(hub, "counted > delivered") == 0);
            report(subscriber, told);
            outageLog(hub, subscriber, outage);
        }
    }

    private static int traffic(FilledHub hub, Subscriber subscriber, Instant began)
            throws Exception {
        var told = 0;
        try (var threads = Executors.newFixedThreadPool(SENDERS + 1)) {
            threads.execute(() -> {
                LockSupport.parkNanos(Duration.ofSeconds(10).toNanos());
                subscriber.answer("/s-0", 503);
                LockSupport.parkNanos(OUTAGE.toNanos());
                subscriber.answer("/s-0", 200);
            });
            var sent = new ArrayList<java.util.concurrent.Future<Integer>>();
            for (var one = 0; one < SENDERS; one++) {
                var sender = one;
                sent.add(
                        threads.submit(() -> {
                            var number = 0;
                            while (Instant.now().isBefore(began.plus(TRAFFIC))) {
                                hub.held(
                                        "K-LAG-" + sender + "-" + number++,
                                        "199101012384",
                                        "2023-03-14",
                                        "none");
                                LockSupport.parkNanos(PAUSE.toNanos());
                            }
                            return number;
                        }));
            }
            for (var one : sent) {
                told += one.get();
            }
        }
        return told;
    }

    private static void report(Subscriber subscriber, int consultations) {
        var lags = new ArrayList<Long>();
        for (var one = 1; one < SUBSCRIBERS; one++) {
            subscriber.lags("/s-" + one).forEach(lag -> lags.add(lag.toMillis()));
        }
        lags.sort(null);
        System.out.printf(
                "%d consultations in %d s, %d subscribers, %d events told; lag p50 %d ms, p90 %d"
                        + " ms, p99 %d ms, longest %d ms%n",
                consultations,
                TRAFFIC.toSeconds(),
                SUBSCRIBERS - 1,
                lags.size(),
                lags.get(lags.size() / 2),
                lags.get(lags.size() * 90 / 100),
                lags.get(lags.size() * 99 / 100),
                lags.getLast());
    }

    private static void outageLog(FilledHub hub, Subscriber subscriber, String location) {
        var attempts = subscriber.at("/s-0", "event-notification");
        var sent = subscriber.numbers("/s-0");
        var fetched = new ArrayList<Long>();
        var bundle = RunningFacade.json(hub.get(location + "/$events").body());
        bundle.at("/entry/0/resource/parameter")
                .forEach(parameter -> {
                    if (parameter.path("name").asText().equals("notification-event")) {
                        fetched.add(parameter.at("/part/0/valueString").asLong());
                    }
                });
        System.out.printf(
                "outage of %d s at /s-0: %d notifications tried with %d numbers, %d different"
                        + " (1 to %d, none missing: %b); $events gives %d, from %d to %d%n",
                OUTAGE.toSeconds(),
                attempts.size(),
                sent.size(),
                new TreeSet<>(sent).size(),
                new TreeSet<>(sent).last(),
                new TreeSet<>(sent).size() == new TreeSet<>(sent).last(),
                fetched.size(),
                fetched.getFirst(),
                fetched.getLast());
        attempts.stream()
                .limit(400)
                .forEach(one ->
                        System.out.println(
                                one.at() + " " + one.told("status") + " " + range(one.numbers())));
    }

    private static String range(List<Long> numbers) {
        return numbers.size() == 1
                ? "" + numbers.getFirst()
                : numbers.getFirst() + "-" + numbers.getLast();
    }

    private static String made(FilledHub hub, Subscriber subscriber, String path) {
        return hub.post(
                        "Subscription",
                        "application/fhir+json",
                        """
                        {"resourceType":"Subscription","status":"requested","reason":"test","criteria":"https://trepart.example/fhir/SubscriptionTopic/completed",
                         "channel":{"type":"rest-hook","endpoint":"%s","payload":"application/fhir+json"}}\
                        """
                                .formatted(subscriber.url(path)))
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    private static int count(FilledHub hub, String condition) {
        return hub.hub()
                .jdbc()
                .queryForObject(
                        "select count(*) from subscription where " + condition, Integer.class);
    }
}
