package se.trepart.facade.subscription;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;

import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** What a subscriber can ask for itself: how its subscription stands, and events once more. */
@Component
public class Retelling {
    /** As many events go into one answer; the next question begins after the last. */
    public static final int MOST = 500;

    private final SubscriptionEvents events;
    private final Definitions definitions;
    private final Clock clock = Clock.systemUTC();

    Retelling(SubscriptionEvents events, Definitions definitions) {
        this.events = events;
        this.definitions = definitions;
    }

    /** How it stands: the Parameters of {@code $status}. */
    public ObjectNode status(Subscription of) {
        return new Notification(of, definition(of), "query-status", java.util.List.of())
                .status(Definition.Payload.ID_ONLY, UUID.randomUUID().toString());
    }

    /**
     * SubscriptionEvents by number: the Bundle of {@code $events}.
     *
     * @param first the lowest number
     * @param last the highest number
     * @param content what each holds; empty: what the subscription's notifications hold
     */
    public ObjectNode events(
            Subscription of, long first, long last, Optional<Definition.Payload> content) {
        var definition = definition(of);
        var usual = definition.payload();
        var payload = content.orElse(usual == null ? Definition.Payload.ID_ONLY : usual);
        var found =
                events.between(
                        of.id(), first, last, MOST, payload == Definition.Payload.FULL_RESOURCE);
        return new Notification(of, definition, "query-event", found)
                .bundle(payload, UUID.randomUUID().toString(), clock.instant());
    }

    private Definition definition(Subscription of) {
        return definitions.of(
                of.id(), of.version(), () -> Subscription.parsed(of.json()), of.base());
    }
}
