package se.trepart.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import static se.trepart.mapping.Messages.CLINIC;
import static se.trepart.mapping.Messages.PERSONNUMMER;
import static se.trepart.mapping.Messages.SHIPPED;
import static se.trepart.mapping.Messages.VARDCENTRAL;
import static se.trepart.mapping.Messages.event;
import static se.trepart.mapping.Messages.events;
import static se.trepart.mapping.Messages.faults;
import static se.trepart.mapping.Messages.message;
import static se.trepart.mapping.Messages.msh;
import static se.trepart.mapping.Messages.pid;
import static se.trepart.mapping.Messages.pv1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

class FeedMappingTest {
    private static final String SCH =
            "SCH|K-2023-000001|||||||DSK^Digital"
                    + " specialistkonsultation|20|min|^^^20230314130000^20230314132000";
    private static final String AIL = "AIL|1|A|" + CLINIC;

    @ParameterizedTest
    @CsvSource({
        "SIU^S12,consultation.booked.v1",
        "SIU^S13,consultation.rescheduled.v1",
        "SIU^S14,consultation.booked.v1",
        "SIU^S15,consultation.cancelled.v1",
        "SIU^S26,visit.cancelled.v1"
    })
    void aBookingMessageTellsWhatItsTriggerSays(String trigger, String type) {
        var event = booking(trigger, SCH, AIL);
        assertThat(event.path("type").asText()).isEqualTo("se.trepart." + type);
        assertThat(event.path("subject").asText()).isEqualTo("K-2023-000001");
        assertThat(event.path("id").asText()).isEqualTo("M1.1");
        assertThat(event.path("source").asText()).isEqualTo("urn:hl7v2:TIDBOK:" + VARDCENTRAL);
    }

    @ParameterizedTest
    @CsvSource({
        "ADT^A04,visit.started.v1",
        "ADT^A08,patient.updated.v1",
        "ADT^A03,visit.ended.v1",
        "ADT^A11,visit.cancelled.v1",
        "ADT^A31,patient.updated.v1"
    })
    void aVisitMessageTellsWhatItsTriggerSays(String trigger, String type) {
        var event = visit(trigger);
        assertThat(event.path("type").asText()).isEqualTo("se.trepart." + type);
        assertThat(event.has("subject")).isFalse();
    }

    @Test
    void anEventWithoutConsultationSaysWhichVisitAndPatientItIsAbout() {
        var event = visit("ADT^A03");
        assertThat(event.path("trepartvisit").asText()).isEqualTo(VARDCENTRAL + "|B-1");
        assertThat(event.path("trepartpatient").asText()).isEqualTo("personnummer|" + PERSONNUMMER);
    }

    @Test
    void aVisitMessageThatNamesTwoConsultationsIsTwoEvents() {
        var events =
                events(
                        msh("VC", VARDCENTRAL, "ADT^A03"),
                        pid(),
                        pv1(VARDCENTRAL, "B-1"),
                        "ZKD|1||||K-1",
                        "ZKD|2||||K-2");
        assertThat(events)
                .extracting(event -> event.path("subject").asText())
                .containsExactly("K-1", "K-2");
        assertThat(events)
                .extracting(event -> event.path("id").asText())
                .containsExactly("M1.1", "M1.2");
    }

