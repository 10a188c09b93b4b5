package se.trepart.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.consultation.Consultation;
import se.trepart.consultation.EventData;
import se.trepart.consultation.PasisRegistration;
import se.trepart.consultation.Person;
import se.trepart.consultation.Personidentitet;
import se.trepart.consultation.PrimaryCareRegistration;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Writes the two target registrations as JSON with the Swedish field names of contract 6. What is
 * written is what is compared with the confirmed one, so the same registration is always the same
 * text.
 */
public final class RegistrationJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private RegistrationJson() {}

    /**
     * What PASiS must hold; {@code pasis/target} adds the code table's kontakttyp, anledning and
     * yrkeskategori.
     */
    public static ObjectNode pasis(PasisRegistration registration) {
        var json = JSON.objectNode();
        json.put("konsultation", registration.consultation().value());
        registration.patient().ifPresent(patient -> json.set("patient", patient(patient)));
        registration.patientName().ifPresent(name -> name(json.withObject("/patient/namn"), name));
        json.put("skydd", registration.protection().code());
        registration.clinic().ifPresent(clinic -> json.put("enhet", clinic.value()));
        var specialists = json.putArray("lakare");
        registration
                .specialists()
                .forEach(specialist -> {
                    var one = specialists.addObject().put("hsaId", specialist.hsaId().value());
                    specialist.name().ifPresent(name -> name(one, name));
                });
        json.put("start", Times.text(registration.start()));
        registration.end().ifPresent(end -> json.put("slut", Times.text(end)));
        var diagnoses = json.putArray("diagnoser");
        registration.diagnoses().forEach(code -> diagnoses.add(code.value()));
        var procedures = json.putArray("kvakoder");
        registration.procedures().forEach(code -> procedures.add(code.value()));
        registration.visitId().ifPresent(visit -> json.put("besok", visit));
        registration.vardcentral().ifPresent(unit -> json.put("vardcentral", unit.value()));
        json.put("status", registration.status());
        return json;
    }

    /** What primary care must hold on the visit: exactly what is compared (contract 4). */
    public static ObjectNode primaryCare(PrimaryCareRegistration registration) {
        var json = JSON.objectNode();
        json.set("patient", patient(registration.patient()));
        json.put("besok", registration.visit().id());
        json.put("vardcentral", registration.visit().unit().value());
        json.put("xs004", true);
        return json;
    }

    /**
     * What the message to primary care also tells, without being compared: name, protection, start
     * of the first call and the visit's consultations.
     */
    public static ObjectNode primaryCareContext(Collection<Consultation> consultations) {
        var json = JSON.objectNode();
        var ordered = PrimaryCareRegistration.ordered(consultations);
        var person =
                (ordered.isEmpty() ? List.copyOf(consultations) : ordered)
                        .stream().flatMap(state -> state.patient().stream()).findFirst();
        person.flatMap(Person::name).ifPresent(name -> name(json.putObject("namn"), name));
        json.put("skydd", person.map(known -> known.protection().code()).orElse("none"));
        (ordered.isEmpty() ? consultations : ordered)
                .stream()
                        .flatMap(state -> state.call().start().stream())
                        .min(java.util.Comparator.comparing(java.time.OffsetDateTime::toInstant))
                        .ifPresent(start -> json.put("start", Times.text(start)));
        var ids = json.putArray("konsultationer");
        consultations.stream().map(Consultation::id).sorted().forEach(id -> ids.add(id.value()));
        return json;
    }

    private static ObjectNode patient(Personidentitet identity) {
        return JSON.objectNode().put("typ", identity.type().code()).put("id", identity.value());
    }

    private static void name(ObjectNode json, EventData.PersonName name) {
        Optional<String> family = name.family();
        family.ifPresent(text -> json.put("efternamn", text));
        name.given().ifPresent(text -> json.put("fornamn", text));
    }
}
