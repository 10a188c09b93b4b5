package se.trepart.projection.fhir;

import java.util.List;

/**
 * The search parameters of FHIR R4 (4.0.1) that have data here, each with the path that the
 * standard's expression names, and the three of our own.
 */
final class Served {
    private static final String HL7 = "http://hl7.org/fhir/";
    private static final String[] PERFORMERS = {
        "Practitioner", "PractitionerRole", "Organization", "Patient", "HealthcareService"
    };

    private Served() {}

    static List<TypeParameters> types() {
        return List.of(
                serviceRequest(),
                task(),
                appointment(),
                encounter(),
                procedure(),
                condition(),
                provenance(),
                patient(),
                practitioner(),
                practitionerRole(),
                organization(),
                location(),
                healthcareService());
    }

    private static TypeParameters serviceRequest() {
        return new TypeParameters("ServiceRequest")
                .date("authored", "authoredOn")
                .reference("based-on", "basedOn")
                .token("category", "category")
                .token("code", "code")
                .reference("encounter", "encounter", "Encounter")
                .token("identifier", "identifier")
                .code("intent", "intent", HL7 + "request-intent")
                .date("occurrence", "occurrenceDateTime|occurrencePeriod")
                .reference("patient", "subject", "Patient")
                .reference("performer", "performer", PERFORMERS)
                .token("performer-type", "performerType")
                .code("priority", "priority", HL7 + "request-priority")
                .ranked("routine", "urgent", "asap", "stat")
                .reference("replaces", "replaces", "ServiceRequest")
                .reference("requester", "requester", PERFORMERS)
                .token("requisition", "requisition")
                .code("status", "status", HL7 + "request-status")
                .reference("subject", "subject", "Patient");
    }

    private static TypeParameters task() {
        return new TypeParameters("Task")
                .date("authored-on", "authoredOn")
                .reference("based-on", "basedOn")
                .token("business-status", "businessStatus")
                .token("code", "code")
                .reference("encounter", "encounter", "Encounter")
                .reference("focus", "focus")
                .token("group-identifier", "groupIdentifier")
                .token("identifier", "identifier")
                .code("intent", "intent", HL7 + "task-intent")
                .date("modified", "lastModified")
                .reference("owner", "owner", PERFORMERS)
                .reference("part-of", "partOf", "Task")
                .reference("patient", "for", "Patient")
                .token("performer", "performerType")
                .date("period", "executionPeriod")
                .code("priority", "priority", HL7 + "request-priority")
                .ranked("routine", "urgent", "asap", "stat")
                .reference("requester", "requester", PERFORMERS)
                .code("status", "status", HL7 + "task-status")
                .reference("subject", "for")
                .date("due", "restriction.period.end")
                .ours("The last day of the task: Task.restriction.period.end.");
    }

    private static TypeParameters appointment() {
        return new TypeParameters("Appointment")
                .reference("actor", "participant.actor")
                .token("appointment-type", "appointmentType")
                .reference("based-on", "basedOn", "ServiceRequest")
                .date("date", "start")
                .token("identifier", "identifier")
                .reference("location", "participant.actor", "Location")
                .code("part-status", "participant.status", HL7 + "participationstatus")
                .reference("patient", "participant.actor", "Patient")
                .reference("practitioner", "participant.actor", "Practitioner")
                .token("reason-code", "reasonCode")
                .reference("reason-reference", "reasonReference")
                .token("service-category", "serviceCategory")
                .token("service-type", "serviceType")
                .token("specialty", "specialty")
                .code("status", "status", HL7 + "appointmentstatus")
                .reference("supporting-info", "supportingInformation");
    }

    private static TypeParameters encounter() {
        return new TypeParameters("Encounter")
                .reference("appointment", "appointment", "Appointment")
                .reference("based-on", "basedOn", "ServiceRequest")
                .token("class", "class")
                .date("date", "period")
                .reference("diagnosis", "diagnosis.condition", "Condition", "Procedure")
                .token("identifier", "identifier")
                .reference("location", "location.location", "Location")
                .date("location-period", "location.period")
                .reference("part-of", "partOf", "Encounter")
                .reference(
                        "participant", "participant.individual", "Practitioner", "PractitionerRole")
                .token("participant-type", "participant.type")
                .reference("patient", "subject", "Patient")
                .reference("practitioner", "participant.individual", "Practitioner")
                .token("reason-code", "reasonCode")
                .reference("reason-reference", "reasonReference")
                .reference("service-provider", "serviceProvider", "Organization")
                .code("status", "status", HL7 + "encounter-status")
                .reference("subject", "subject", "Patient")
                .token("type", "type")
                .date("date-start", "period.start")
                .ours("When the encounter began: Encounter.period.start.")
                .date("end-date", "period.end")
                .ours("When the encounter ended: Encounter.period.end.");
    }

