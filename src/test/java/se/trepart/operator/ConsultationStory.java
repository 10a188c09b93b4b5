package se.trepart.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.concurrent.atomic.AtomicInteger;

/** What happened in one consultation at a vårdcentral, told to a hub event by event. */
final class ConsultationStory {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String VISIT =
            "\"visit\":{\"id\":\"%s\",\"unit\":\"SE162321000255-TRP101\"}";
    private static final String PATIENT =
            "\"patient\":{\"identifier\":{\"type\":\"personnummer\",\"value\":\"199101012384\"}}";
    private static final String SPECIALIST =
            "{\"specialist\":{\"hsaId\":\"SE162321000255-TRP951\"},"
                    + "\"specialistUnit\":\"SE162321000255-TRP202\"}";

    private final RunningHub hub;
    private final String id;
    private final String visit;
    private int told;

    private ConsultationStory(RunningHub hub, int number) {
        this.hub = hub;
        this.id = "K-story-" + number;
        this.visit = "B-story-" + number;
    }

    static ConsultationStory begin(RunningHub hub) {
        return new ConsultationStory(hub, COUNT.incrementAndGet());
    }

    String id() {
        return id;
    }

    ConsultationStory requested() {
        return tell(
                "consultation.requested.v1",
                "10:00:00",
                "{"
                        + PATIENT
                        + ","
                        + VISIT.formatted(visit)
                        + ",\"physician\":{\"hsaId\":\"SE162321000255-TRP901\"},"
                        + "\"specialty\":\"ortopedi\",\"specialistUnit\":\"SE162321000255-TRP202\"}");
    }

    ConsultationStory joined() {
        return tell("specialist.joined.v1", "10:05:00", SPECIALIST);
    }

    ConsultationStory left() {
        return tell("specialist.left.v1", "10:20:00", SPECIALIST);
    }

    ConsultationStory diagnosed() {
        return tell(
                "medical-registration.recorded.v1",
                "11:00:00",
                "{\"diagnoses\":[{\"code\":\"S836\",\"main\":true}],\"procedures\":[]}");
    }

    /** The vårdcentral's own word about the visit's codes. */
    ConsultationStory codesRecorded(String code) {
        return tell(
                "visit.codes-recorded.v1",
                "12:00:00",
                "{" + VISIT.formatted(visit) + ",\"procedures\":[{\"code\":\"" + code + "\"}]}");
    }

    ConsultationStory enteredInError() {
        return tell(
                "consultation.entered-in-error.v1", "13:00:00", "{\"reason\":\"wrong patient\"}");
    }

    private ConsultationStory tell(String type, String time, String data) {
        try {
            ObjectNode event =
                    JSON.createObjectNode()
                            .put("specversion", "1.0")
                            .put("id", id + "-" + ++told)
                            .put("source", "https://video.example.se/")
                            .put("type", "se.trepart." + type)
                            .put("subject", id)
                            .put("time", "2023-03-14T" + time + "+01:00");
            event.set("data", JSON.readTree(data));
            hub.tell(event.toString());
            return this;
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
