package se.trepart.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

import se.trepart.consultation.Event;
import se.trepart.mapping.EventReader;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * One line of {@code 1-events.json}: an event of the log.
 *
 * @param message which message of the case told it, from 1
 * @param consultations which consultations know it after the last message; none for a visit that is
 *     nobody's
 * @param json the CloudEvent
 */
record Told(int message, List<String> consultations, JsonNode json) {
    /** When the first message of every case would have been committed, less one minute. */
    private static final Instant NOON = Instant.parse("2023-11-30T11:00:00Z");

    static List<Told> read(String stage) {
        return StreamSupport.stream(Json.read(stage).spliterator(), false)
                .map(line ->
                        new Told(
                                line.path("message").asInt(),
                                StreamSupport.stream(
                                                line.path("consultations").spliterator(), false)
                                        .map(JsonNode::asText)
                                        .toList(),
                                line.path("event")))
                .toList();
    }

    static String write(List<Told> all) {
        ArrayNode lines = Json.MAPPER.createArrayNode();
        for (var told : all) {
            var line = lines.addObject().put("message", told.message());
            told.consultations().forEach(line.putArray("consultations")::add);
            line.set("event", told.json());
        }
        return Json.write(lines);
    }

    /** The consultation that the event itself names. */
    Optional<String> subject() {
        return Optional.ofNullable(json.path("subject").textValue());
    }

    /** The time of record of the case's n-th message. */
    static Instant committed(int message) {
        return NOON.plus(Duration.ofMinutes(message));
    }

    Event event() {
        return EventReader.read(json, committed(message));
    }
}