    @Test
    void pv1_19NamesTheConsultationWhenItIsOurRegistration() {
        var event =
                event(
                        msh("SJ", CLINIC, "BAR^P12"),
                        pid(),
                        pv1(CLINIC, "K-2023-000001-consultation"),
                        "DG1|1||S83.6");
        assertThat(event.path("subject").asText()).isEqualTo("K-2023-000001");
        assertThat(event.at("/data/diagnoses/0/code").asText()).isEqualTo("S836");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SCH|K-1|||||||DSK|||^^^20230314130000^20230314132000\r"
                        + "AIL|1|A|SE162321000255-TRP202",
                "SCH||K-1|||||DSK\r"
                        + "TQ1|1||||||20230314130000|20230314132000\r"
                        + "AIL|1|A|SE162321000255-TRP202",
                "SCH|K-1\rAIS|1|A|DSK|20230314130000|||20|min\rAIL|1|A|SE162321000255-TRP202|||0",
                "SCH|K-1||||||DSK\r"
                        + "AIG|1|A|SE162321000255-TRP202\r"
                        + "AIP|1|A|X|||20230314130000|||1200|s",
                "SCH|K-1||||||DSK||20|min|^^^20230314130000\rAIL|1|A|SE162321000255-TRP202^^^X",
                "SCH|K-1||||||DSK||||^^^20230314\r"
                        + "AIL|1|A|SE162321000255-TRP202|||202303141300+0100|||20"
            })
    void findsConsultationClinicAndTimeWhereverTheyStand(String lines) {
        var event = booking("SIU^S12", lines.split("\r"));
        assertThat(event.path("subject").asText()).isEqualTo("K-1");
        assertThat(event.at("/data/slot/start").asText()).isEqualTo("2023-03-14T13:00:00+01:00");
        assertThat(event.at("/data/slot/end").asText()).isEqualTo("2023-03-14T13:20:00+01:00");
        assertThat(event.at("/data/specialistUnit").asText()).isEqualTo(CLINIC);
        assertThat(event.at("/data/specialty").asText()).isEqualTo("ortopedi");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PID|1||195203191852^^^&1.2.752.129.2.1.3.1&ISO^NI",
                "PID|1||19520319-1852^^^SKATTEVERKET^PI",
                "PID|1||19520319+1852^^^SKV^PN",
                "PID|1||195203191852^^^REGION SKÅNE^SS",
                "PID|1||195203191852^^^1.2.752.129.2.1.3.1^NI",
                "PID|1||4711^^^LOKAL^MR~195203191852^^^SKV^NI",
                "PID|1||4711^^^LOKAL^MR||||||||||||||||19520319-1852",
                "PID|1||195203191852"
            })
    void findsThePersonnummerWhereverSendersPutIt(String pid) {
        var event = event(msh("VC", VARDCENTRAL, "ADT^A04"), pid, pv1(VARDCENTRAL, "B-1"));
        assertThat(event.at("/data/patient/identifier"))
                .hasToString("{\"type\":\"personnummer\",\"value\":\"195203191852\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "191401682396^^^&1.2.752.129.2.1.3.3&ISO^NI,samordningsnummer,191401682396",
        "19140168-2396^^^SKV^PI,samordningsnummer,191401682396",
        "991234AB12^^^&1.2.752.74.9.1&ISO^PI,reservnummer,991234AB12",
        "S-123X^^^SKÅNE^MR,lokalt-reservnummer,S-123X"
    })
    void tellsTheKindsOfIdentityApart(String pid3, String type, String value) {
        var identifier =
                event(msh("VC", VARDCENTRAL, "ADT^A04"), "PID|1||" + pid3, pv1(VARDCENTRAL, "B-1"))
                        .at("/data/patient/identifier");
        assertThat(identifier.path("type").asText()).isEqualTo(type);
        assertThat(identifier.path("value").asText()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SE162321000255-TRP103",
                "MOTT^RUM 1^^SE162321000255-TRP103",
                "MOTT^^^VC&SE162321000255-TRP103&HSA-ID",
                "se162321000255-trp103"
            })
    void findsTheUnitInAnyComponent(String pv1Unit) {
        var event = event(msh("VC", "VC DALBY", "ADT^A04"), pid(), pv1(pv1Unit, "B-1"));
        assertThat(event.at("/data/visit/unit").asText()).isEqualTo("SE162321000255-TRP103");
    }

    @Test
    void theSendersUnitIsThatOfTheVisitWhereNoneIsNamed() {
        assertThat(
                        event(msh("VC", VARDCENTRAL, "ADT^A04"), pid(), pv1("RUM 3", "B-1"))
                                .at("/data/visit/unit")
                                .asText())
                .isEqualTo(VARDCENTRAL);
    }

    @Test
    void aLocalPhysicianIdIsNotTakenForAnHsaId() {
        var event =
                event(
                        msh("VC", VARDCENTRAL, "ADT^A04"),
                        pid(),
                        "PV1|1|O|" + VARDCENTRAL + "||||NOBE01^Öberg");
        assertThat(event.at("/data").has("physician")).isFalse();
    }

    @Test
    void readsWhatIsKnownOfThePerson() {
        var patient =
                event(
                                msh("VC", VARDCENTRAL, "ADT^A31"),
                                "PID|1||"
                                        + PERSONNUMMER
                                        + "||Nordin^Karl||195203|M|||Storgatan"
                                        + " 1^^Lund^^22222||076-123 45 67",
                                "PD1||||||||||||Y")
                        .at("/data/patient");
        assertThat(patient)
                .hasToString(
                        "{\"identifier\":{\"type\":\"personnummer\",\"value\":\"195203191852\"},"
                            + "\"name\":{\"family\":\"Nordin\",\"given\":\"Karl\"},\"birthDate\":\"1952-03\",\"gender\":\"male\",\"address\":{\"line\":[\"Storgatan"
                            + " 1\"],\"postalCode\":\"22222\",\"city\":\"Lund\"},\"phone\":\"076-123"
                            + " 45 67\",\"protection\":\"sekretessmarkering\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "ZKD|1|||||||||S,sekretessmarkering",
        "ZKD|1|||||||||F,skyddad-folkbokforing",
        "PV1|1|O|SE162321000255-TRP101|||||||||||||Y,sekretessmarkering",
        "PD1||||||||||||N,none",
        "PD1|1,''"
    })
    void readsProtection(String segment, String protection) {
        assertThat(
                        event(msh("VC", VARDCENTRAL, "ADT^A31"), pid(), segment)
                                .at("/data/patient/protection")
                                .asText(""))
                .isEqualTo(protection);
    }

    @Test
    void aReplacedIdentityIsThatOfMrg1() {
        var event =
                event(
                        msh("VC", VARDCENTRAL, "ADT^A40"),
                        pid(),
                        "MRG|991234AB12^^^&1.2.752.74.9.1&ISO");
        assertThat(event.at("/data/replaces/identifier"))
                .hasToString("{\"type\":\"reservnummer\",\"value\":\"991234AB12\"}");
        assertThat(faults(msh("VC", VARDCENTRAL, "ADT^A47"), pid()))
                .containsExactly("TRP-201 MRG-1");
    }

    @Test
    void withoutPr1NoCodesAreRecordedAndAnExplicitNullClearsThem() {
        assertThat(types("ADT^A08")).containsExactly("patient.updated.v1");
        assertThat(types("ADT^A08", "PR1|1||\"\""))
                .containsExactly("visit.codes-recorded.v1", "patient.updated.v1");
        assertThat(codes("PR1|1||\"\"")).isEqualTo("[]");
        assertThat(codes("PR1|1||XS004^^1.2.752.116.1.3.2.1.4", "PR1|2||AV034^^KVÅ"))
                .isEqualTo("[{\"code\":\"XS004\"},{\"code\":\"AV034\"}]");
        assertThat(codes("PR1|1||XS004", "PR1|2||71388002^^SCT"))
                .isEqualTo("[{\"code\":\"XS004\"}]");
    }

    @Test
    void theHospitalsUpdateIsAMedicalRegistration() {
        var events =
                events(
                        msh("SJ", CLINIC, "ADT^A08"),
                        pid(),
                        pv1(CLINIC, "X"),
                        "DG1|1||S836",
                        "DG1|2||M239|||||||||||1"
                                .replace("M239|||||||||||1", "M239" + "|".repeat(12) + "1"));
        assertThat(events).hasSize(1);
        assertThat(events.getFirst().at("/data"))
                .hasToString(
                        "{\"diagnoses\":[{\"code\":\"S836\"},{\"code\":\"M239\",\"main\":true}],\"procedures\":[],"
                            + "\"by\":{\"hsaId\":\"SE162321000255-TRP901\",\"name\":{\"family\":\"Öberg\",\"given\":\"Nils\"}}}");
    }

    @Test
    void aMedicalRegistrationWithoutDiagnosesAndCodesTellsNothing() {
        assertThat(events(msh("SJ", CLINIC, "BAR^P12"), pid(), pv1(CLINIC, "X"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ADT^A04", "ADT^A03", "ADT^A11"})
    void theHospitalsOwnVisitsConcernNobodyHere(String trigger) {
        assertThat(events(msh("SJ", CLINIC, trigger), pid(), pv1(CLINIC, "X"))).isEmpty();
    }

    @Test
    void actionCodesAreRefusedUnlessTheDialectCallsThemASnapshot() {
        assertThat(
                        faults(
                                msh("SJ", CLINIC, "BAR^P12"),
                                pid(),
                                pv1(CLINIC, "X"),
                                "DG1|1||S836",
                                "DG1|2||M239" + "|".repeat(18) + "A",
                                "PR1|1||NGB09" + "|".repeat(17) + "D"))
                .containsExactly("TRP-209 DG1(2)-21", "TRP-209 PR1-20");
    }

    @Test
    void aReferralIsSentFromOneUnitToAnother() {
        var event =
                event(
                        msh("VC", VARDCENTRAL, "REF^I12"),
                        "RF1|P|||||R-1",
                        "PRD|RT|||||^^|SE162321000255-TRP202",
                        "PRD|RP||||||" + VARDCENTRAL + "^X",
                        pid(),
                        "ZKD|1||||K-1");
        assertThat(event.at("/data"))
                .hasToString(
                        "{\"referral\":{\"id\":\"R-1\"},\"from\":\""
                                + VARDCENTRAL
                                + "\",\"to\":\""
                                + CLINIC
                                + "\"}");
        assertThat(event.path("subject").asText()).isEqualTo("K-1");
    }

    @ParameterizedTest
    @CsvSource({
        "A,AA,referral.accepted.v1",
        "R,AA,referral.returned.v1",
        "P,AA,''",
        "E,AA,''",
        "'',AA,''",
        "'',AE,referral.returned.v1",
        "'',AR,referral.returned.v1"
    })
    void theAnswerToAReferralIsReadFromItsStatus(String status, String ack, String type) {
        var events =
                events(
                        msh("SJ", CLINIC, "RRI^I12"),
                        "MSA|" + ack + "|X",
                        "RF1|" + status + "|||||R-1|||||V-9",
                        pid());
        assertThat(
                        events.stream()
                                .map(event ->
                                        event.path("type").asText().replace("se.trepart.", "")))
                .isEqualTo(type.isEmpty() ? List.of() : List.of(type));
    }

    @Test
    void aProviderInTwoRolesIsFoundByEither() {
        var event =
                event(
                        msh("VC", VARDCENTRAL, "REF^I12"),
                        "RF1|P|||||R-1",
                        "PRD|PP^Primary~RP^Referring||||||4711^LOK~" + VARDCENTRAL + "^HSA-ID",
                        "PRD|RT||||||" + CLINIC,
                        pid(),
                        "ZKD|1||||K-1");
        assertThat(event.at("/data/from").asText()).isEqualTo(VARDCENTRAL);
    }

    @ParameterizedTest
    @CsvSource({
        "^PRN^PH^^46^70^1740605,+46701740605",
        "^PRN^PH^^+46^070^1740605,+46701740605",
        "^PRN^PH^^^046^171717,046171717",
        "^PRN^PH^^^^171717,171717",
        "^NET^Internet^k@example.se~^PRN^CP^^46^76^1234567,+46761234567",
        "^PRN^CP^^46^70^1^^^^^+46 70-174 06 05,+46 70-174 06 05",
        "076-123 45 67^PRN^CP^^46^70^1,076-123 45 67"
    })
    void readsAPhoneNumberWholeOrInParts(String pid13, String phone) {
        var event =
                event(
                        msh("VC", VARDCENTRAL, "ADT^A31"),
                        "PID|1||" + PERSONNUMMER + "||||||||||" + pid13);
        assertThat(event.at("/data/patient/phone").asText()).isEqualTo(phone);
    }

    @Test
    void aCodeThatStandsInTwoSystemsIsReadInOurs() {
        var event =
                event(
                        msh("SJ", CLINIC, "BAR^P12"),
                        pid(),
                        pv1(CLINIC, "K-1-consultation"),
                        "DG1|1||239720000^Meniskskada^SCT^S83.2^Meniskruptur^I10",
                        "DG1|2||S836^Distorsion^ICD-10-SE^44465007^Sprain^SCT",
                        "DG1|3||X1^Eget^SVPL^M239^Knäled^I10",
                        "DG1|4||239721001^Annat^SCT",
                        "PR1|1||71388002^Åtgärd^SCT^AV034^Information^KVÅ");
        assertThat(event.at("/data/diagnoses"))
                .hasToString(
                        "[{\"code\":\"S832\",\"main\":true},{\"code\":\"S836\"},{\"code\":\"M239\"}]");
        assertThat(event.at("/data/procedures")).hasToString("[{\"code\":\"AV034\"}]");
        assertThat(
                        faults(
                                msh("SJ", CLINIC, "BAR^P12"),
                                pid(),
                                pv1(CLINIC, "K-1-consultation"),
                                "DG1|1||239720000^Meniskskada^SCT^SX^Fel^I10",
                                "DG1|2||X1^Eget^SVPL^239721001^Annat^OKÄND"))
                .containsExactlyInAnyOrder("TRP-207 DG1-3.4", "TRP-212 DG1(2)-3.3");
    }

    @Test
    void whoRegisteredIsLeftOutWhereNobodyIsNamedByAnHsaId() {
        var event =
                event(
                        msh("SJ", "SUS", "BAR^P12"),
                        pid(),
                        "PV1|1|O|ORTO^RUM 3||||NIOB",
                        "DG1|1||S83.6",
                        "ZKD|1|KD|SJ|10|K-1");
        assertThat(event.path("subject").asText()).isEqualTo("K-1");
        assertThat(event.path("data").has("by")).isFalse();
        var stray = event(msh("SJ", "SUS", "BAR^P12"), pid(), "PV1|1|O|ORTO^RUM 3", "DG1|1||S83.6");
        assertThat(stray.has("trepartclinic")).isFalse();
    }

    @Test
    void anAcceptedReferralNamesTheVardatagande() {
        assertThat(
                        event(msh("SJ", CLINIC, "RRI^I12"), "RF1|A|||||R-1|||||V-9", pid())
                                .at("/data/vardatagande/id")
                                .asText())
                .isEqualTo("V-9");
    }

    @Test
    void anUnknownReferralStatusIsRefused() {
        assertThat(faults(msh("SJ", CLINIC, "RRI^I12"), "RF1|X|||||R-1", pid()))
                .containsExactly("TRP-212 RF1-1");
    }

    @Test
    void everyFaultOfAMessageIsTold() {
        assertThat(
                        faults(
                                msh("TIDBOK", VARDCENTRAL, "SIU^S12"),
                                "SCH|K 1|||||||DSK|20|min|^^^20231314130000",
                                "PID|1||195203191853^^^SKV^NI",
                                "PV1|1|O|" + VARDCENTRAL + "||||NOBE01",
                                "AIL|1|A|SE162321000255-TRP299"))
                .containsExactlyInAnyOrder(
                        "TRP-213 SCH-1.1",
                        "TRP-202 PID-3.1",
                        "TRP-203 PV1-7.1",
                        "TRP-204 AIL-3.1",
                        "TRP-208 SCH-11.4",
                        "TRP-201 SCH-11.5");
    }

    @ParameterizedTest
    @CsvSource({
        "ORU^R01,M1,P,2.5.1,TRP-103 MSH-9.1",
        "ADT^A60,M1,P,2.5.1,TRP-104 MSH-9.2",
        "ADT^A04,M1,T,2.5.1,TRP-105 MSH-11",
        "ADT^A04,M1,P,2.2,TRP-106 MSH-12",
        "ADT^A04,'',P,2.5.1,TRP-107 MSH-10"
    })
    void whatTheHeaderForbidsIsRefused(
            String type, String id, String processing, String version, String fault) {
        assertThat(
                        faults(
                                "MSH|^~\\&|A|B|||20230314||"
                                        + type
                                        + "|"
                                        + id
                                        + "|"
                                        + processing
                                        + "|"
                                        + version))
                .containsExactly(fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.3", "2.3.1", "2.4", "2.5", "2.5.1", "2.6", "2.7", "2.7.1", "2.8"})
    void everyVersionFrom23To28IsRead(String version) {
        assertThat(
                        events(
                                msh("VC", VARDCENTRAL, "ADT^A04^ADT_A04").replace("2.5.1", version),
                                pid(),
                                pv1(VARDCENTRAL, "B-1")))
                .hasSize(1);
    }

    @Test
    void segmentsNeverSeenAreNoHindrance() {
        assertThat(
                        events(
                                msh("VC", VARDCENTRAL, "ADT^A04^NEJ_X99"),
                                "ZZ1|a^b~c",
                                pid(),
                                "ZQX|\"\"",
                                pv1(VARDCENTRAL, "B-1")))
                .hasSize(1);
    }

    @Test
    void anotherServiceAndIgnoredTriggersConcernNobodyHere() {
        assertThat(SHIPPED.decode(message(msh("T", VARDCENTRAL, "SIU^S12"), "SCH|X|||||||NYB")))
                .isInstanceOf(Decoded.NotConcerned.class);
        assertThat(SHIPPED.decode(message(msh("T", VARDCENTRAL, "ADT^A01"))))
                .isInstanceOf(Decoded.NotConcerned.class);
    }

    @Test
    void whatCannotBeReadAtAllIsRefusedWithoutException() {
        assertThat(faults("hej")).containsExactly("TRP-101 MSH");
        assertThat(Messages.faults(SHIPPED.decode(new byte[0]))).containsExactly("TRP-101 MSH");
    }

    private static com.fasterxml.jackson.databind.JsonNode booking(
            String trigger, String... lines) {
        var all =
                new ArrayList<>(
                        List.of(msh("TIDBOK", VARDCENTRAL, trigger), pid(), pv1(VARDCENTRAL, "")));
        all.addAll(List.of(lines));
        return event(all.toArray(String[]::new));
    }

    private static com.fasterxml.jackson.databind.JsonNode visit(String trigger) {
        return event(
                msh("VC", VARDCENTRAL, trigger),
                "EVN||20230314100000",
                pid(),
                pv1(VARDCENTRAL, "B-1"));
    }

    private static List<String> types(String trigger, String... lines) {
        var all =
                new ArrayList<>(
                        List.of(msh("VC", VARDCENTRAL, trigger), pid(), pv1(VARDCENTRAL, "B-1")));
        all.addAll(List.of(lines));
        return events(all.toArray(String[]::new)).stream()
                .map(event -> event.path("type").asText().replace("se.trepart.", ""))
                .toList();
    }

    private static String codes(String... lines) {
        var all =
                new ArrayList<>(
                        List.of(msh("VC", VARDCENTRAL, "ADT^A08"), pid(), pv1(VARDCENTRAL, "B-1")));
        all.addAll(List.of(lines));
        return event(all.toArray(String[]::new)).at("/data/procedures").toString();
    }
}
