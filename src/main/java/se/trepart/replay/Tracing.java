package se.trepart.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.fault.FaultJson;
import se.trepart.log.Derivations;
import se.trepart.log.Durations;
import se.trepart.log.MappingRecords;
import se.trepart.log.Messages;
import se.trepart.log.Steps;
import se.trepart.mapping.Decoded;
import se.trepart.mapping.MappingSet;
import se.trepart.mapping.Times;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Tells what became of a message step by step: read again by the recorded mapping set, folded again
 * beside what was known when it came, and beside that what its commit wrote and what was sent
 * because of it. One trace at a time.
 */
@Component
class Tracing {
    private final JdbcTemplate jdbc;
    private final Messages messages;
    private final Derivations derivations;
    private final Durations durations;
    private final TracedRows rows;
    private final Scratches scratches;
    private final MappingSets recorded;

    Tracing(
            JdbcTemplate jdbc,
            Messages messages,
            Derivations derivations,
            Durations durations,
            TracedRows rows,
            Scratches scratches,
            MappingRecords records) {
        this.jdbc = jdbc;
        this.messages = messages;
        this.derivations = derivations;
        this.durations = durations;
        this.rows = rows;
        this.scratches = scratches;
        this.recorded = new MappingSets(records);
    }

    /** The whole way of a message; bodies and values only when they may be shown. */
    synchronized ObjectNode trace(long id, boolean values) {
        var stored = messages.find(id).orElseThrow(Tracing::notThere);
        var kept = Kept.of(jdbc, "", List.of(id)).getFirst();
        var took = durations.of(id);
        var trace = new Trace(values);
        received(trace, stored, kept, took);
        if (stored.duplicateOf() == null) {
            var set = recorded.of(rows.mappingVersion(id).orElseThrow(Tracing::notThere));
            decoded(trace, kept, set, took);
            effects(trace, kept, set, took);
        } else {
            trace.step("recognised", null).put("duplicateOf", stored.duplicateOf());
        }
        var answered = trace.step("answered", null);
        answered.set("out", trace.bodies().of(stored.answer()));
        TracedRows.code(stored.answer()).ifPresent(code -> answered.put("answerCode", code));
        return trace.finished();
    }

    /** Which fields what came of it depends on; names and paths alone. */
    synchronized ObjectNode fields(long id, String of) {
        var _ = messages.find(id).orElseThrow(Tracing::notThere);
        var kept = Kept.of(jdbc, "", List.of(id)).getFirst();
        var body = kept.body();
        if (body == null || kept.feed().equals(Meaning.APPS)) {
            throw new FaultException(FaultCode.TRP_501, "body", "nothing that can be altered");
        }
        var set = recorded.of(rows.mappingVersion(id).orElseThrow(Tracing::notThere));
        var read = Meaning.isJson(body) ? Optional.<JsonNode>empty() : set.reading(body).message();
        var provenance =
                new FieldProvenance(
                        set,
                        kept,
                        InputFields.of(read, body)
                                .orElseThrow(() ->
                                        new FaultException(
                                                FaultCode.TRP_501,
                                                "body",
                                                "nothing that can be read")));
        if (rows.events(id).isEmpty()) {
            provenance.ofFaults();
        } else {
            beside(
                    kept,
                    set,
                    foregoing -> {
                        provenance.ofRecords(foregoing);
                        return "";
                    });
        }
        return provenance.json(of);
    }

    private static FaultException notThere() {
        return new FaultException(FaultCode.TRP_501, "id", "");
    }

    private void received(
            Trace trace, Messages.Stored stored, Kept kept, Map<Steps.Step, Integer> took) {
        var json = trace.json();
        json.put("message", stored.id()).put("state", stored.outcome().code());
        corrections(json, stored.id());
        var made = json.putArray("derivations");
        derivations
                .of(stored.id())
                .forEach(one -> {
                    var derivation =
                            made.addObject()
                                    .put("at", Times.text(one.at()))
                                    .put("mappingVersion", one.mappingVersion())
                                    .put("before", one.before())
                                    .put("after", one.after());
                    rows.plan(one.id(), stored.id())
                            .ifPresent(plan -> derivation.put("replay", plan));
                });
        var step = trace.step("received", sum(took, Steps.Step.WAITED, Steps.Step.KEPT));
        step.put("at", Times.text(stored.receivedAt()))
                .put("feed", stored.feed())
                .put("sender", stored.sender());
        put(step, "controlId", stored.controlId());
        put(step, "type", stored.type());
        step.set("in", trace.bodies().of(kept.body()));
    }

    private void corrections(ObjectNode json, long id) {
        var links = messages.corrections(id);
        links.original().ifPresent(original -> json.put("corrects", original));
        var correctedBy = json.putArray("correctedBy");
        links.corrections().forEach(correctedBy::add);
    }