    private static TypeParameters procedure() {
        return new TypeParameters("Procedure")
                .reference("based-on", "basedOn", "ServiceRequest")
                .token("category", "category")
                .token("code", "code")
                .date("date", "performedDateTime|performedPeriod")
                .reference("encounter", "encounter", "Encounter")
                .token("identifier", "identifier")
                .reference("location", "location", "Location")
                .reference("part-of", "partOf", "Procedure")
                .reference("patient", "subject", "Patient")
                .reference("performer", "performer.actor", PERFORMERS)
                .token("reason-code", "reasonCode")
                .reference("reason-reference", "reasonReference")
                .code("status", "status", HL7 + "event-status")
                .reference("subject", "subject", "Patient");
    }

    private static TypeParameters condition() {
        return new TypeParameters("Condition")
                .reference("asserter", "asserter", PERFORMERS)
                .token("category", "category")
                .token("clinical-status", "clinicalStatus")
                .token("code", "code")
                .reference("encounter", "encounter", "Encounter")
                .token("identifier", "identifier")
                .date("onset-date", "onsetDateTime|onsetPeriod")
                .reference("patient", "subject", "Patient")
                .date("recorded-date", "recordedDate")
                .reference("subject", "subject", "Patient")
                .token("verification-status", "verificationStatus");
    }

    private static TypeParameters provenance() {
        return new TypeParameters("Provenance")
                .reference("agent", "agent.who", PERFORMERS)
                .token("agent-role", "agent.role")
                .token("agent-type", "agent.type")
                .reference("entity", "entity.what")
                .reference("location", "location", "Location")
                .reference("patient", "target", "Patient")
                .date("recorded", "recorded")
                .reference("target", "target")
                .date("when", "occurredDateTime|occurredPeriod");
    }

    private static TypeParameters patient() {
        return person(new TypeParameters("Patient"))
                .date("birthdate", "birthDate")
                .date("death-date", "deceasedDateTime")
                .reference(
                        "general-practitioner",
                        "generalPractitioner",
                        "Practitioner",
                        "PractitionerRole",
                        "Organization")
                .token("language", "communication.language")
                .reference("link", "link.other", "Patient")
                .reference("organization", "managingOrganization", "Organization");
    }

    private static TypeParameters practitioner() {
        return person(new TypeParameters("Practitioner")).token("communication", "communication");
    }

    private static TypeParameters person(TypeParameters type) {
        return telecom(address(type))
                .code("gender", "gender", HL7 + "administrative-gender")
                .token("active", "active")
                .string("family", "name.family")
                .string("given", "name.given")
                .token("identifier", "identifier")
                .string("name", "name");
    }

    private static TypeParameters address(TypeParameters type) {
        return type.string("address", "address")
                .string("address-city", "address.city")
                .string("address-country", "address.country")
                .string("address-postalcode", "address.postalCode")
                .string("address-state", "address.state")
                .code("address-use", "address.use", HL7 + "address-use");
    }

    private static TypeParameters telecom(TypeParameters type) {
        return type.token("email", "telecom[system=email].value")
                .token("phone", "telecom[system=phone].value")
                .token("telecom", "telecom.value");
    }

    private static TypeParameters practitionerRole() {
        return telecom(new TypeParameters("PractitionerRole"))
                .token("active", "active")
                .date("date", "period")
                .token("identifier", "identifier")
                .reference("location", "location", "Location")
                .reference("organization", "organization", "Organization")
                .reference("practitioner", "practitioner", "Practitioner")
                .token("role", "code")
                .reference("service", "healthcareService", "HealthcareService")
                .token("specialty", "specialty");
    }

    private static TypeParameters organization() {
        return address(new TypeParameters("Organization"))
                .token("active", "active")
                .token("identifier", "identifier")
                .string("name", "name|alias")
                .reference("partof", "partOf", "Organization")
                .token("type", "type");
    }

    private static TypeParameters location() {
        return address(new TypeParameters("Location"))
                .token("identifier", "identifier")
                .string("name", "name|alias")
                .reference("organization", "managingOrganization", "Organization")
                .reference("partof", "partOf", "Location")
                .code("status", "status", HL7 + "location-status")
                .token("type", "type");
    }

    private static TypeParameters healthcareService() {
        return new TypeParameters("HealthcareService")
                .token("active", "active")
                .reference("coverage-area", "coverageArea", "Location")
                .token("identifier", "identifier")
                .reference("location", "location", "Location")
                .string("name", "name")
                .reference("organization", "providedBy", "Organization")
                .token("service-category", "category")
                .token("service-type", "type")
                .token("specialty", "specialty");
    }
}
