package se.trepart.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.consultation.Consultation;
import se.trepart.consultation.Contradiction;
import se.trepart.consultation.EventData;
import se.trepart.consultation.HsaId;
import se.trepart.consultation.KvaKod;
import se.trepart.consultation.OpaqueIds;
import se.trepart.consultation.Person;
import se.trepart.consultation.Presence;
import se.trepart.consultation.Referral;
import se.trepart.consultation.SecretaryTask;
import se.trepart.registry.Registry;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes a consultation's state as JSON: what {@code mappings/fhir/consultation.jslt} reads and
 * what the log stores. Absent facts are absent keys, times are RFC 3339 with Stockholm's offset.
 */
public final class StateJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final OpaqueIds ids;
    private final Registry registry;

    public StateJson(OpaqueIds ids, Registry registry) {
        this.ids = ids;
        this.registry = registry;
    }

    /** The whole state of one consultation. */
    public ObjectNode write(Consultation state) {
        var json = JSON.objectNode();
        json.put("id", state.id().value());
        json.put("phase", state.phase().code());
        json.put("booked", state.booking().booked());
        json.put("tookPlace", state.tookPlace());
        state.patient().ifPresent(person -> json.set("patient", patient(person)));
        visit(state).ifPresent(visit -> json.set("visit", visit));
        physician(state).ifPresent(physician -> json.set("physician", physician));
        state.specialty().ifPresent(specialty -> json.put("specialty", specialty));
        state.clinic().ifPresent(clinic -> json.put("specialistUnit", clinic.value()));
        specialists(json, state);
        state.booking()
                .slot()
                .ifPresent(slot ->
                        period(json.putObject("slot"), slot.start(), Optional.of(slot.end())));
        state.booking()
                .meeting()
                .ifPresent(meeting -> json.putObject("meeting").put("url", meeting.url()));
        request(json, state);
        if (state.tookPlace()) {
            period(json.putObject("call"), state.call().start().orElseThrow(), state.call().end());
        }
        cancellation(json, state);
        state.failure()
                .ifPresent(failure -> json.putObject("failure").put("reason", failure.reason()));
        state.outcome()
                .ifPresent(outcome -> {
                    var told = json.putObject("outcome").put("code", outcome.outcome());
                    told.set("by", actor(outcome.by()));
                });
        registration(json, state);
        referrals(json, state);
        var contradictions = json.putArray("contradictions");
        state.contradictions().forEach(found -> contradictions.add(contradiction(found)));
        return json;
    }

    private ObjectNode patient(Person person) {
        var json = JSON.objectNode();
        json.put("id", ids.person(person.identifier()));
        json.putObject("identifier")
                .put("type", person.identifier().type().code())
                .put("value", person.identifier().value());
        json.put("protection", person.protection().code());
        return json;
    }

    private static Optional<ObjectNode> visit(Consultation state) {
        return state.visit()
                .named()
                .map(named -> {
                    var json = JSON.objectNode();
                    named.id().ifPresent(id -> json.put("id", id));
                    json.put("unit", named.unit().value());
                    state.visitStatus().ifPresent(status -> json.put("status", status));
                    state.visit()
                            .started()
                            .ifPresent(start -> json.put("start", Times.text(start)));
                    state.visit().ended().ifPresent(end -> json.put("end", Times.text(end)));
                    state.visit().cancelled().ifPresent(reason -> json.put("reason", reason));
                    return json;
                });
    }

    private Optional<ObjectNode> physician(Consultation state) {
        return state.physician()
                .map(physician -> {
                    var json = actor(physician);
                    state.visit()
                            .named()
                            .ifPresent(visit ->
                                    json.put("roleId", ids.role(physician.hsaId(), visit.unit())));
                    return json;
                });
    }

    private void specialists(ObjectNode json, Consultation state) {
        var all = json.putArray("specialists");
        state.call().presences().forEach(presence -> all.add(specialist(presence)));
        if (all.isEmpty()) {
            state.booking()
                    .specialist()
                    .ifPresent(booked -> {
                        var planned = actor(booked);
                        state.clinic()
                                .ifPresent(clinic ->
                                        planned.put("roleId", ids.role(booked.hsaId(), clinic)));
                        planned.putArray("periods");
                        all.add(planned);
                    });
        }
        if (all.isEmpty()) {
            json.remove("specialists");
        }
    }

    private ObjectNode specialist(Presence presence) {
        var json = actor(presence.specialist());
        json.put("roleId", ids.role(presence.specialist().hsaId(), presence.unit()));
        var periods = json.putArray("periods");
        presence.intervals().forEach(stay -> period(periods.addObject(), stay.start(), stay.end()));
        return json;
    }

    private static void request(ObjectNode json, Consultation state) {
        state.requestedAt().ifPresent(time -> json.put("requestedAt", Times.text(time)));
        if (!state.events().isEmpty()) {
            json.put("firstEventAt", Times.text(state.events().getFirst().time()));
        }
        state.wouldHaveReferred().ifPresent(answer -> json.put("wouldHaveReferred", answer));
        state.question()
                .ifPresent(question -> {
                    var asked = json.putObject("question");
                    question.text().ifPresent(text -> asked.put("text", text));
                    if (!question.codes().isEmpty()) {
                        var codes = asked.putArray("codes");
                        question.codes().forEach(codes::add);
                    }
                });
    }

    private static void cancellation(ObjectNode json, Consultation state) {
        state.booking()
                .cancellation()
                .ifPresent(told ->
                        json.putObject("cancellation")
                                .put("by", told.by())
                                .put("reason", told.reason()));
    }

    private void registration(ObjectNode json, Consultation state) {
        state.medical()
                .ifPresent(medical -> {
                    var told = json.putObject("medicalRegistration");
                    var diagnoses = told.putArray("diagnoses");
                    medical.diagnoses()
                            .forEach(diagnosis ->
                                    diagnoses
                                            .addObject()
                                            .put("code", diagnosis.code().value())
                                            .put("main", diagnosis.main()));
                    var procedures = told.putArray("procedures");
                    medical.procedures().stream()
                            .map(KvaKod::value)
                            .forEach(code -> procedures.addObject().put("code", code));
                    medical.by().ifPresent(by -> told.set("by", actor(by)));
                });
        state.secretaryTask()
                .ifPresent(task -> {
                    json.put("secretary", task.code());
                    var pasis = json.putObject("pasis");
                    pasis.put("wanted", state.tookPlace());
                    pasis.put("refused", task == SecretaryTask.REJECTED_BY_PASIS);
                    due(state).ifPresent(due -> pasis.put("due", due));
                });
        state.verified()
                .ifPresent(verified -> {
                    var told = json.putObject("verified").put("time", Times.text(verified.time()));
                    told.set("by", actor(verified.by()));
                });
    }

    private Optional<String> due(Consultation state) {
        return state.clinic()
                .flatMap(clinic ->
                        state.call()
                                .start()
                                .map(start ->
                                        registry.medicalRegistrationDue(clinic, Times.day(start))
                                                .toString()));
    }

    private void referrals(ObjectNode json, Consultation state) {
        if (!state.referrals().isEmpty()) {
            var all = json.putArray("referrals");
            state.referrals()
                    .forEach(referral -> {
                        var told = all.addObject();
                        referral(told, referral);
                        answerDue(referral).ifPresent(due -> told.put("due", due.toString()));
                    });
        }
        state.referralTask()
                .ifPresent(status -> {
                    var task = json.putObject("referralTask").put("status", status);
                    referralDue(state).ifPresent(due -> task.put("due", due.toString()));
                });
    }

    /**
     * The first day on which a remiss is overdue is the one after; absent while nobody owes one.
     */
    private Optional<LocalDate> referralDue(Consultation state) {
        return state.referralWanted()
                .flatMap(time ->
                        state.visit()
                                .named()
                                .map(visit -> registry.referralDue(visit.unit(), Times.day(time))));
    }

    private Optional<LocalDate> answerDue(Referral referral) {
        return referral.unansweredSince()
                .flatMap(time ->
                        referral.to()
                                .map(unit -> registry.referralAnswerDue(unit, Times.day(time))));
    }

    /**
     * The last day for the most urgent of what somebody still owes about a remiss: writing it, or
     * answering it. Absent where nobody owes anything.
     */
    public Optional<LocalDate> firstReferralDue(Consultation state) {
        return Stream.concat(
                        referralDue(state).stream(),
                        state.enteredInError()
                                ? Stream.empty()
                                : state.referrals().stream()
                                        .flatMap(referral -> answerDue(referral).stream()))
                .min(java.util.Comparator.naturalOrder());
    }

    private static void referral(ObjectNode json, Referral referral) {
        json.put("id", referral.id());
        referral.from().map(HsaId::value).ifPresent(from -> json.put("from", from));
        referral.to().map(HsaId::value).ifPresent(to -> json.put("to", to));
        json.put("status", referral.status().name().toLowerCase(java.util.Locale.ROOT));
        referral.reason().ifPresent(reason -> json.put("reason", reason));
        referral.vardatagande().ifPresent(id -> json.putObject("vardatagande").put("id", id));
        referral.sentAt().ifPresent(time -> json.put("sentAt", Times.text(time)));
    }

    private ObjectNode actor(EventData.Actor actor) {
        return JSON.objectNode()
                .put("id", ids.practitioner(actor.hsaId()))
                .put("hsaId", actor.hsaId().value());
    }

    private static ObjectNode contradiction(Contradiction found) {
        return JSON.objectNode().put("code", found.code()).put("text", found.text());
    }

    private static void period(
            ObjectNode json, OffsetDateTime start, Optional<OffsetDateTime> end) {
        json.put("start", Times.text(start));
        end.ifPresent(time -> json.put("end", Times.text(time)));
    }
}
