package se.trepart.projection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

import se.trepart.consultation.Consultation;
import se.trepart.consultation.ConsultationId;
import se.trepart.consultation.Event;
import se.trepart.consultation.EventData;
import se.trepart.consultation.Folding;
import se.trepart.consultation.OpaqueIds;
import se.trepart.consultation.Person;
import se.trepart.consultation.PrimaryCareRegistration;
import se.trepart.delivery.Rendering;
import se.trepart.mapping.Decoded;
import se.trepart.mapping.EventReader;
import se.trepart.mapping.Mappings;
import se.trepart.mapping.RegistrationJson;
import se.trepart.mapping.StateJson;
import se.trepart.projection.fhir.VersionId;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * All that the hub makes of a message, without a database: the message and what is stored of its
 * consultation become events, a person, a state, every FHIR resource of them as JSON, and both
 * registrations as messages.
 */
public final class PureProjection {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant RECORDED = Instant.parse("2026-11-27T10:00:00Z");

    private final Mappings mappings = Mappings.load(Path.of("mappings"));
    private final Map<String, Rendering> renderings = renderings(mappings);
    private final Folding folding = new Folding(Duration.ofMinutes(2));
    private final OpaqueIds ids =
            new OpaqueIds("a key of the benchmarks".getBytes(StandardCharsets.UTF_8));
    private final List<String> stored = new ArrayList<>();

    /**
     * What a message has become.
     *
     * @param resources as JSON
     * @param registrations as HL7 v2
     */
    public record Made(List<byte[]> resources, List<byte[]> registrations) {}

    private static Map<String, Rendering> renderings(Mappings mappings) {
        var context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(
                        new MapPropertySource(
                                "bench", Map.of("trepart.hsa-id", "SE162321000255-TRP001")));
        context.registerBean(Mappings.class, () -> mappings);
        context.scan("se.trepart.projection.pasis", "se.trepart.projection.primarycare");
        context.refresh();
        return context.getBeansOfType(Rendering.class).values().stream()
                .collect(Collectors.toMap(Rendering::destination, rendering -> rendering));
    }

    /** Keeps what an HL7 v2 message told, as the log does. */
    public void store(byte[] message) {
        events(message).forEach(event -> stored.add(event.toString()));
    }

    /** Keeps an event. */
    public void storeEvent(byte[] event) {
        stored.add(
                mappings.current()
                        .events()
                        .normalised(read(new String(event, StandardCharsets.UTF_8)))
                        .toString());
    }

    /** Makes everything that follows from one more message. */
    public Made make(byte[] message) {
        var told =
                events(message).stream()
                        .map(event -> Derived.of(event, EventReader.read(event, RECORDED), ids))
                        .toList();
        var events =
                new ArrayList<Event>(
                        stored.stream()
                                .map(content -> EventReading.read(content, RECORDED))
                                .toList());
        told.forEach(derived -> events.add(derived.event()));
        var person =
                events.stream()
                        .flatMap(event -> event.data().toldPatient().stream())
                        .findFirst()
                        .map(patient -> Person.of(patient.identifier(), List.of(), events));
        var id = told.getFirst().row().subject();
        var facts = folding.fold(ConsultationId.parse(Objects.requireNonNull(id)), events, person);
        var state = facts.withContradictions(ClosedDays.in(facts, mappings.current().registry()));
        return new Made(
                resources(state, told).stream().map(PureProjection::bytes).toList(),
                registrations(state));
    }

    private List<ObjectNode> events(byte[] message) {
        return switch (mappings.current().decode(message)) {
            case Decoded.Concerning concerning -> concerning.events();
            case Decoded.NotConcerned nothing -> List.of();
            case Decoded.Refused refused ->
                    throw new IllegalArgumentException(refused.faults().toString());
        };
    }

    private List<ObjectNode> resources(Consultation state, List<Derived> told) {
        var set = mappings.current();
        var json = new StateJson(ids, set.registry()).write(state);
        var all = new ArrayList<>(Views.resources(set.transform("fhir/consultation", json)));
        state.patient()
                .ifPresent(person ->
                        PersonJson.all(person, ids)
                                .forEach(one ->
                                        all.add((ObjectNode) set.transform("fhir/person", one))));
        state.events().stream()
                .flatMap(event -> event.data().toldActors().stream())
                .collect(
                        Collectors.toMap(
                                EventData.Actor::hsaId, actor -> actor, (one, other) -> one))
                .values()
                .forEach(actor -> all.addAll(practitioner(actor)));
        var versions =
                all.stream()
                        .map(resource ->
                                new VersionId(
                                        resource.path("resourceType").asText(),
                                        resource.path("id").asText(),
                                        1))
                        .toList();
        for (var derived : told) {
            all.addAll(
                    Views.resources(
                            set.transform(
                                    "fhir/provenance",
                                    ProvenanceJson.of(
                                            derived, versions, RECORDED, set.version()))));
        }
        return all;
    }

    private List<ObjectNode> practitioner(EventData.Actor actor) {
        var json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", ids.practitioner(actor.hsaId()))
                        .put("hsaId", actor.hsaId().value());
        actor.name().ifPresent(name -> json.set("name", PersonJson.name(name)));
        return Views.resources(mappings.current().transform("fhir/practitioner", json));
    }

    private List<byte[]> registrations(Consultation state) {
        var set = mappings.current();
        var made = new ArrayList<byte[]>();
        state.pasisRegistration()
                .map(RegistrationJson::pasis)
                .ifPresent(json ->
                        made.add(
                                rendered(
                                        "pasis",
                                        state.id().value(),
                                        set.transform("pasis/target", json),
                                        "{}")));
        state.visit()
                .key()
                .ifPresent(visit ->
                        PrimaryCareRegistration.of(visit, List.of(state))
                                .map(RegistrationJson::primaryCare)
                                .ifPresent(json ->
                                        made.add(
                                                rendered(
                                                        "primary-care",
                                                        visit.toString(),
                                                        set.transform("primary-care/target", json),
                                                        RegistrationJson.primaryCareContext(
                                                                        List.of(state))
                                                                .toString()))));
        return made;
    }

    private byte[] rendered(String destination, String key, JsonNode target, String context) {
        return Objects.requireNonNull(renderings.get(destination))
                .render(
                        new Rendering.Owed(
                                key, target.toString(), null, context, RECORDED, null, 1))
                .message();
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