    private static void decoded(
            Trace trace, Kept kept, MappingSet set, Map<Steps.Step, Integer> took) {
        var body = kept.body();
        if (body == null) {
            trace.step("erased", null);
            return;
        }
        if (Meaning.isJson(body)) {
            checked(trace, Deriving.meaning(set, kept), trace.bodies().of(body))
                    .put("mappingVersion", set.version());
            return;
        }
        var reading = set.reading(body);
        var envelope = reading.decoded().envelope();
        var decoded = trace.step("decoded", took.get(Steps.Step.DECODED));
        decoded.put("dialect", envelope.dialect())
                .put("version", envelope.version())
                .put("charset", envelope.charset())
                .put("mappingVersion", set.version());
        decoded.set("in", trace.bodies().of(body));
        reading.message().ifPresent(read -> decoded.set("out", trace.bodies().of(read)));
        reading.told()
                .ifPresent(told -> {
                    var mapped = trace.step("mapped", null);
                    mapped.put("mapping", reading.mapping().orElse(""));
                    reading.message().ifPresent(read -> mapped.set("in", trace.bodies().of(read)));
                    mapped.set("out", trace.bodies().of(told));
                });
        var step =
                checked(
                        trace,
                        Deriving.meaning(set, kept),
                        reading.told()
                                .map(told -> trace.bodies().of(told))
                                .orElse(JsonNodeFactory.instance.nullNode()));
        if (reading.decoded() instanceof Decoded.NotConcerned) {
            step.put("concerned", false);
        }
    }

    private static ObjectNode checked(Trace trace, Meaning meaning, JsonNode in) {
        var step = trace.step("validated", null);
        step.set("in", in);
        var events = JsonNodeFactory.instance.arrayNode();
        meaning.events().forEach(events::add);
        step.set("out", trace.bodies().of(events));
        step.put("events", events.size());
        step.set("faults", FaultJson.array(meaning.faults()));
        return step;
    }

    private void effects(Trace trace, Kept kept, MappingSet set, Map<Steps.Step, Integer> took) {
        var events = rows.events(kept.id());
        if (events.isEmpty()) {
            return;
        }
        var appended = trace.step("appended", took.get(Steps.Step.APPENDED));
        appended.put("superseded", rows.superseded(kept.id()));
        var list = appended.putArray("rows");
        for (var event : events) {
            var row = list.addObject().put("position", event.position()).put("type", event.type());
            put(row, "subject", event.subject());
            row.set("event", trace.bodies().of(StoredEvents.read(event.content())));
        }
        var before = new TreeMap<String, JsonNode>();
        var after =
                beside(
                        kept,
                        set,
                        foregoing -> {
                            before.putAll(foregoing.standing());
                            foregoing.tell(Deriving.events(kept));
                            return foregoing.standing();
                        });
        differences(trace, "folded", "consultation", took.get(Steps.Step.FOLDED), before, after);
        projected(trace, kept.id(), took.get(Steps.Step.PROJECTED));
        var changed = differences(trace, "aimed", "target", null, before, after);
        var delivered = trace.step("delivered", null).putArray("deliveries");
        changed.forEach((stream, target) ->
                rows.deliveries(stream, target.path("target"), trace.bodies())
                        .forEach(delivered::add));
    }

    private void projected(Trace trace, long message, @Nullable Integer took) {
        var list = trace.step("projected", took).putArray("resources");
        for (var version : rows.versions(message)) {
            var one = list.addObject().put("version", version.reference());
            one.set("after", trace.bodies().of(version.after()));
            one.set("changes", trace.changes(JsonDifference.of(version.before(), version.after())));
        }
    }

    /** Tells what changed of one kind; what stands of it after, by id. */
    private static Map<String, JsonNode> differences(
            Trace trace,
            String name,
            String kind,
            @Nullable Integer took,
            Map<String, JsonNode> before,
            Map<String, JsonNode> after) {
        var list = trace.step(name, took).putArray(kind + "s");
        var changed = new TreeMap<String, JsonNode>();
        var ids = new TreeSet<>(before.keySet());
        ids.addAll(after.keySet());
        ids.stream()
                .filter(id -> id.startsWith(kind + " "))
                .forEach(id -> {
                    var old = before.getOrDefault(id, MissingNode.getInstance());
                    var now = after.getOrDefault(id, MissingNode.getInstance());
                    var changes = JsonDifference.of(old, now);
                    if (!changes.isEmpty()) {
                        var short_ = id.substring(kind.length() + 1);
                        changed.put(short_, now);
                        list.addObject().put("id", short_).set("changes", trace.changes(changes));
                    }
                });
        return changed;
    }

    private <T> T beside(Kept kept, MappingSet set, Function<Foregoing, T> work) {
        var position = rows.events(kept.id()).getFirst().position();
        try (var scratch = scratches.open()) {
            return scratch.inOneMoment(() -> {
                var foregoing = new Foregoing(scratch, set, kept, position);
                foregoing.tellWhatWasKnown();
                return work.apply(foregoing);
            });
        } catch (SQLException away) {
            throw new FaultException(List.of(new Fault(FaultCode.TRP_601, "")), away);
        }
    }

    private static @Nullable Integer sum(
            Map<Steps.Step, Integer> took, Steps.Step one, Steps.Step other) {
        return took.isEmpty() ? null : took.getOrDefault(one, 0) + took.getOrDefault(other, 0);
    }

    private static void put(ObjectNode json, String field, @Nullable String value) {
        if (value != null) {
            json.put(field, value);
        }
    }
}
