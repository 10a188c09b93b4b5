package se.trepart.cases;

import com.fasterxml.jackson.databind.JsonNode;

import se.trepart.consultation.Consultation;
import se.trepart.consultation.ConsultationId;
import se.trepart.consultation.Event;
import se.trepart.consultation.Folding;
import se.trepart.consultation.OpaqueIds;
import se.trepart.mapping.MappingSet;
import se.trepart.mapping.StateJson;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The pure stages, from the log to the resources: no database, no clock, no network. */
final class Stages {
    /** The key of every opaque id in the cases, so that they can be compared as text. */
    static final byte[] KEY = "a key that only the cases have.".getBytes(StandardCharsets.UTF_8);

    private final MappingSet mappings;
    private final Folding folding = new Folding(Duration.ofMinutes(2));
    private final OpaqueIds ids = new OpaqueIds(KEY);

    Stages(MappingSet mappings) {
        this.mappings = mappings;
    }

    /** The same log, each event with the consultations that know it. */
    List<Told> joined(List<Told> log) {
        var persons = Persons.of(log.stream().map(Told::event).toList());
        var named = new TreeMap<String, List<Event>>();
        log.forEach(told ->
                told.subject()
                        .ifPresent(id ->
                                named.computeIfAbsent(id, any -> new java.util.ArrayList<>())
                                        .add(told.event())));
        var alone =
                named.entrySet().stream()
                        .map(entry ->
                                folding.fold(
                                        ConsultationId.parse(entry.getKey()),
                                        entry.getValue(),
                                        Optional.empty()))
                        .toList();
        var joins =
                Joins.of(
                        log.stream()
                                .filter(told -> told.subject().isEmpty())
                                .map(Told::event)
                                .toList(),
                        alone,
                        persons::current);
        var strays = new StrayJoins(alone, joins, persons::current, log);
        return log.stream()
                .map(told ->
                        new Told(
                                told.message(),
                                told.subject()
                                        .map(List::of)
                                        .or(() ->
                                                Joins.visit(told.event()).map(joins::consultations))
                                        .orElseGet(() -> strays.consultations(told)),
                                told.json()))
                .toList();
    }

    /** Every consultation of a joined log, folded. */
    SortedMap<String, Consultation> consultations(List<Told> log) {
        var persons = Persons.of(log.stream().map(Told::event).toList());
        var all = new TreeMap<String, Consultation>();
        log.stream()
                .flatMap(told -> told.consultations().stream())
                .distinct()
                .forEach(id -> {
                    var events =
                            log.stream()
                                    .filter(told -> told.consultations().contains(id))
                                    .map(Told::event)
                                    .toList();
                    var unnamed = folding.fold(ConsultationId.parse(id), events, Optional.empty());
                    var patient = Joins.patient(unnamed.events()).map(persons::person);
                    all.put(id, folding.fold(ConsultationId.parse(id), events, patient));
                });
        return all;
    }

    /** Every consultation's state, by id, as the fold alone tells it. */
    JsonNode states(List<Told> log) {
        var writer = new StateJson(ids, mappings.registry());
        var all = Json.MAPPER.createObjectNode();
        consultations(log).forEach((id, state) -> all.set(id, writer.write(state)));
        return all;
    }

    /** What the states make, consultation by consultation. */
    JsonNode resources(JsonNode states) {
        var all = Json.MAPPER.createArrayNode();
        states.forEach(state ->
                mappings.transform("fhir/consultation", state).path("resources").forEach(all::add));
        return all;
    }
}
