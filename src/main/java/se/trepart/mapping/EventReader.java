package se.trepart.mapping;

import com.fasterxml.jackson.databind.JsonNode;

import se.trepart.consultation.DiagnosKod;
import se.trepart.consultation.Event;
import se.trepart.consultation.EventData;
import se.trepart.consultation.HsaId;
import se.trepart.consultation.Identitetstyp;
import se.trepart.consultation.KvaKod;
import se.trepart.consultation.Personidentitet;
import se.trepart.consultation.Protection;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * Reads a checked CloudEvent (contract 3.1) into the domain's event; every type of the contract has
 * its line here, and an unknown one is a programming error.
 */
public final class EventReader {
    /** The context attribute that says what a check was of. */
    public static final String CHECKED = "trepartchecked";

    private static final String PREFIX = "se.trepart.";

    private static final Map<String, Function<JsonNode, EventData>> TYPES =
            Map.ofEntries(
                    Map.entry("consultation.requested.v1", EventReader::requested),
                    Map.entry("consultation.booked.v1", EventReader::booked),
                    Map.entry(
                            "consultation.rescheduled.v1",
                            data -> new EventData.ConsultationRescheduled(slot(data.path("slot")))),
                    Map.entry(
                            "consultation.cancelled.v1",
                            data ->
                                    new EventData.ConsultationCancelled(
                                            text(data, "by"), text(data, "reason"))),
                    Map.entry(
                            "visit.started.v1",
                            data ->
                                    new EventData.VisitStarted(
                                            patient(data.path("patient")),
                                            visit(data.path("visit")),
                                            optional(data, "physician", EventReader::actor))),
                    Map.entry(
                            "patient.updated.v1",
                            data ->
                                    new EventData.PatientUpdated(
                                            patient(data.path("patient")),
                                            optional(
                                                    data,
                                                    "replaces",
                                                    replaced ->
                                                            identity(
                                                                    replaced.path("identifier"))))),
                    Map.entry(
                            "visit.ended.v1",
                            data -> new EventData.VisitEnded(visit(data.path("visit")))),
                    Map.entry(
                            "visit.cancelled.v1",
                            data ->
                                    new EventData.VisitCancelled(
                                            visit(data.path("visit")), text(data, "reason"))),
                    Map.entry(
                            "specialist.joined.v1",
                            data ->
                                    new EventData.SpecialistJoined(
                                            actor(data.path("specialist")),
                                            HsaId.parse(text(data, "specialistUnit")))),
                    Map.entry(
                            "specialist.left.v1",
                            data ->
                                    new EventData.SpecialistLeft(
                                            actor(data.path("specialist")),
                                            HsaId.parse(text(data, "specialistUnit")))),
                    Map.entry(
                            "consultation.failed.v1",
                            data -> new EventData.ConsultationFailed(text(data, "reason"))),
                    Map.entry(
                            "outcome.recorded.v1",
                            data ->
                                    new EventData.OutcomeRecorded(
                                            text(data, "outcome"), actor(data.path("by")))),
                    Map.entry(
                            "medical-registration.recorded.v1",
                            data ->
                                    new EventData.MedicalRegistrationRecorded(
                                            each(data.path("diagnoses"), EventReader::diagnosis),
                                            each(data.path("procedures"), EventReader::procedure),
                                            optional(data, "by", EventReader::actor))),
                    Map.entry(
                            "visit.codes-recorded.v1",
                            data ->
                                    new EventData.VisitCodesRecorded(
                                            visit(data.path("visit")),
                                            each(data.path("procedures"), EventReader::procedure))),
                    Map.entry(
                            "referral.sent.v1",
                            data ->
                                    new EventData.ReferralSent(
                                            text(data.path("referral"), "id"),
                                            HsaId.parse(text(data, "from")),
                                            HsaId.parse(text(data, "to")))),
                    Map.entry(
                            "referral.accepted.v1",
                            data ->
                                    new EventData.ReferralAccepted(
                                            text(data.path("referral"), "id"),
                                            optional(
                                                    data,
                                                    "vardatagande",
                                                    vardatagande -> text(vardatagande, "id")))),
                    Map.entry(
                            "referral.returned.v1",
                            data ->
                                    new EventData.ReferralReturned(
                                            text(data.path("referral"), "id"),
                                            text(data, "reason"))),
                    Map.entry(
                            "registration.verified.v1",
                            data ->
                                    new EventData.RegistrationVerified(
                                            actor(data.path("by")), Optional.empty())),
                    Map.entry(
                            "consultation.entered-in-error.v1",
                            data -> new EventData.ConsultationEnteredInError(text(data, "reason"))),
                    Map.entry(
                            "registration.refused.v1",
                            data -> new EventData.RegistrationRefused(text(data, "destination"))),
                    Map.entry(
                            "registration.released.v1",
                            data -> new EventData.RegistrationReleased(text(data, "destination"))));

