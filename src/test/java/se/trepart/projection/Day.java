package se.trepart.projection;

import se.trepart.consultation.HsaId;
import se.trepart.consultation.Identitetstyp;
import se.trepart.consultation.OpaqueIds;
import se.trepart.consultation.Personidentitet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One patient's day, told by HL7 v2 and CloudEvents: two consultations interleaved and what lies
 * around them. Every telling of the day has its own names for patient, people, visits and
 * consultations, and nothing else differs.
 */
public final class Day {
    private static final String VC = "SE162321000255-TRP102";
    private static final String OTHER_VC = "SE162321000255-TRP103";
    private static final String ELSEWHERE = "SE162321000255-TRP104";
    private static final String NEURO = "SE162321000255-TRP204";
    private static final String ORTO = "SE162321000255-TRP202";
    private static final String OTHER_CLINIC = "SE162321000255-TRP205";

    private final String mark;
    private final Personidentitet patient;
    private final Personidentitet before;
    private final Personidentitet rival;
    private final List<Told> told = new ArrayList<>();
    private int count;

    /** One message: by which door, and its text. */
    public record Told(boolean hl7, String id, String text) {}

    /** The telling with that number, below 1,000. */
    public Day(int number) {
        mark = "x%03dx".formatted(number);
        patient = Personidentitet.parse(testNumber(number));
        before = Personidentitet.parse(Identitetstyp.RESERVNUMMER, "R" + mark);
        rival = Personidentitet.parse(Identitetstyp.RESERVNUMMER, "Q" + mark);
        booked();
        adHoc();
        around();
        hospital();
    }

    public List<Told> told() {
        return List.copyOf(told);
    }

    public List<String> consultations() {
        return List.of("KA-" + mark, "KB-" + mark, "KC-" + mark);
    }

    /**
     * Those whose visits can be told apart in the end; the third may have been registered while
     * only one of its two possible visits had been told, and then waits for a person.
     */
    List<String> held() {
        return consultations().subList(0, 2);
    }

    /** Control ids and event ids. */
    List<String> ids() {
        return told.stream().map(Told::id).toList();
    }

    /** What differs between tellings, and the same word for it in all. */
    Map<String, String> names(OpaqueIds ids) {
        var names = new LinkedHashMap<String, String>();
        names.put(ids.person(patient), "PATIENT");
        names.put(ids.person(before), "RESERV");
        names.put(ids.person(rival), "RIVAL");
        names.put(patient.value(), "PERSONNUMMER");
        names.put(patient.birthDate().orElseThrow().toString(), "BIRTH DATE");
        for (var who : List.of("DOCA", "DOCB", "DOCV", "SPEC1", "SPEC2", "SPEC3")) {
            var hsaId = HsaId.parse(hsaId(who));
            names.put(ids.practitioner(hsaId), who);
            for (var unit : List.of(VC, OTHER_VC, ELSEWHERE, NEURO, ORTO)) {
                names.put(ids.role(hsaId, HsaId.parse(unit)), who + "@" + unit);
            }
        }
        names.put(mark.toUpperCase(java.util.Locale.ROOT), "#");
        names.put(mark, "#");
        return names;
    }

