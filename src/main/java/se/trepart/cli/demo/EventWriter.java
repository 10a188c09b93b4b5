package se.trepart.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Writes a step as the CloudEvent that its source would send (contract 3.1). */
final class EventWriter {
    private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalDate date;
    private final Day.Senders senders;

    EventWriter(Day day) {
        this.date = day.date();
        this.senders = day.senders();
    }

    /** Who tells a step: the event's source. */
    String source(Day.Story story, Step step) {
        return switch (step.kind()) {
            case REQUESTED, JOINED, LEFT, FAILED -> senders.video();
            case MEDICAL_REGISTRATION, REFERRAL_ACCEPTED, REFERRAL_RETURNED -> hospital(story);
            case CANCELLED ->
                    "hospital".equals(step.marks().get("by")) ? hospital(story) : journal(story);
            case BOOKED,
                    RESCHEDULED,
                    NO_SHOW,
                    VISIT_STARTED,
                    VISIT_ENDED,
                    VISIT_CANCELLED,
                    CODES_RECORDED,
                    PATIENT_UPDATED,
                    OUTCOME,
                    REFERRAL_SENT,
                    ENTERED_IN_ERROR ->
                    journal(story);
        };
    }

    /**
     * The event as JSON.
     *
     * @param sequence the source's own order; empty where it has none
     */
    byte[] event(Day.Story story, Step step, String id, String sequence) {
        ObjectNode event = object();
        event.put("specversion", "1.0").put("id", id).put("source", source(story, step));
        event.put("type", "se.trepart." + type(step.kind())).put("subject", story.consultation());
        event.put("time", time(step.at())).put("datacontenttype", "application/json");
        if (!sequence.isEmpty()) {
            event.put("sequence", sequence);
        }
        event.set("data", data(story, step));
        try {
            return JSON.writeValueAsString(event).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String type(Step.Kind kind) {
        return switch (kind) {
            case REQUESTED -> "consultation.requested.v1";
            case BOOKED -> "consultation.booked.v1";
            case RESCHEDULED -> "consultation.rescheduled.v1";
            case CANCELLED -> "consultation.cancelled.v1";
            case VISIT_STARTED -> "visit.started.v1";
            case VISIT_ENDED -> "visit.ended.v1";
            case VISIT_CANCELLED, NO_SHOW -> "visit.cancelled.v1";
            case CODES_RECORDED -> "visit.codes-recorded.v1";
            case PATIENT_UPDATED -> "patient.updated.v1";
            case JOINED -> "specialist.joined.v1";
            case LEFT -> "specialist.left.v1";
            case FAILED -> "consultation.failed.v1";
            case OUTCOME -> "outcome.recorded.v1";
            case MEDICAL_REGISTRATION -> "medical-registration.recorded.v1";
            case REFERRAL_SENT -> "referral.sent.v1";
            case REFERRAL_ACCEPTED -> "referral.accepted.v1";
            case REFERRAL_RETURNED -> "referral.returned.v1";
            case ENTERED_IN_ERROR -> "consultation.entered-in-error.v1";
        };
    }

    private ObjectNode data(Day.Story story, Step step) {
        return switch (step.kind()) {
            case REQUESTED -> call(story, step);
            case BOOKED -> booking(story, step);
            case RESCHEDULED -> object().set("slot", slot(step));
            case CANCELLED ->
                    object().put("by", step.marks().getOrDefault("by", "primary-care"))
                            .put("reason", step.word(0));
            case VISIT_STARTED ->
                    visiting(story)
                            .<ObjectNode>set("patient", patient(story))
                            .set("physician", actor(story.vardcentral().physician()));
            case VISIT_ENDED -> visiting(story);
            case VISIT_CANCELLED -> visiting(story).put("reason", step.word(0));
            case NO_SHOW -> visiting(story).put("reason", "patient-no-show");
            case CODES_RECORDED -> visiting(story).set("procedures", codes(step.words()));
            case PATIENT_UPDATED ->
                    object().set("patient", patient(story).put("phone", step.word(0)));
            case JOINED, LEFT ->
                    object().put("specialistUnit", story.asked().hsaId())
                            .set("specialist", actor(specialist(story, step)));
            case FAILED, ENTERED_IN_ERROR -> object().put("reason", step.word(0));
            case OUTCOME ->
                    object().put("outcome", step.word(0))
                            .set("by", actor(story.vardcentral().physician()));
            case MEDICAL_REGISTRATION -> medicalRegistration(story, step);
            case REFERRAL_SENT ->
                    referral(step)
                            .put("from", story.vardcentral().hsaId())
                            .put("to", story.asked().hsaId());
            case REFERRAL_ACCEPTED ->
                    referral(step).set("vardatagande", object().put("id", step.word(1)));
            case REFERRAL_RETURNED -> referral(step).put("reason", step.word(1));
        };
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode call(Day.Story story, Step step) {
        ObjectNode data = object();
        data.set("patient", patient(story));
        data.set("visit", visit(story, !step.is("blind")));
        data.set("physician", actor(story.vardcentral().physician()));
        data.put("specialty", story.asked().specialty());
        return data.put("specialistUnit", story.asked().hsaId());
    }

    private ObjectNode booking(Day.Story story, Step step) {
        ObjectNode data = call(story, step);
        data.set("specialist", actor(specialist(story, step)));
        data.set("slot", slot(step));
        data.putObject("meeting").put("url", senders.video() + "m/" + story.consultation());
        return data;
    }

    private static ObjectNode visiting(Day.Story story) {
        return object().set("visit", visit(story, true));
    }

    private static ObjectNode medicalRegistration(Day.Story story, Step step) {
        ObjectNode data = object();
        data.set("diagnoses", diagnoses(step.words()));
        data.set("procedures", codes(KvaOrIcd.procedures(step.words())));
        return data.set("by", actor(specialist(story, step)));
    }

    private static ObjectNode referral(Step step) {
        return object().set("referral", object().put("id", step.word(0)));
    }

    private static ObjectNode patient(Day.Story story) {
        Day.Patient patient = story.patient();
        ObjectNode node = object();
        node.putObject("identifier").put("type", patient.type()).put("value", patient.identitet());
        node.putObject("name").put("family", patient.family()).put("given", patient.given());
        return node.put("protection", patient.protection());
    }

    private static ObjectNode visit(Day.Story story, boolean numbered) {
        ObjectNode visit = object();
        if (numbered) {
            visit.put("id", story.besok());
        }
        return visit.put("unit", story.vardcentral().hsaId());
    }

    private static ObjectNode actor(Day.Actor actor) {
        ObjectNode node = object().put("hsaId", actor.hsaId());
        node.putObject("name").put("family", actor.family()).put("given", actor.given());
        return node;
    }

    /** Who answers: the clinic's first specialist, or its second where the line says so. */
    static Day.Actor specialist(Day.Story story, Step step) {
        return story.asked().specialists().get(step.is("second") ? 1 : 0);
    }

    private ObjectNode slot(Step step) {
        Step.Slot slot = step.slot(date);
        return object().put("start", time(slot.start())).put("end", time(slot.end()));
    }

    private static ArrayNode diagnoses(List<String> words) {
        ArrayNode nodes = JsonNodeFactory.instance.arrayNode();
        KvaOrIcd.diagnoses(words)
                .forEach(
                        code -> nodes.addObject().put("code", code).put("main", nodes.size() == 1));
        return nodes;
    }

    private static ArrayNode codes(List<String> words) {
        ArrayNode nodes = JsonNodeFactory.instance.arrayNode();
        words.forEach(code -> nodes.addObject().put("code", code));
        return nodes;
    }

    private static String time(LocalDateTime at) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atZone(STOCKHOLM));
    }

    private String hospital(Day.Story story) {
        return senders.hospital() + lastPart(story.asked().hsaId());
    }

    private String journal(Day.Story story) {
        return senders.journal() + lastPart(story.vardcentral().hsaId());
    }

    private static String lastPart(String hsaId) {
        return hsaId.substring(hsaId.indexOf('-') + 1);
    }
}
