package se.trepart.facade.subscription;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import se.trepart.facade.subscription.SubscriptionStreams.Claim;
import se.trepart.fault.Fault;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Notifies subscribers: numbers what is new, and sends each what it is owed, in the order of its
 * numbers. Many at once, and those that fail have places of their own, so that nobody waits for
 * them. Nothing is given up: what an endpoint did not take is tried again for ever.
 */
@Component
public class Notifying implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(Notifying.class);
    private static final Duration BETWEEN_DROPS = Duration.ofHours(1);

    private final Numbering numbering;
    private final SubscriptionStreams streams;
    private final SubscriptionEvents events;
    private final Definitions definitions;
    private final Endpoints endpoints;
    private final EndpointCalls calls;
    private final SubscriptionSettings settings;
    private final Semaphore sound;
    private final Semaphore failing;
    private final Semaphore database = new Semaphore(6);
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("notify-", 0).factory());
    private final Clock clock = Clock.systemUTC();
    private volatile java.time.Instant dropAt = clock.instant();
    private volatile boolean open = true;

    Notifying(
            Numbering numbering,
            SubscriptionStreams streams,
            SubscriptionEvents events,
            Definitions definitions,
            Endpoints endpoints,
            EndpointCalls calls,
            SubscriptionSettings.Given given) {
        this.numbering = numbering;
        this.streams = streams;
        this.events = events;
        this.definitions = definitions;
        this.endpoints = endpoints;
        this.calls = calls;
        this.settings = given.settings();
        this.sound = new Semaphore(settings.parallel());
        this.failing = new Semaphore(Math.max(1, settings.parallel() / 4));
    }

    /** Numbers all that is new and begins to send what is due; returns without waiting for it. */
    public void turn() {
        var more = open;
        while (more) {
            more = open && numbering.step();
        }
        streams.end();
        send(sound, false);
        send(failing, true);
        if (clock.instant().isAfter(dropAt)) {
            dropAt = clock.instant().plus(BETWEEN_DROPS);
            events.dropDelivered(settings.eventsKept());
        }
    }

    private void send(Semaphore places, boolean failed) {
        var free = places.drainPermits();
        if (free == 0 || !open) {
            places.release(free);
            return;
        }
        var claims = streams.claim(free, failed, settings.lease());
        places.release(free - claims.size());
        for (var claim : claims) {
            threads.execute(() -> {
                try {
                    serve(claim);
                } catch (DataAccessException | TransactionException trouble) {
                    // The lease ends, and the same is sent again.
                    LOG.warn(
                            "subscription {} waits for its lease to end: {}",
                            claim.subscription().id(),
                            trouble.getClass().getSimpleName());
                } finally {
                    places.release();
                }
            });
        }
    }

    private void serve(Claim claim) {
        var kept = claim.subscription();
        var definition =
                definitions.of(
                        kept.id(),
                        kept.version(),
                        () -> Subscription.parsed(kept.json()),
                        kept.base());
        var refusal = endpoints.refusal(definition.endpoint());
        if (refusal.isPresent()) {
            failed(
                    claim,
                    kept.delivered(),
                    new Fault(
                            se.trepart.fault.FaultCode.TRP_542,
                            "Subscription.channel.endpoint",
                            refusal.orElseThrow()));
            return;
        }
        var told = claim.shaken() ? owed(kept, definition) : List.<Event>of();
        if (definition.ofTopic()) {
            bundled(claim, definition, told);
        } else {
            oneByOne(claim, definition, told);
        }
    }

    private List<Event> owed(Subscription kept, Definition definition) {
        return withDatabase(() ->
                events.between(
                        kept.id(),
                        kept.delivered() + 1,
                        Long.MAX_VALUE,
                        definition.maxCount(),
                        definition.payload() == Definition.Payload.FULL_RESOURCE));
    }

    private void bundled(Claim claim, Definition definition, List<Event> told) {
        var type =
                !claim.shaken() ? "handshake" : told.isEmpty() ? "heartbeat" : "event-notification";
        var payload = Objects.requireNonNull(definition.payload());
        var notification =
                new Notification(claim.subscription(), definition, type, told)
                        .bundle(payload, UUID.randomUUID().toString(), clock.instant());
        var trouble =
                call(claim, definition, "POST", definition.endpoint(), notification.toString());
        var before = claim.subscription().delivered();
        if (trouble.isPresent()) {
            failed(claim, before, trouble.orElseThrow());
        } else {
            taken(claim, told.isEmpty() ? before : told.getLast().number());
        }
    }

    /**
     * FHIR R4: without payload an empty POST for each event, with payload a PUT of the resource.
     */
    private void oneByOne(Claim claim, Definition definition, List<Event> told) {
        var upTo = claim.subscription().delivered();
        var until = clock.instant().plus(settings.lease().dividedBy(2));
        for (var event : told) {
            var json = event.json();
            var trouble =
                    json == null
                            ? call(claim, definition, "POST", definition.endpoint(), "")
                            : call(claim, definition, "PUT", below(definition, event), json);
            if (trouble.isPresent()) {
                failed(claim, upTo, trouble.orElseThrow());
                return;
            }
            upTo = event.number();
            if (!open || clock.instant().isAfter(until)) {
                break;
            }
        }
        taken(claim, upTo);
    }

    private static URI below(Definition definition, Event event) {
        var endpoint = definition.endpoint().toString().replaceFirst("/$", "");
        return URI.create(endpoint + "/" + event.focus());
    }

    private Optional<Fault> call(
            Claim claim, Definition definition, String method, URI to, String body) {
        Map<String, String> headers = Definitions.headers(claim.headers());
        var asked = definition.timeout();
        var timeout =
                asked == null || asked > settings.answerTimeout().toSeconds()
                        ? settings.answerTimeout()
                        : Duration.ofSeconds(asked);
        return calls.make(new EndpointCalls.Call(method, to, headers, body), timeout);
    }

    private void taken(Claim claim, long upTo) {
        withDatabase(() -> {
            streams.taken(claim, upTo);
            return upTo;
        });
    }

    private void failed(Claim claim, long upTo, Fault fault) {
        var failures = claim.attempts() + 1;
        withDatabase(() -> {
            streams.failed(
                    claim,
                    upTo,
                    fault.english(),
                    failures >= settings.failuresUntilError(),
                    wait(failures));
            return failures;
        });
    }

    /**
     * Doubles from the first to the longest; by chance a fifth less, so that not all come at once.
     */
    private Duration wait(int failures) {
        var doubled = settings.backOffFirst().multipliedBy(1L << Math.min(failures - 1, 20));
        var longest = settings.backOffMost();
        var wait = doubled.compareTo(longest) < 0 ? doubled : longest;
        return wait.minus(
                wait.multipliedBy(ThreadLocalRandom.current().nextInt(20)).dividedBy(100));
    }

    /** Few at once, so that answering senders never waits for a connection because of this. */
    private <T> T withDatabase(java.util.function.Supplier<T> work) {
        database.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            database.release();
        }
    }

    @Override
    public void destroy() {
        open = false;
        threads.close();
    }
}
