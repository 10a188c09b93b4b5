package se.trepart.facade;

/** What applications call; the place holders are filled with what one consultation has. */
public enum Combination {
    APPOINTMENTS_OF_A_UNIT_ON_A_DAY(
            "Appointment?location={location}&date={day}&_include=Appointment:patient&_include=Appointment:actor",
            "Appointment/{meeting}",
            "Patient/{patient}"),
    APPOINTMENTS_OF_A_PATIENT_BY_NUMBER(
            "POST Appointment/_search?patient.identifier={number}", "Appointment/{meeting}"),
    APPOINTMENTS_OF_A_PRACTITIONER_AND_DATE(
            "Appointment?practitioner.identifier={hsaId}&date=ge{day}&date=lt{next}",
            "Appointment/{meeting}"),
    AN_APPOINTMENT_WITH_ENCOUNTER_AND_TASK(
            "Appointment?identifier={identifier}&_revinclude=Encounter:appointment&_revinclude:iterate=Task:focus",
            "Appointment/{meeting}",
            "Encounter/{consultation}",
            "Task/{task}"),
    THE_ENCOUNTER_OF_AN_APPOINTMENT(
            "Encounter?appointment=Appointment/{meeting}&_include=Encounter:part-of&_include=Encounter:participant",
            "Encounter/{consultation}",
            "Encounter/{visit}"),
    ENCOUNTERS_OF_A_CLINIC_NEWEST_FIRST(
            "Encounter?service-provider=Organization/{clinic}&class=VR&date=ge{day}&date=lt{next}&status=finished&_sort=-date&_count=100",
            "Encounter/{consultation}"),
    PARTS_OF_A_VISIT("Encounter?part-of=Encounter/{visit}", "Encounter/{consultation}"),
    WHAT_HAS_CHANGED_SINCE("Encounter?_lastUpdated=gt{since}&_sort=_lastUpdated&_count=100"),
    REQUESTS_OF_A_PATIENT_WITH_TASK(
            "ServiceRequest?patient={patient}&status=completed&intent=order&_revinclude=Task:focus",
            "ServiceRequest/{request}"),
    WHAT_IS_BASED_ON_A_REQUEST(
            "Encounter?based-on=ServiceRequest/{request}", "Encounter/{consultation}"),
    REFERRALS_BASED_ON_A_REQUEST("ServiceRequest?based-on=ServiceRequest/{request}"),
    THE_WORKLIST(
            "Task?owner=Organization/{clinic}&status=ready&_sort=priority,due&_include=Task:focus&_include=Task:patient&_total=accurate"),
    OVERDUE_TASKS("Task?status:not=completed&due=lt{today}&owner=Organization/{clinic}"),
    WHERE_IT_COMES_FROM("Provenance?target=Encounter/{consultation}"),
    HISTORY_SINCE("Encounter/{consultation}/_history?_since=2020-01-01"),
    OPEN_ENCOUNTERS_TODAY("Encounter?date={today}&status=in-progress");

    private final String query;
    private final String finds;

    Combination(String query, String... finds) {
        this.query = query;
        this.finds = String.join(" ", finds);
    }

    /** With place holders in braces; it is posted where it begins with {@code POST}. */
    public String query() {
        return query;
    }

    /** The resources that are among what is found, with the same place holders. */
    String finds() {
        return finds;
    }
}
