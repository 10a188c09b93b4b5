package se.trepart.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

import org.springframework.stereotype.Component;

import se.trepart.consultation.Event;
import se.trepart.consultation.EventOrder;
import se.trepart.log.Telling;
import se.trepart.mapping.CodeTables;
import se.trepart.mapping.EventReader;
import se.trepart.mapping.Mappings;
import se.trepart.mapping.Times;

import java.util.ArrayList;
import java.util.HashMap;

/**
 * What happened, in the order of contract 4 and in plain Swedish: the words are the code table
 * {@code timeline}'s, by event type.
 */
@Component
class Timeline {
    private static final String PREFIX = "se.trepart.";

    private final Telling telling;
    private final Mappings mappings;

    Timeline(Telling telling, Mappings mappings) {
        this.telling = telling;
        this.mappings = mappings;
    }

    /** Each with time, text and the event's type. */
    ArrayNode of(String consultation) {
        var codes = mappings.current().codes();
        var events = new ArrayList<Event>();
        var contents = new HashMap<String, JsonNode>();
        for (var told : telling.of(consultation)) {
            var content = Answers.stored(told.content());
            var event = EventReader.read(content, told.recordedAt());
            events.add(event);
            contents.put(key(event), content);
        }
        var timeline = Answers.array();
        for (var event : EventOrder.sorted(events)) {
            var content = contents.getOrDefault(key(event), Answers.object());
            var type = content.path("type").asText();
            timeline.addObject()
                    .put("time", Times.text(event.happened()))
                    .put("text", text(codes, type.substring(PREFIX.length()), content.path("data")))
                    .put("event", type);
        }
        return timeline;
    }

    private static String text(CodeTables codes, String type, JsonNode data) {
        var text = codes.meaning("timeline", type).orElse(type);
        return codes.meaning("outcomes", data.path("outcome").asText(""))
                .map(outcome -> text + ": " + outcome)
                .orElse(text);
    }

    private static String key(Event event) {
        return event.source() + "\n" + event.id();
    }
}
