package se.trepart.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * HL7 v2 messages to events: the header decides whether a message is read at all, the trigger's
 * mapping says what it tells, the event schemas and rules check it. Every fault of a message is
 * found, not the first alone.
 */
final class FeedMapping {
    private static final String SHELF = "feed/";

    private final Triggers triggers;
    private final Dialects dialects;
    private final Transformations transformations;
    private final EventSchemas events;

    FeedMapping(
            Triggers triggers,
            Dialects dialects,
            Transformations transformations,
            EventSchemas events) {
        this.triggers = triggers;
        this.dialects = dialects;
        this.transformations = transformations;
        this.events = events;
    }

    Decoded decode(byte[] raw) {
        var envelope = Envelope.unreadable();
        try {
            envelope = Hl7Header.read(raw);
            var dialect = dialects.of(envelope);
            envelope = envelope.with(dialect);
            var trigger = dialect.meant(envelope.type());
            var ignored = dialect.ignored().contains(envelope.type());
            var faults = headerFaults(envelope, trigger, ignored);
            if (!faults.isEmpty()) {
                return new Decoded.Refused(envelope, faults);
            }
            return ignored
                    ? new Decoded.NotConcerned(envelope)
                    : events(envelope, dialect, trigger, Hl7Codec.parse(raw, dialect.charset()));
        } catch (FaultException unreadable) {
            return new Decoded.Refused(envelope, unreadable.faults());
        }
    }

    /** The steps of {@link #decode} one by one. */
    Reading reading(byte[] raw) {
        var decoded = decode(raw);
        var dialect = dialects.of(decoded.envelope());
        var trigger = dialect.meant(decoded.envelope().type());
        var mapping = triggers.mapping(trigger).map(name -> SHELF + name);
        Optional<JsonNode> message = Optional.empty();
        try {
            message = Optional.of(Hl7Codec.parse(raw, dialect.charset()));
            var told =
                    mapping.isEmpty()
                            ? Optional.<JsonNode>empty()
                            : Optional.of(
                                    told(decoded.envelope(), dialect, trigger, message.get()));
            return new Reading(mapping, message, told, decoded);
        } catch (FaultException unreadable) {
            return new Reading(mapping, message, Optional.empty(), decoded);
        }
    }

    private List<Fault> headerFaults(Envelope envelope, String trigger, boolean ignored) {
        var faults = new ArrayList<Fault>();
        if (!ignored && triggers.mapping(trigger).isEmpty()) {
            faults.add(
                    triggers.knowsType(trigger.split("\\^", 2)[0])
                            ? new Fault(FaultCode.TRP_104, "MSH-9.2")
                            : new Fault(FaultCode.TRP_103, "MSH-9.1"));
        }
        if (envelope.controlId().isEmpty()) {
            faults.add(new Fault(FaultCode.TRP_107, "MSH-10"));
        }
        if (!triggers.processingIds().contains(envelope.processingId())) {
            faults.add(new Fault(FaultCode.TRP_105, "MSH-11"));
        }
        if (!triggers.versions().contains(envelope.version())) {
            faults.add(new Fault(FaultCode.TRP_106, "MSH-12"));
        }
        return faults;
    }

    private JsonNode told(Envelope envelope, Dialect dialect, String trigger, JsonNode message) {
        var input = JsonNodeFactory.instance.objectNode();
        input.set("message", message);
        input.set("dialect", dialect.settings());
        input.put("trigger", trigger.substring(trigger.indexOf('^') + 1));
        var mapping = SHELF + triggers.mapping(trigger).orElseThrow();
        return transformations.run(mapping, input, envelope.controlId());
    }

    private Decoded events(Envelope envelope, Dialect dialect, String trigger, JsonNode message) {
        var told = told(envelope, dialect, trigger, message);
        var faults = new LinkedHashSet<Fault>();
        told.path("faults")
                .forEach(fault ->
                        faults.add(
                                new Fault(
                                        FaultCode.valueOf(
                                                fault.path("code").asText().replace('-', '_')),
                                        fault.path("where").asText(""))));
        var complete = new ArrayList<ObjectNode>();
        for (var each : told.path("events")) {
            for (var subject : subjects(each)) {
                var event = event(envelope, each, subject, complete.size() + 1);
                var checked = events.check(event, false);
                if (checked.right()) {
                    complete.add(events.normalised(event));
                } else {
                    faults.addAll(positioned(checked, where(each, subject)));
                    complete.add(event);
                }
            }
        }
        if (elsewhere(complete, faults)) {
            return new Decoded.NotConcerned(envelope);
        }
        if (!faults.isEmpty()) {
            return new Decoded.Refused(envelope, List.copyOf(faults), named(complete));
        }
        return complete.isEmpty()
                ? new Decoded.NotConcerned(envelope)
                : new Decoded.Concerning(envelope, List.copyOf(complete));
    }