    /** A personnummer of the kind that Skatteverket keeps for tests: serial numbers from 980. */
    static String testNumber(int number) {
        var nine =
                "%02d%02d%02d98%d"
                        .formatted(
                                30 + number / 100,
                                1 + number % 12,
                                1 + number / 12 % 28,
                                number % 10);
        var sum = 0;
        for (var position = 0; position < 9; position++) {
            var digit = nine.charAt(position) - '0';
            var weighted = position % 2 == 0 ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return "19" + nine + (10 - sum % 10) % 10;
    }

    private String hsaId(String who) {
        return "SE162321000255-" + who + mark.toUpperCase(java.util.Locale.ROOT);
    }

    /** Booked, moved, cancelled, booked again; held in the visit that began at its time. */
    private void booked() {
        siu("S12", "10", "20230310090000", "20230314100000", "20230314102000", NEURO, "");
        siu("S13", "11", "20230310100000", "20230314130000", "20230314132000", NEURO, "");
        siu("S15", "12", "20230311090000", "20230314130000", "20230314132000", NEURO, "");
        siu("S12", "13", "20230311100000", "20230314131000", "20230314133000", NEURO, "DOCA");
        adt("A04", "20230314125500", visit("1", VC, "DOCA", "20230314125500", ""), "");
        joined("KA-", "2023-03-14T13:11:00+01:00", "SPEC1", NEURO);
        left("KA-", "2023-03-14T13:16:00+01:00", "SPEC1", NEURO);
        joined("KA-", "2023-03-14T13:18:00+01:00", "SPEC1", NEURO);
        left("KA-", "2023-03-14T13:25:00.5+01:00", "SPEC1", NEURO);
        adt(
                "A03",
                "20230314134000",
                visit("1", VC, "DOCA", "20230314125500", "20230314134000"),
                "");
        event(
                "medical-registration.recorded",
                "KA-",
                "2023-03-14T14:00:00+01:00",
                "'diagnoses':[{'code':'G439'}],'procedures':[]");
        event(
                "medical-registration.recorded",
                "KA-",
                "2023-03-15T14:00:00+01:00",
                "'diagnoses':[{'code':'G439'},{'code':'R519'}],'procedures':[{'code':'AV029'}]");
        event(
                "outcome.recorded",
                "KA-",
                "2023-03-14T13:30:00+01:00",
                "'outcome':'referral-needed','by':{'hsaId':'" + hsaId("DOCA") + "'}");
        event(
                "referral.sent",
                "KA-",
                "2023-03-14T13:50:00+01:00",
                "'referral':{'id':'R1-" + mark + "'},'from':'" + VC + "','to':'" + NEURO + "'");
    }

    /** Asked for in the visit that it names, of a patient whose number was not known yet. */
    private void adHoc() {
        event(
                "consultation.requested",
                "KB-",
                "2023-03-14T09:10:00+01:00",
                "'patient':{'identifier':{'type':'reservnummer','value':'"
                        + before.value()
                        + "'},'name':{'family':'Okänd','given':'Person'}},'visit':{'id':'B2-"
                        + mark
                        + "','unit':'"
                        + VC
                        + "'},'physician':{'hsaId':'"
                        + hsaId("DOCB")
                        + "','name':{'family':'Öberg','given':'Nils'}},'specialty':'ortopedi',"
                        + "'specialistUnit':'"
                        + ORTO
                        + "','wouldHaveReferred':'yes'");
        adt("A04", "20230314090000", visit("2", VC, "DOCV", "20230314090000", ""), "");
        event("consultation.failed", "KB-", "2023-03-14T09:12:00+01:00", "'reason':'technical'");
        joined("KB-", "2023-03-14T09:15:00+01:00", "SPEC2", ORTO);
        joined("KB-", "2023-03-14T09:16:00+01:00", "SPEC3", NEURO);
        left("KB-", "2023-03-14T09:30:00+01:00", "SPEC2", ORTO);
        adt(
                "A03",
                "20230314100000",
                visit("2", VC, "DOCV", "20230314090000", "20230314100000"),
                "");
        adt(
                "A08",
                "20230314101500",
                visit("2", VC, "DOCV", "20230314090000", ""),
                "PR1|1||XS004^^1.2.752.116.1.3.2.1.4||20230314101500");
        event(
                "patient.updated",
                "KB-",
                "2023-03-14T11:00:00+01:00",
                "'patient':{'identifier':{'type':'personnummer','value':'"
                        + patient.value()
                        + "'},'phone':'046-123456'},'replaces':{'identifier':{'type':"
                        + "'reservnummer','value':'"
                        + before.value()
                        + "'}}");
        event(
                "patient.updated",
                "KB-",
                "2023-03-14T10:30:00+01:00",
                "'patient':{'identifier':{'type':'reservnummer','value':'"
                        + rival.value()
                        + "'}},'replaces':{'identifier':{'type':'reservnummer','value':'"
                        + before.value()
                        + "'}}");
    }

    /**
     * Visits that cannot be told apart, one that concerns nobody, one during another elsewhere, and
     * news of the patient.
     */
    private void around() {
        event(
                "consultation.requested",
                "KC-",
                "2023-03-14T15:00:00+01:00",
                "'patient':{'identifier':{'type':'personnummer','value':'"
                        + patient.value()
                        + "'}},'visit':{'unit':'"
                        + OTHER_VC
                        + "'},'physician':{'hsaId':'"
                        + hsaId("DOCA")
                        + "'},'specialty':'neurologi','specialistUnit':'"
                        + NEURO
                        + "'");
        adt("A04", "20230314145000", visit("3", OTHER_VC, "DOCA", "20230314145000", ""), "");
        adt("A04", "20230314153000", visit("4", OTHER_VC, "DOCA", "20230314153000", ""), "");
        joined("KC-", "2023-03-14T15:05:00+01:00", "SPEC1", NEURO);
        adt("A04", "20230314160000", visit("5", ELSEWHERE, "DOCV", "20230314160000", ""), "");
        adt(
                "A08",
                "20230314161500",
                visit("5", ELSEWHERE, "DOCV", "20230314160000", ""),
                "PR1|1||AV029^^1.2.752.116.1.3.2.1.4||20230314161500");
        adt("A04", "20230314130000", visit("6", ELSEWHERE, "DOCV", "20230314130000", ""), "");
        adt("A03", "20230314132000", visit("6", ELSEWHERE, "DOCV", "", "20230314132000"), "");
        adt("A31", "20230314170000", "", "");
    }

    /** What the hospital tells without naming a consultation: of one, of either of two, of none. */
    private void hospital() {
        hospital("BAR^P12^BAR_P12", ORTO, "DG1|1||M170^^1.2.752.116.1.1.1.1.3|||F");
        hospital("BAR^P12^BAR_P12", NEURO, "DG1|1||G440^^1.2.752.116.1.1.1.1.3|||F");
        hospital("BAR^P12^BAR_P12", OTHER_CLINIC, "DG1|1||M059^^1.2.752.116.1.1.1.1.3|||F");
        hospital("RRI^I12^RRI_I12", NEURO, "RF1|A|||||R1-%s|||||VA-%s".formatted(mark, mark));
    }

    private void hospital(String type, String clinic, String content) {
        var id = id();
        told.add(
                new Told(
                        true,
                        id,
                        """
                        MSH|^~\\&|SJUKHUS|%s|TREPART|SE162321000255-TRP001|20230315080000||%s|%s|P|2.5.1||||||UNICODE UTF-8
                        EVN|P12|20230315080000
                        %s
                        PV1|1|O|%s||||||||||||||||%s|20230314100000
                        %s\
                        """
                                .formatted(
                                        clinic,
                                        type,
                                        id,
                                        pid("Nordin"),
                                        clinic,
                                        "|".repeat(24),
                                        content)));
    }

    private String id() {
        return "m" + ++count + "-" + mark;
    }

    private void siu(
            String trigger,
            String sequence,
            String time,
            String start,
            String end,
            String clinic,
            String physician) {
        var id = id();
        told.add(
                new Told(
                        true,
                        id,
                        """
                        MSH|^~\\&|TIDBOK|%s|TREPART|SE162321000255-TRP001|%s||SIU^%s^SIU_S12|%s|P|2.5.1|%s|||||UNICODE UTF-8
                        SCH|KA-%s|||||||DSK^Digital specialistkonsultation|20|min|^^^%s^%s
                        %s
                        PV1|1|O|%s||||%s^Holm^Eva^^^^^^&1.2.752.29.4.19&ISO
                        RGS|1|A
                        AIS|1|A|DSK^Digital specialistkonsultation
                        AIL|1|A|%s^^^Mottagning\
                        """
                                .formatted(
                                        VC,
                                        time,
                                        trigger,
                                        id,
                                        sequence,
                                        mark,
                                        start,
                                        end,
                                        pid("Nordin"),
                                        VC,
                                        hsaId(physician.isEmpty() ? "DOCB" : physician),
                                        clinic)));
    }

    private void adt(String trigger, String time, String visit, String more) {
        var id = id();
        told.add(
                new Told(
                        true,
                        id,
                        """
                        MSH|^~\\&|VCJOURNAL|%s|TREPART|SE162321000255-TRP001|%s||ADT^%s^ADT_A01|%s|P|2.5.1||||||UNICODE UTF-8
                        EVN|%s|%s||||%s
                        %s
                        %s
                        %s\
                        """
                                .formatted(
                                        VC,
                                        time,
                                        trigger,
                                        id,
                                        trigger,
                                        time,
                                        time,
                                        pid("Nordin-" + trigger),
                                        visit.isEmpty() ? "PV1|1|N" : visit,
                                        more)
                                .strip()));
    }

    private String pid(String family) {
        return "PID|1||%s^^^&1.2.752.129.2.1.3.1&ISO^NI||%s^Karl"
                .formatted(patient.value(), family);
    }

    private String visit(String number, String unit, String physician, String start, String end) {
        return "PV1|1|O|%s||||%s^Vik^Ola^^^^^^&1.2.752.29.4.19&ISO||||||||||||B%s-%s%s%s|%s"
                .formatted(unit, hsaId(physician), number, mark, "|".repeat(25), start, end);
    }

    private void joined(String consultation, String time, String who, String unit) {
        event("specialist.joined", consultation, time, specialist(who, unit));
    }

    private void left(String consultation, String time, String who, String unit) {
        event("specialist.left", consultation, time, specialist(who, unit));
    }

    private String specialist(String who, String unit) {
        return "'specialist':{'hsaId':'"
                + hsaId(who)
                + "','name':{'family':'Ek','given':'"
                + who
                + "'}},'specialistUnit':'"
                + unit
                + "'";
    }

    private void event(String type, String consultation, String time, String data) {
        var id = id();
        told.add(
                new Told(
                        false,
                        id,
                        ("{'specversion':'1.0','id':'%s','source':'https://%s.example.se/',"
                                        + "'type':'se.trepart.%s.v1','subject':'%s','time':'%s',"
                                        + "'datacontenttype':'application/json','data':{%s}}")
                                .formatted(
                                        id,
                                        type.startsWith("specialist") ? "video" : "journal",
                                        type,
                                        consultation + mark,
                                        time,
                                        data)
                                .replace('\'', '"')));
    }
}
