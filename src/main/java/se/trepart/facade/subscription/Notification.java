package se.trepart.facade.subscription;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.fault.FaultCode;

import java.time.Instant;
import java.util.List;

/**
 * Bundles that tell subscribers, in the form of Subscriptions R5 Backport 1.1 for R4: the first
 * entry is the status as Parameters, the others are what happened. A resource in them is the very
 * version that the event is about, as REST serves it, masked as there.
 *
 * @param type handshake, heartbeat, event-notification, query-status or query-event
 */
record Notification(Subscription of, Definition definition, String type, List<Event> events) {
    private static final String STATUS =
            Definitions.BACKPORT + "StructureDefinition/backport-subscription-status-r4";
    private static final String BUNDLE =
            Definitions.BACKPORT + "StructureDefinition/backport-subscription-notification-r4";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** The Bundle, made at this moment. */
    ObjectNode bundle(Definition.Payload payload, String id, Instant now) {
        var bundle = JSON.objectNode().put("resourceType", "Bundle").put("id", id);
        bundle.putObject("meta").putArray("profile").add(BUNDLE);
        bundle.put("type", "history").put("timestamp", Subscription.INSTANT.format(now));
        var entries = bundle.putArray("entry");
        var first = entries.addObject().put("fullUrl", "urn:uuid:" + id);
        first.set("resource", status(payload, id));
        first.putObject("request")
                .put("method", "GET")
                .put("url", of.base() + "/Subscription/" + of.id() + "/$status");
        first.putObject("response").put("status", "200");
        if (payload != Definition.Payload.EMPTY) {
            events.stream()
                    .collect(
                            java.util.stream.Collectors.toMap(
                                    event -> event.focus() + "/" + event.version(),
                                    event -> event,
                                    (one, same) -> one,
                                    java.util.LinkedHashMap::new))
                    .values()
                    .forEach(event -> entries.add(entry(event, payload)));
        }
        return bundle;
    }

    /** The status alone, as {@code $status} tells it. */
    ObjectNode status(Definition.Payload payload, String id) {
        var status = JSON.objectNode().put("resourceType", "Parameters").put("id", id);
        status.putObject("meta").putArray("profile").add(STATUS);
        var parameters = status.putArray("parameter");
        parameters
                .addObject()
                .put("name", "subscription")
                .putObject("valueReference")
                .put("reference", of.base() + "/Subscription/" + of.id());
        if (definition.topic() != null) {
            parameters.addObject().put("name", "topic").put("valueCanonical", definition.topic());
        }
        parameters.addObject().put("name", "status").put("valueCode", of.state());
        parameters.addObject().put("name", "type").put("valueCode", type);
        parameters
                .addObject()
                .put("name", "events-since-subscription-start")
                .put("valueString", Long.toString(sinceStart()));
        events.forEach(event -> parameters.add(told(event, payload)));
        if (of.error() != null) {
            parameters
                    .addObject()
                    .put("name", "error")
                    .putObject("valueCodeableConcept")
                    .put("text", of.error())
                    .putArray("coding")
                    .addObject()
                    .put("system", "https://trepart.example/fhir/CodeSystem/fault")
                    .put("code", FaultCode.TRP_411.code());
        }
        return status;
    }

    /** Up to the last event of an event notification; else all that have happened. */
    private long sinceStart() {
        return type.equals("event-notification") ? events.getLast().number() : of.counted();
    }

    private ObjectNode told(Event event, Definition.Payload payload) {
        var told = JSON.objectNode().put("name", "notification-event");
        var parts = told.putArray("part");
        parts.addObject()
                .put("name", "event-number")
                .put("valueString", Long.toString(event.number()));
        parts.addObject()
                .put("name", "timestamp")
                .put("valueInstant", Subscription.INSTANT.format(event.at()));
        if (payload != Definition.Payload.EMPTY) {
            parts.addObject()
                    .put("name", "focus")
                    .putObject("valueReference")
                    .put("reference", of.base() + "/" + event.focus());
        }
        return told;
    }

    private ObjectNode entry(Event event, Definition.Payload payload) {
        var entry = JSON.objectNode().put("fullUrl", of.base() + "/" + event.focus());
        if (payload == Definition.Payload.FULL_RESOURCE && event.json() != null) {
            entry.set("resource", Subscription.parsed(event.json()));
        }
        entry.putObject("request")
                .put("method", event.version() == 1 ? "POST" : "PUT")
                .put("url", event.version() == 1 ? event.type() : event.focus());
        entry.putObject("response").put("status", event.version() == 1 ? "201" : "200");
        return entry;
    }
}
