package se.trepart.projection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.consultation.Event;
import se.trepart.consultation.EventData;
import se.trepart.consultation.OpaqueIds;
import se.trepart.log.Events;
import se.trepart.log.Lock;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** An event ready to be appended: its JSON, its meaning, and the keys that it touches. */
record Derived(ObjectNode json, Events.New row, Event event) {

    static Derived of(ObjectNode json, Event event, OpaqueIds ids) {
        var data = event.data();
        var replaced =
                data instanceof EventData.PatientUpdated updated
                        ? updated.replaces().map(ids::person)
                        : Optional.<String>empty();
        return new Derived(
                json,
                new Events.New(
                        event.source(),
                        event.id(),
                        json.path("type").asText(),
                        text(json, "subject"),
                        data.toldVisit()
                                .flatMap(visit -> visit.id().map(id -> visit.unit() + "|" + id))
                                .orElse(null),
                        data.toldPatient()
                                .map(EventData.Patient::identifier)
                                .map(ids::person)
                                .orElse(null),
                        replaced.orElse(null),
                        json.toString()),
                event);
    }

    /** The id of the remiss that the event tells of. */
    Optional<String> referral() {
        return switch (event.data()) {
            case EventData.ReferralSent sent -> Optional.of(sent.referral());
            case EventData.ReferralAccepted accepted -> Optional.of(accepted.referral());
            case EventData.ReferralReturned returned -> Optional.of(returned.referral());
            default -> Optional.empty();
        };
    }

    /** Whether it names no consultation, and its kind has no visit or patient to be found by. */
    boolean stray() {
        return row.subject() == null
                && (referral().isPresent()
                        || event.data() instanceof EventData.MedicalRegistrationRecorded);
    }

    /** What its message told beside the event, for the joining alone. */
    Optional<String> beside(String attribute) {
        return Optional.ofNullable(text(json, attribute));
    }

    private static @org.jspecify.annotations.Nullable String text(JsonNode json, String field) {
        var value = json.path(field).asText("");
        return value.isEmpty() ? null : value;
    }

    /** What nobody else may change while this is appended, as far as the event itself tells. */
    static List<Lock> locks(Collection<Derived> all) {
        var locks = new java.util.ArrayList<Lock>();
        for (var derived : all) {
            add(locks, derived.row().subject(), Lock::onConsultation);
            add(locks, derived.row().visit(), Lock::onVisit);
            add(locks, derived.row().person(), Lock::onPerson);
            add(locks, derived.row().replaces(), Lock::onPerson);
            derived.referral().map(Lock::onReferral).ifPresent(locks::add);
        }
        return locks;
    }

    private static void add(
            List<Lock> locks,
            @org.jspecify.annotations.Nullable String key,
            java.util.function.Function<String, Lock> lock) {
        if (key != null) {
            locks.add(lock.apply(key));
        }
    }
}