    private EventReader() {}

    /** Reads one event that was committed at the given time. */
    public static Event read(JsonNode event, Instant recordedAt) {
        var type = event.path("type").asText();
        var reader = type.startsWith(PREFIX) ? TYPES.get(type.substring(PREFIX.length())) : null;
        if (reader == null) {
            throw new IllegalArgumentException("no reader for event type " + type);
        }
        return new Event(
                event.path("source").asText(),
                event.path("id").asText(),
                optional(event, "sequence", JsonNode::asText),
                OffsetDateTime.parse(event.path("time").asText()),
                optional(event, "trepartat", at -> OffsetDateTime.parse(at.asText())),
                recordedAt,
                withChecked(event, reader.apply(event.path("data"))));
    }

    /** What the secretary saw is told beside the data, by the hub alone (CHECKED). */
    private static EventData withChecked(JsonNode event, EventData data) {
        return data instanceof EventData.RegistrationVerified verified
                ? new EventData.RegistrationVerified(
                        verified.by(), optional(event, CHECKED, JsonNode::asText))
                : data;
    }

    private static EventData requested(JsonNode data) {
        return new EventData.ConsultationRequested(
                patient(data.path("patient")),
                visit(data.path("visit")),
                actor(data.path("physician")),
                text(data, "specialty"),
                HsaId.parse(text(data, "specialistUnit")),
                optional(data, "question", EventReader::question),
                optional(data, "wouldHaveReferred", JsonNode::asText));
    }

    private static EventData booked(JsonNode data) {
        return new EventData.ConsultationBooked(
                patient(data.path("patient")),
                visit(data.path("visit")),
                actor(data.path("physician")),
                text(data, "specialty"),
                HsaId.parse(text(data, "specialistUnit")),
                optional(data, "specialist", EventReader::actor),
                slot(data.path("slot")),
                optional(data, "meeting", meeting -> new EventData.Meeting(text(meeting, "url"))),
                optional(data, "question", EventReader::question));
    }

    private static EventData.Patient patient(JsonNode json) {
        return new EventData.Patient(
                identity(json.path("identifier")),
                optional(json, "name", EventReader::name),
                optional(json, "birthDate", JsonNode::asText),
                optional(json, "gender", JsonNode::asText),
                optional(json, "address", EventReader::address),
                optional(json, "phone", JsonNode::asText),
                optional(json, "protection", protection -> Protection.of(protection.asText())));
    }

    private static Personidentitet identity(JsonNode json) {
        return Personidentitet.parse(Identitetstyp.of(text(json, "type")), text(json, "value"));
    }

    private static EventData.PersonName name(JsonNode json) {
        return new EventData.PersonName(
                optional(json, "family", JsonNode::asText),
                optional(json, "given", JsonNode::asText));
    }

    private static EventData.Address address(JsonNode json) {
        return json.isTextual()
                ? new EventData.Address(
                        Optional.of(json.asText()), List.of(), Optional.empty(), Optional.empty())
                : new EventData.Address(
                        optional(json, "text", JsonNode::asText),
                        each(json.path("line"), JsonNode::asText),
                        optional(json, "postalCode", JsonNode::asText),
                        optional(json, "city", JsonNode::asText));
    }

    private static EventData.Visit visit(JsonNode json) {
        return new EventData.Visit(
                optional(json, "id", JsonNode::asText), HsaId.parse(text(json, "unit")));
    }

    private static EventData.Actor actor(JsonNode json) {
        return new EventData.Actor(
                HsaId.parse(text(json, "hsaId")), optional(json, "name", EventReader::name));
    }

    private static EventData.Slot slot(JsonNode json) {
        return new EventData.Slot(
                OffsetDateTime.parse(text(json, "start")), OffsetDateTime.parse(text(json, "end")));
    }

    private static EventData.Question question(JsonNode json) {
        return new EventData.Question(
                optional(json, "text", JsonNode::asText),
                each(json.path("codes"), JsonNode::asText));
    }

    private static EventData.Diagnosis diagnosis(JsonNode json) {
        return new EventData.Diagnosis(
                DiagnosKod.parse(text(json, "code")), json.path("main").asBoolean(false));
    }

    private static KvaKod procedure(JsonNode json) {
        return KvaKod.parse(text(json, "code"));
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).asText();
    }

    private static <T> Optional<T> optional(
            JsonNode json, String field, Function<JsonNode, T> reader) {
        var value = json.get(field);
        return value == null || value.isNull()
                ? Optional.empty()
                : Optional.of(reader.apply(value));
    }

    private static <T> List<T> each(JsonNode array, Function<JsonNode, T> reader) {
        return StreamSupport.stream(array.spliterator(), false).map(reader).toList();
    }
}