    /**
     * Nothing is wrong but that the visit is at a unit that does not take part: a region's feed
     * tells of many, and none can concern a consultation here.
     */
    private static boolean elsewhere(List<ObjectNode> events, Set<Fault> faults) {
        return !faults.isEmpty()
                && faults.stream().allMatch(fault -> fault.code() == FaultCode.TRP_204)
                && events.stream().noneMatch(event -> event.has("subject"));
    }

    private static List<String> named(List<ObjectNode> events) {
        return events.stream()
                .map(event -> event.path("subject").asText(""))
                .filter(subject -> !subject.isEmpty())
                .distinct()
                .toList();
    }

    /** The consultations that the event is told of; a missing one where it names none. */
    private static List<JsonNode> subjects(JsonNode told) {
        var subjects = new ArrayList<JsonNode>();
        told.path("subjects").forEach(subjects::add);
        return subjects.isEmpty() ? List.of(MissingNode.getInstance()) : subjects;
    }

    private static JsonNode where(JsonNode told, JsonNode subject) {
        var where = JsonNodeFactory.instance.objectNode();
        told.path("where")
                .properties()
                .forEach(entry -> where.set(entry.getKey(), entry.getValue()));
        return subject.has("where") ? where.set("/subject", subject.get("where")) : where;
    }

    private static ObjectNode event(
            Envelope envelope, JsonNode told, JsonNode subject, int ordinal) {
        var event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", "1.0");
        event.put("id", envelope.controlId() + "." + ordinal);
        event.put("source", envelope.source());
        event.put("type", EventSchemas.PREFIX + told.path("type").asText());
        if (subject.has("value")) {
            event.set("subject", subject.get("value"));
        }
        copy(told, "time", event);
        copy(told, "trepartat", event);
        envelope.sequence().ifPresent(sequence -> event.put("sequence", sequence));
        event.put("datacontenttype", "application/json");
        if (!event.has("subject")) {
            copy(told, "trepartvisit", event);
            copy(told, "trepartpatient", event);
            copy(told, "trepartclinic", event);
            copy(told, "trepartcontact", event);
        }
        event.set(
                "data",
                told.has("data") ? told.get("data") : JsonNodeFactory.instance.objectNode());
        return event;
    }

    private static void copy(JsonNode from, String name, ObjectNode to) {
        if (from.hasNonNull(name)) {
            to.set(name, from.get(name));
        }
    }

    private static List<Fault> positioned(EventSchemas.Checked checked, JsonNode where) {
        var faults = new ArrayList<Fault>();
        checked.violations()
                .forEach(violation ->
                        faults.add(
                                Violations.asMessage(
                                        violation, position(violation.path(), where))));
        checked.faults()
                .forEach(fault ->
                        faults.add(
                                new Fault(
                                        fault.code(),
                                        position(fault.where(), where),
                                        fault.detail())));
        return faults.stream().filter(fault -> !followsFromAnother(fault, faults)).toList();
    }

    /** What is missing where something else is wrong is missing for that reason. */
    private static boolean followsFromAnother(Fault fault, List<Fault> all) {
        return fault.code() == FaultCode.TRP_201
                && all.stream()
                        .anyMatch(other ->
                                other.code() != FaultCode.TRP_201
                                        && other.where().equals(fault.where()));
    }

    /** The HL7 position that the mapping named for the pointer, or for the closest one above it. */
    private static String position(String pointer, JsonNode where) {
        var at = pointer;
        while (!at.isEmpty()) {
            if (where.has(at)) {
                return where.get(at).asText();
            }
            at = at.substring(0, at.lastIndexOf('/'));
        }
        return "MSH-9";
    }
}
