package se.trepart.facade;

import com.fasterxml.jackson.databind.JsonNode;

import org.springframework.stereotype.Component;

import se.trepart.facade.subscription.Definition;
import se.trepart.facade.subscription.Definitions;
import se.trepart.facade.subscription.Retelling;
import se.trepart.facade.subscription.Subscription;
import se.trepart.facade.subscription.Subscriptions;
import se.trepart.fault.FaultCode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code Subscription/$status}, {@code Subscription/{id}/$status} and {@code
 * Subscription/{id}/$events} of Subscriptions R5 Backport 1.1, by GET with parameters, or by POST
 * with Parameters.
 */
@Component
class SubscriptionOperations {
    private final Subscriptions subscriptions;
    private final Retelling retelling;

    SubscriptionOperations(Subscriptions subscriptions, Retelling retelling) {
        this.subscriptions = subscriptions;
        this.retelling = retelling;
    }

    /** How one stands. */
    Answer status(Request request) {
        asked(request, Set.of());
        return statuses(request, List.of(found(request)));
    }

    /**
     * How those stand that are named by id or status; without either, all, five hundred at most.
     */
    Answer statuses(Request request) {
        var asked = asked(request, Set.of("id", "status"));
        var wanted =
                new Subscriptions.Asked(
                        SubscriptionSearch.values(asked, "status"),
                        List.of(),
                        SubscriptionSearch.values(asked, "id"));
        return statuses(request, subscriptions.search(wanted, "", SearchRequest.LARGEST_PAGE));
    }

    private Answer statuses(Request request, List<Subscription> of) {
        var entries =
                of.stream()
                        .map(one -> retelling.status(one))
                        .map(status ->
                                new Content.Entry(
                                        "urn:uuid:" + status.path("id").asText(),
                                        status.toString(),
                                        "\"search\":{\"mode\":\"match\"}"))
                        .toList();
        return Answer.ok(
                Representation.of(representation(request), request.header("accept")),
                new Content.Bundle("searchset", (long) entries.size(), List.of(), entries));
    }

    /** Events once more, by their numbers: both ends belong to it. */
    Answer events(Request request) {
        var asked = asked(request, Set.of("eventsSinceNumber", "eventsUntilNumber", "content"));
        var first = number(asked, "eventsSinceNumber").orElse(1L);
        var last = number(asked, "eventsUntilNumber").orElse(Long.MAX_VALUE);
        Optional<Definition.Payload> content = asked.single("content").map(Definitions::payload);
        var bundle = retelling.events(found(request), first, last, content);
        return Answer.ok(
                Representation.of(representation(request), request.header("accept")),
                new Content.Resource(bundle.toString()));
    }

    private Subscription found(Request request) {
        return subscriptions
                .find(request.path().get(1))
                .orElseThrow(SubscriptionInteractions::nowhere);
    }

    private static Optional<Long> number(Parameters asked, String name) {
        return asked.single(name)
                .map(text -> {
                    if (!text.matches("\\d{1,18}")) {
                        throw Refusals.parameter(FaultCode.TRP_503, name, "an event's number");
                    }
                    return Long.valueOf(text);
                });
    }

    private static Parameters representation(Request request) {
        return new Parameters(
                request.parameters().all().stream()
                        .filter(one -> Parameters.REPRESENTATION.contains(one.key()))
                        .toList());
    }

    /** The parameters of the query and, of a POST, of the Parameters in its body. */
    private static Parameters asked(Request request, Set<String> known) {
        var all = new ArrayList<>(request.parameters().all());
        if (request.method().equals("POST") && request.body().length > 0) {
            Body.json(request.body())
                    .path("parameter")
                    .forEach(one -> all.add(new Parameter(one.path("name").asText(), value(one))));
        }
        var possible =
                Stream.concat(known.stream(), Parameters.REPRESENTATION.stream())
                        .collect(Collectors.toUnmodifiableSet());
        return new Parameters(List.copyOf(all)).only(possible, request.lenient());
    }

    private static String value(JsonNode parameter) {
        return parameter
                .propertyStream()
                .filter(property -> property.getKey().startsWith("value"))
                .map(property -> property.getValue().asText())
                .findFirst()
                .orElse("");
    }
}
