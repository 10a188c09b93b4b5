package se.trepart.facade;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.StrictErrorHandler;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;

import se.trepart.facade.subscription.Subscription;
import se.trepart.facade.subscription.Subscriptions;
import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code Subscription}: create, read, update, delete and search; what is asked for is read here as
 * strictly as HAPI can, and by {@link Subscriptions}.
 */
@Component
class SubscriptionInteractions {
    static final String TYPE = "Subscription";

    private final Subscriptions subscriptions;
    private final SubscriptionSearch search;
    private final SubscriptionOperations operations;
    private final FhirContext fhir;
    private final Body body;

    SubscriptionInteractions(
            Subscriptions subscriptions,
            SubscriptionSearch search,
            SubscriptionOperations operations,
            FhirContext fhir) {
        this.subscriptions = subscriptions;
        this.search = search;
        this.operations = operations;
        this.fhir = fhir;
        this.body = new Body(fhir);
    }

    /** What answers at this path below {@code Subscription}, by method. */
    Map<String, Interaction> at(List<String> path) {
        return switch (path.size()) {
            case 1 -> Map.of("GET", search, "POST", this::create);
            case 2 ->
                    switch (path.get(1)) {
                        case "_search" -> Map.of("POST", search);
                        case "$status" ->
                                Map.of("GET", operations::statuses, "POST", operations::statuses);
                        case String id when id.startsWith("$") || id.startsWith("_") -> Map.of();
                        default ->
                                Map.of(
                                        "GET",
                                        this::read,
                                        "PUT",
                                        this::update,
                                        "DELETE",
                                        this::delete);
                    };
            case 3 ->
                    switch (path.get(2)) {
                        case "$status" ->
                                Map.of("GET", operations::status, "POST", operations::status);
                        case "$events" ->
                                Map.of("GET", operations::events, "POST", operations::events);
                        default -> Map.of();
                    };
            default -> Map.of();
        };
    }

    private Answer create(Request request) {
        var representation = Read.representation(request);
        var asked = asked(request);
        if (!List.of("requested", "active").contains(asked.path("status").asText())) {
            throw new FaultException(
                    FaultCode.TRP_541, "Subscription.status", "possible is: requested");
        }
        var made = subscriptions.create(asked, request.base());
        return new Answer(
                        201,
                        answer(made, representation).headers(),
                        representation,
                        minimal(request) ? null : new Content.Resource(made.resource().toString()))
                .with("Location", request.base() + "/" + TYPE + "/" + made.id());
    }

    private Answer read(Request request) {
        var representation = Read.representation(request);
        var found = found(request);
        var version =
                new Version(0, TYPE, found.id(), found.version(), found.changedAt(), found.json());
        var answer = answer(found, representation);
        return Conditions.unchanged(request, version)
                ? new Answer(304, answer.headers(), representation, null)
                : answer;
    }

    private Answer update(Request request) {
        var representation = Read.representation(request);
        var seen = found(request);
        var asked = asked(request);
        if (!asked.path("id").asText().equals(seen.id())) {
            throw new FaultException(
                    FaultCode.TRP_525, "Subscription.id", "must be that of the address");
        }
        if (!List.of("requested", "active", "off").contains(asked.path("status").asText())) {
            throw new FaultException(
                    FaultCode.TRP_541, "Subscription.status", "possible are: requested, off");
        }
        var tag = request.header("if-match");
        if (tag.isPresent()
                && !tag.orElseThrow().contains("*")
                && !tag.orElseThrow().contains("\"" + seen.version() + "\"")) {
            throw new FaultException(
                    FaultCode.TRP_521,
                    "http.if-match",
                    "the current version is W/\"" + seen.version() + "\"");
        }
        var answer = answer(subscriptions.update(seen, asked, request.base()), representation);
        return minimal(request) ? new Answer(200, answer.headers(), representation, null) : answer;
    }

    private Answer delete(Request request) {
        var representation = Read.representation(request);
        if (!subscriptions.delete(request.path().get(1))) {
            throw nowhere();
        }
        return new Answer(204, Map.of(), representation, null);
    }

    private Subscription found(Request request) {
        return subscriptions
                .find(request.path().get(1))
                .orElseThrow(SubscriptionInteractions::nowhere);
    }

    static FaultException nowhere() {
        return new FaultException(FaultCode.TRP_501, "", "no such resource");
    }

    private static Answer answer(Subscription kept, Representation representation) {
        return Answer.ok(representation, new Content.Resource(kept.resource().toString()))
                .with("ETag", "W/\"" + kept.version() + "\"")
                .with("Last-Modified", Conditions.httpDate(kept.changedAt()));
    }

    private static boolean minimal(Request request) {
        return request.header("prefer").orElse("").contains("return=minimal");
    }

    /** The Subscription in the body, without anything that R4 does not know. */
    private ObjectNode asked(Request request) {
        var resource = body.resource(request);
        if (!resource.path("resourceType").asText().equals(TYPE)) {
            throw new FaultException(FaultCode.TRP_525, "", "must be a Subscription");
        }
        var missing =
                List.of("status", "reason", "criteria", "channel").stream()
                        .filter(element -> !resource.has(element))
                        .map(element ->
                                new Fault(
                                        FaultCode.TRP_541,
                                        "Subscription." + element,
                                        "must be there"))
                        .toList();
        if (!missing.isEmpty()) {
            throw new FaultException(missing);
        }
        try {
            var parser = fhir.newJsonParser().setParserErrorHandler(new StrictErrorHandler());
            var read = parser.parseResource(resource.toString());
            var json = Encoding.faithful(fhir.newJsonParser()).encodeResourceToString(read);
            var plain = (ObjectNode) Body.json(json.getBytes(StandardCharsets.UTF_8));
            Optional.ofNullable(resource.get("id")).ifPresent(id -> plain.set("id", id));
            return plain;
        } catch (RuntimeException unreadable) {
            throw new FaultException(
                    FaultCode.TRP_525, "Subscription", "must be a Subscription of FHIR R4");
        }
    }
}
