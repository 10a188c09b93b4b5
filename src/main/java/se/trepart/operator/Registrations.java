package se.trepart.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import se.trepart.consultation.Event;
import se.trepart.consultation.EventData;
import se.trepart.consultation.EventOrder;
import se.trepart.consultation.KvaKod;
import se.trepart.delivery.StreamView;
import se.trepart.delivery.Streams;
import se.trepart.fault.FaultCode;
import se.trepart.log.Consultations;
import se.trepart.log.Telling;
import se.trepart.mapping.EventReader;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What both record systems must hold for a consultation, what they have confirmed, and whether that
 * agrees: for every destination nothing is pending, in flight, held or unknown, and target =
 * confirmed; nothing to register is agreed (contract 8). Where the hub delivers XS004, the
 * vårdcentral's own word about the visit's codes counts too (contract 4).
 */
@Component
class Registrations {
    private static final String PASIS = "pasis";
    private static final String PRIMARY_CARE = "primary-care";

    private final Streams streams;
    private final Telling telling;
    private final boolean delivers;

    Registrations(
            Streams streams,
            Telling telling,
            @Value("${trepart.destination.primary-care.mode}") String mode) {
        this.streams = streams;
        this.telling = telling;
        this.delivers = mode.equals("deliver");
    }

    /**
     * How one consultation stands.
     *
     * @param causes why it is not agreed, one for each thing that is wrong
     */
    record Standing(
            Optional<StreamView> pasis, Optional<StreamView> primaryCare, List<ObjectNode> causes) {
        boolean agreed() {
            return causes.isEmpty();
        }

        /** As in the API; what was never owed is {@code none}. */
        static String state(Optional<StreamView> stream) {
            return stream.map(StreamView::registration).orElse("none");
        }
    }

    /** How each of the consultations stands, by its id. */
    Map<String, Standing> of(List<Consultations.Row> rows) {
        var keys = rows.stream().flatMap(row -> keys(row).stream()).toList();
        var found = streams.of(keys, rows.stream().map(Consultations.Row::id).toList());
        var codes =
                telling.codesOf(
                        rows.stream()
                                .map(Consultations.Row::visit)
                                .filter(Objects::nonNull)
                                .toList());
        var standings = new HashMap<String, Standing>();
        rows.forEach(row -> standings.put(row.id(), standing(row, found, codes)));
        return standings;
    }

    /** The names of the streams that a consultation has part in. */
    static List<StreamView.Key> keys(Consultations.Row row) {
        var keys = new ArrayList<StreamView.Key>();
        keys.add(new StreamView.Key(PASIS, row.id()));
        if (row.visit() != null) {
            keys.add(new StreamView.Key(PRIMARY_CARE, row.visit()));
        }
        keys.add(new StreamView.Key(PRIMARY_CARE, "?" + row.id()));
        return keys;
    }

    private Standing standing(
            Consultations.Row row, List<StreamView> found, Map<String, List<Telling.Told>> codes) {
        var keys = keys(row);
        var own = new LinkedHashMap<StreamView.Key, StreamView>();
        found.stream()
                .filter(stream ->
                        keys.contains(stream.key()) || stream.consultation().equals(row.id()))
                .forEach(stream -> own.put(stream.key(), stream));
        var causes = new ArrayList<ObjectNode>();
        own.values().stream()
                .filter(stream -> !stream.agrees())
                .map(Registrations::cause)
                .forEach(causes::add);
        var visit = row.visit();
        if (visit != null) {
            var stream = Optional.ofNullable(own.get(new StreamView.Key(PRIMARY_CARE, visit)));
            // What is only watched is compared by its stream, where there is one.
            if (delivers || stream.isEmpty()) {
                observed(stream, codes.getOrDefault(visit, List.of())).ifPresent(causes::add);
            }
        }
        return new Standing(
                Optional.ofNullable(own.get(keys.getFirst())),
                keys.stream()
                        .skip(1)
                        .flatMap(key -> Optional.ofNullable(own.get(key)).stream())
                        .findFirst(),
                causes);
    }

    private static ObjectNode cause(StreamView stream) {
        var json =
                Answers.object()
                        .put("destination", stream.key().destination())
                        .put("state", stream.registration());
        var code = stream.cause();
        if (code != null) {
            json.setAll(Answers.cause(code, stream.causeDetail()));
            return json;
        }
        return json.put(
                "text",
                stream.inFlight()
                        ? "Skickad, svaret har inte kommit än."
                        : "Väntar på att skickas.");
    }

    /**
     * What the vårdcentral's system told of the visit's codes since it last confirmed, or at all
     * when it never did: the latest in the order must name XS004 exactly when it is wanted.
     */
    private static Optional<ObjectNode> observed(
            Optional<StreamView> stream, List<Telling.Told> told) {
        var since = stream.map(StreamView::confirmedAt);
        var wanted = stream.map(StreamView::target).isPresent();
        var events =
                told.stream()
                        .map(each ->
                                EventReader.read(Answers.stored(each.content()), each.recordedAt()))
                        .toList();
        return EventOrder.sorted(events).reversed().stream()
                .filter(event -> since.map(time -> event.recordedAt().isAfter(time)).orElse(true))
                .findFirst()
                .filter(latest -> holdsXs004(latest) != wanted)
                .map(latest -> {
                    var code = wanted ? FaultCode.TRP_408 : FaultCode.TRP_409;
                    var json =
                            Answers.object()
                                    .put("destination", PRIMARY_CARE)
                                    .put("state", Standing.state(stream));
                    json.setAll(Answers.cause(code.code(), ""));
                    return json;
                });
    }

    private static boolean holdsXs004(Event event) {
        return event.data() instanceof EventData.VisitCodesRecorded recorded
                && recorded.procedures().contains(KvaKod.XS004);
    }
}
