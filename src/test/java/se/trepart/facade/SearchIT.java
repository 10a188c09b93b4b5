package se.trepart.facade;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

@NullUnmarked
class SearchIT {
    private static final Instant NOON = Instant.parse("2023-03-14T11:00:00Z");
    private static final String PNR = "http://electronichealth.se/identifier/personnummer";
    private static final String HSA = "urn:oid:1.2.752.29.4.19";
    private static RunningFacade facade;

    @BeforeAll
    static void twoConsultations() {
        facade = new RunningFacade();
        facade.write(
                null,
                NOON,
                """
                {'resourceType':'Patient','id':'p1','meta':{'security':[{'system':'s','code':'sekretessmarkering'}]},
                 'identifier':[{'system':'%s','value':'199101012384'}],'gender':'female','birthDate':'1991-01-01',
                 'name':[{'family':'Åkesson','given':['Linnéa','Maria']}]}\
                """
                        .formatted(PNR),
                """
                {'resourceType':'Patient','id':'p2','identifier':[{'system':'%s','value':'191212121212'}],
                 'name':[{'family':'Tolvansson','given':['Tolvan']}]}\
                """
                        .formatted(PNR),
                """
                {'resourceType':'Practitioner','id':'d1','identifier':[{'system':'%s','value':'SE162321000255-TRP901'}],
                 'name':[{'family':'Öberg','given':['Nils']}]}\
                """
                        .formatted(HSA),
                "{'resourceType':'Organization','id':'SE162321000255-TRP101','name':'Dalby"
                        + " vårdcentral'}",
                "{'resourceType':'Organization','id':'SE162321000255-TRP202','name':'Ortopedi'}");
        consultation(
                "K-1", "p1", "booked", "2023-03-14T10:00:00+01:00", "2023-03-14T10:30:00+01:00");
        consultation("K-2", "p2", "fulfilled", "2023-03-15T10:00:00+01:00", null);
    }

    private static void consultation(
            String id, String patient, String status, String start, String end) {
        facade.write(
                id,
                NOON,
                """
                {'resourceType':'Appointment','id':'%s-meeting','status':'%s','start':'%s','identifier':[{'system':'k','value':'%s'}],
                 'participant':[{'actor':{'reference':'Patient/%s'},'status':'accepted'},{'actor':{'reference':'Practitioner/d1'},'status':'accepted'}]}\
                """
                        .formatted(id, status, start, id, patient),
                """
                {'resourceType':'Encounter','id':'%s-visit','status':'in-progress','class':{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'AMB'},
                 'subject':{'reference':'Patient/%s'},'serviceProvider':{'reference':'Organization/SE162321000255-TRP101'},'period':{'start':'%s'%s}}\
                """
                        .formatted(id, patient, start, end == null ? "" : ",'end':'" + end + "'"),
                """
                {'resourceType':'Encounter','id':'%s-consultation','status':'in-progress','class':{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'VR'},
                 'partOf':{'reference':'Encounter/%s-visit'},'subject':{'reference':'Patient/%s'},'appointment':[{'reference':'Appointment/%s-meeting'}]}\
                """
                        .formatted(id, id, patient, id),
                """
                {'resourceType':'ServiceRequest','id':'%s-request','status':'active','intent':'order','subject':{'reference':'Patient/%s'},'authoredOn':'%s'}\
                """
                        .formatted(id, patient, start),
                """
                {'resourceType':'Task','id':'%s-coordination','status':'in-progress','intent':'order','priority':'%s','for':{'reference':'Patient/%s'},
                 'focus':{'reference':'ServiceRequest/%s-request'},'restriction':{'period':{'end':'2023-03-2%s'}}}\
                """
                        .formatted(
                                id,
                                id.equals("K-1") ? "routine" : "asap",
                                patient,
                                id,
                                id.substring(2)));
    }

    @AfterAll
    static void stop() {
        facade.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    Appointment?_id=K-1-meeting                                     ; K-1-meeting
                    Appointment?_id=K-1-meeting,K-2-meeting                         ; K-1-meeting K-2-meeting
                    Appointment?_id=K-1-meeting&_id=K-2-meeting                     ;
                    Appointment?identifier=K-2                                      ; K-2-meeting
                    Appointment?identifier=k%7CK-2                                  ; K-2-meeting
                    Appointment?identifier=%7CK-2                                   ;
                    Appointment?identifier=k%7C                                     ; K-1-meeting K-2-meeting
                    Appointment?status=booked                                       ; K-1-meeting
                    Appointment?status=http://hl7.org/fhir/appointmentstatus%7Cbooked ; K-1-meeting
                    Appointment?status=http://elsewhere%7Cbooked                    ;
                    Appointment?status:not=booked                                   ; K-2-meeting
                    Appointment?status=booked,fulfilled                             ; K-1-meeting K-2-meeting
                    Appointment?status=cancelled                                    ;
                    Appointment?patient=p1                                          ; K-1-meeting
                    Appointment?patient=Patient/p1                                  ; K-1-meeting
                    Appointment?patient=Practitioner/d1                             ;
                    Appointment?practitioner=d1                                     ; K-1-meeting K-2-meeting
                    Appointment?actor=Patient/p2                                    ; K-2-meeting
                    Appointment?actor:Patient=p2                                    ; K-2-meeting
                    Appointment?date=2023-03-14                                     ; K-1-meeting
                    Appointment?date=ge2023-03-15                                   ; K-2-meeting
                    Appointment?date=2023-03-14T09:00:00Z                           ; K-1-meeting
                    Appointment?date=2023-03-14T10:00                               ; K-1-meeting
                    Appointment?date=2023-03-14T10:00:00+01:00                      ; K-1-meeting
                    Appointment?date=ne2023-03-14                                   ; K-2-meeting
                    Appointment?date=ge2023-03-14&date=lt2023-03-15                 ; K-1-meeting
                    Appointment?date:missing=true                                   ;
                    Appointment?patient.identifier=199101012384                     ; K-1-meeting
                    Appointment?patient.identifier=19910101-2384                    ; K-1-meeting
                    Appointment?patient.name=akesson                                ; K-1-meeting
                    Appointment?practitioner.identifier=se162321000255-trp901       ; K-1-meeting K-2-meeting
                    Appointment?practitioner.identifier=urn:oid:1.2.752.129.2.1.4.1%7CSE162321000255-TRP901 ; K-1-meeting K-2-meeting
                    Appointment?actor:Patient.identifier=191212121212               ; K-2-meeting
                    Appointment?_has:Encounter:appointment:class=VR                 ; K-1-meeting K-2-meeting
                    Appointment?_has:Encounter:appointment:part-of=K-2-visit        ; K-2-meeting
                    Appointment?_has:Encounter:appointment:_id=K-2-consultation     ; K-2-meeting
                    Encounter?date=2023-03-14                                       ; K-1-visit
                    Encounter?date=2023-03-15                                       ; K-2-visit
                    Encounter?date=eq2023-03-16                                     ; K-2-visit
                    Encounter?date=ne2023-03-16                                     ; K-1-visit
                    Encounter?date=2023                                             ; K-1-visit K-2-visit
                    Encounter?date=gt2023-03-15                                     ; K-2-visit
                    Encounter?date=sa2023-03-14                                     ; K-2-visit
                    Encounter?date=eb2023-03-15                                     ; K-1-visit
                    Encounter?date=lt2023-03-15&date=ge2023-03-14                   ; K-1-visit
                    Encounter?end-date=2023-03-14                                   ; K-1-visit
                    Encounter?date-start=2023-03-15                                 ; K-2-visit
                    Encounter?part-of=K-1-visit                                     ; K-1-consultation
                    Encounter?part-of=Encounter/K-1-visit                           ; K-1-consultation
                    Encounter?part-of:missing=true                                  ; K-1-visit K-2-visit
                    Encounter?part-of.service-provider=SE162321000255-TRP101&class=VR ; K-1-consultation K-2-consultation
                    Encounter?class=http://terminology.hl7.org/CodeSystem/v3-ActCode%7CAMB&patient=p2 ; K-2-visit
                    ServiceRequest?patient=p1&status=active                         ; K-1-request
                    ServiceRequest?authored=2023-03-15                              ; K-2-request
                    Task?patient=p1                                                 ; K-1-coordination
                    Task?focus=ServiceRequest/K-2-request                           ; K-2-coordination
                    Task?due=lt2023-03-22                                           ; K-1-coordination
                    Task?_sort=priority                                             ; K-1-coordination K-2-coordination
                    Task?_sort=-priority                                            ; K-2-coordination K-1-coordination
                    Task?_sort=-due                                                 ; K-2-coordination K-1-coordination
                    Patient?identifier=http://electronichealth.se/identifier/personnummer%7C199101012384 ; p1
                    Patient?identifier=urn:oid:1.2.752.129.2.1.3.1%7C19910101-2384  ; p1
                    Patient?name=tolv                                               ; p2
                    Patient?family:exact=Åkesson                                    ; p1
                    Patient?family:exact=åkesson                                    ;
                    Patient?family:contains=vans                                    ; p2
                    Patient?given=maria                                             ; p1
                    Patient?birthdate=1991                                          ; p1
                    Patient?birthdate:missing=true                                  ; p2
                    Patient?_security=s%7Csekretessmarkering                        ; p1
                    Patient?_security:not=sekretessmarkering                        ; p2
                    Patient?_lastUpdated=2023-03-14                                 ; p1 p2
                    Patient?_lastUpdated=gt2023-03-14T11:00:00Z                     ;
                    Patient?_lastUpdated=ge2023-03-14T11:00:00Z                     ; p1 p2
                    Practitioner?identifier=SE162321000255-TRP901                   ; d1
                    Organization?name=dalby                                         ; SE162321000255-TRP101
                    """)
    void findsWhatMatchesAndNothingElse(String query, String ids) {
        var encoded = query.replace("Å", "%C3%85").replace("å", "%C3%A5");
        assertThat(facade.found(encoded))
                .isEqualTo(ids == null ? List.of() : List.of(ids.split(" ")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Appointment?rubbish=1",
                "Appointment?patient.rubbish=1",
                "Appointment?status.identifier=1",
                "Appointment?_has:Encounter:rubbish:status=finished",
                "Appointment?_has:Encounter:appointment:rubbish=finished",
                "Appointment?_content=text",
                "Appointment?part-of=x",
                "Appointment?status:exact=booked",
                "Appointment?status:in=x",
                "Appointment?date:exact=2023"
            })
    void refusesWhatItDoesNotKnowAndSaysWhatIsPossible(String query) {
        // when
        var response = facade.get(query);
        // then
        assertThat(response.statusCode()).isEqualTo(400);
        var issue =
                RunningFacade.FHIR
                        .newJsonParser()
                        .parseResource(OperationOutcome.class, response.body())
                        .getIssueFirstRep();
        assertThat(issue.getDetails().getCodingFirstRep().getCode()).isEqualTo("TRP-502");
        assertThat(issue.getDiagnostics()).contains("possible");
        assertThat(issue.getExpression().getFirst().getValue()).startsWith("http.");
    }

    @Test
    void aRefusedParameterIsAnsweredWithAllThatArePossible() {
        assertThat(facade.get("Appointment?colour=red").body())
                .contains(
                        "http.colour",
                        "actor, ",
                        "date, ",
                        "identifier, ",
                        "patient, ",
                        "status, ",
                        "_lastUpdated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Appointment?date=yesterday",
                "Appointment?date=2023-13-01",
                "Appointment?date=2023-02-30",
                "Appointment?date=xx2023-01-01",
                "Appointment?date=",
                "Appointment?status=",
                "Appointment?status=booked,",
                "Appointment?status=%7C",
                "Appointment?status:missing=perhaps",
                "Appointment?patient=%23x",
                "Appointment?_count=-1",
                "Appointment?_count=many",
                "Appointment?_count=1&_count=2",
                "Appointment?_sort=colour",
                "Appointment?_total=roughly",
                "Appointment?_summary=yes",
                "Appointment?_pretty=yes",
                "Appointment?_elements=%2F",
                "Appointment?_include=rubbish",
                "Appointment?_include=Appointment:status",
                "Appointment?_include=Encounter:patient",
                "Appointment?_revinclude=Encounter:rubbish",
                "Appointment?_page=rubbish",
                "Appointment?status=%00",
                "Appointment?status=%C3",
                "Appointment?_elements=status&_summary=true"
            })
    void refusesValuesThatItCannotRead(String query) {
        // when
        var response = facade.get(query);
        // then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("TRP-50", "OperationOutcome");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status=%zz", "status=%", "status=%4"})
    void refusesEscapesThatAreNone(String query) throws IOException {
        assertThat(raw(query)).startsWith("HTTP/1.1 400").contains("TRP-503");
    }

    @Test
    void readsTheBarAndTheBackslashAsBrowsersSendThem() throws IOException {
        assertThat(raw("identifier=k|K-1")).startsWith("HTTP/1.1 200").contains("K-1-meeting");
        assertThat(raw("identifier=k\\|K-1"))
                .startsWith("HTTP/1.1 200")
                .doesNotContain("K-1-meeting\"");
    }

    /** Sends what java.net.URI would not. */
    private static String raw(String query) throws IOException {
        try (var socket = new Socket("localhost", URI.create(facade.base()).getPort())) {
            var request =
                    "GET /fhir/Appointment?"
                            + query
                            + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void ignoresUnknownParametersWhenAskedToAndTheSelfLinkShowsIt() {
        // when
        var bundle =
                RunningFacade.json(
                        facade.get(
                                        "Appointment?status=booked&colour=red",
                                        "Prefer",
                                        "return=minimal, handling=lenient")
                                .body());
        // then
        assertThat(RunningFacade.entries(bundle, "match")).containsExactly("K-1-meeting");
        assertThat(RunningFacade.link(bundle, "self"))
                .isEqualTo(facade.base() + "/Appointment?status=booked");
    }

    @Test
    void searchesByPostWithWhatTellsWhoSomebodyIsKeptOutOfAllLinks() {
        // given
        var form =
                "patient.identifier="
                        + URLEncoder.encode(PNR + "|199101012384", StandardCharsets.UTF_8);
        var request =
                facade.request(
                                "Encounter/_search?_count=1",
                                "Content-Type",
                                "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form));
        // when
        var first = RunningFacade.json(facade.send(request).body());
        var second = RunningFacade.json(facade.get(RunningFacade.link(first, "next")).body());
        var again = RunningFacade.json(facade.get(RunningFacade.link(first, "self")).body());
        // then
        assertThat(RunningFacade.entries(first, "match")).containsExactly("K-1-consultation");
        assertThat(RunningFacade.entries(second, "match")).containsExactly("K-1-visit");
        assertThat(RunningFacade.link(second, "next")).isNull();
        assertThat(RunningFacade.entries(again, "match")).containsExactly("K-1-consultation");
        assertThat(first.path("total").asInt()).isEqualTo(2);
        assertThat(second.path("total").asInt()).isEqualTo(2);
        assertThat(first.path("link").toString() + second.path("link")).doesNotContain("2384");
    }

    @Test
    void refusesAPageLinkThatWasChangedOrIsForSomethingElse() {
        // given
        var next =
                RunningFacade.link(
                        RunningFacade.json(facade.get("Encounter?_count=1").body()), "next");
        // then
        assertThat(facade.get(next).statusCode()).isEqualTo(200);
        assertThat(facade.get(next + "x").statusCode()).isEqualTo(400);
        assertThat(facade.get(next + "&status=planned").statusCode()).isEqualTo(400);
        assertThat(facade.get(next.replace("/Encounter", "/Task")).body()).contains("TRP-507");
    }

    @Test
    void refusesABodyThatIsNoForm() {
        var request =
                facade.request("Encounter/_search", "Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{}"));
        assertThat(facade.send(request).statusCode()).isEqualTo(415);
        var large =
                facade.request(
                                "Encounter/_search",
                                "Content-Type",
                                "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("status=" + "x".repeat(70_000)));
        assertThat(facade.send(large).statusCode()).isEqualTo(413);
    }

    @Test
    void includesWhatIsReferredToAndWhatRefers() {
        // when
        var bundle =
                RunningFacade.json(
                        facade.get(
                                        "Appointment?identifier=K-1&_include=Appointment:actor&_revinclude=Encounter:appointment&_include:iterate=Encounter:part-of&_include:iterate=Encounter:service-provider")
                                .body());
        // then
        assertThat(RunningFacade.entries(bundle, "match")).containsExactly("K-1-meeting");
        assertThat(RunningFacade.entries(bundle, "include"))
                .containsExactlyInAnyOrder(
                        "p1", "d1", "K-1-consultation", "K-1-visit", "SE162321000255-TRP101");
        assertThat(bundle.path("total").asInt()).isEqualTo(1);
    }

    @Test
    void includesOnlyTheTypeThatIsWantedAndAllReferencesForAStar() {
        assertThat(
                        RunningFacade.entries(
                                RunningFacade.json(
                                        facade.get("Appointment?_include=Appointment:actor:Patient")
                                                .body()),
                                "include"))
                .containsExactly("p1", "p2");
        assertThat(
                        RunningFacade.entries(
                                RunningFacade.json(
                                        facade.get(
                                                        "Appointment?identifier=K-2&_include=Appointment:*")
                                                .body()),
                                "include"))
                .containsExactlyInAnyOrder("p2", "d1");
    }

    @Test
    void includesAlsoWhatIsAMatchOfTheNextPage() {
        // given
        var query = "Encounter?_id=K-1-consultation,K-1-visit&_count=1&_sort=_id";
        // when
        var first = RunningFacade.json(facade.get(query + "&_include=Encounter:part-of").body());
        var second = RunningFacade.json(facade.get(RunningFacade.link(first, "next")).body());
        // then
        assertThat(RunningFacade.entries(first, "match")).containsExactly("K-1-consultation");
        assertThat(RunningFacade.entries(first, "include")).containsExactly("K-1-visit");
        assertThat(first.path("total").asInt()).isEqualTo(2);
        assertThat(RunningFacade.entries(second, "match")).containsExactly("K-1-visit");
        assertThat(RunningFacade.entries(second, "include")).isEmpty();
        assertThat(second.path("total").asInt()).isEqualTo(2);
    }

    @Test
    void namesNothingTwiceThatIsAMatchAndReferredTo() {
        // when
        var bundle =
                RunningFacade.json(
                        facade.get(
                                        "Encounter?_id=K-1-consultation,K-1-visit&_include:iterate=Encounter:part-of&_revinclude:iterate=Encounter:part-of")
                                .body());
        // then
        assertThat(RunningFacade.entries(bundle, "match"))
                .containsExactlyInAnyOrder("K-1-consultation", "K-1-visit");
        assertThat(RunningFacade.entries(bundle, "include")).isEmpty();
    }

    @Test
    void countsWithoutResourcesAndLeavesTheCountOut() {
        for (var query :
                List.of("Encounter?_summary=count&status=in-progress", "Encounter?_count=0")) {
            var bundle = RunningFacade.json(facade.get(query).body());
            assertThat(bundle.path("total").asInt()).isEqualTo(4);
            assertThat(bundle.has("entry")).isFalse();
            assertThat(RunningFacade.link(bundle, "next")).isNull();
        }
        assertThat(RunningFacade.json(facade.get("Encounter?_total=none").body()).has("total"))
                .isFalse();
    }

    @Test
    void keepsSummaryAndElementsOnEveryPage() {
        // given
        var first =
                RunningFacade.json(
                        facade.get("Encounter?_count=2&_elements=status&_sort=-date").body());
        // when
        var second = RunningFacade.json(facade.get(RunningFacade.link(first, "next")).body());
        // then
        for (var page : List.of(first, second)) {
            assertThat(page.path("entry"))
                    .hasSize(2)
                    .allSatisfy(entry -> {
                        assertThat(entry.at("/resource/status").asText()).isEqualTo("in-progress");
                        assertThat(entry.path("resource").has("subject")).isFalse();
                        assertThat(entry.at("/resource/meta/tag/0/code").asText())
                                .isEqualTo("SUBSETTED");
                    });
        }
        assertThat(RunningFacade.entries(first, "match")).containsExactly("K-2-visit", "K-1-visit");
    }

    @Test
    void anotherProgramsClientSearchesAndPagesAlsoInXml() {
        // given
        var client = facade.client();
        client.setEncoding(ca.uhn.fhir.rest.api.EncodingEnum.XML);
        // when
        var first =
                client.search()
                        .forResource(Encounter.class)
                        .where(
                                Encounter.PATIENT.hasChainedProperty(
                                        Patient.IDENTIFIER
                                                .exactly()
                                                .systemAndIdentifier(PNR, "191212121212")))
                        .include(Encounter.INCLUDE_APPOINTMENT)
                        .count(1)
                        .returnBundle(Bundle.class)
                        .execute();
        var second = client.loadPage().next(first).execute();
        // then
        assertThat(first.getEntryFirstRep().getResource().getIdElement().getIdPart())
                .isEqualTo("K-2-consultation");
        assertThat(first.getEntry())
                .extracting(entry -> entry.getResource().getClass().getSimpleName())
                .containsExactly(
                        Encounter.class.getSimpleName(), Appointment.class.getSimpleName());
        assertThat(second.getEntry())
                .extracting(entry -> entry.getResource().getIdElement().getIdPart())
                .containsExactly("K-2-visit");
    }

    @Test
    void aSearchWithoutCriteriaFindsAllOfTheType() {
        assertThat(facade.found("Task")).containsExactly("K-1-coordination", "K-2-coordination");
    }

    @Test
    void doesNotFindWhatIsNoMore() {
        // given
        var query = "Condition?code=S836&recorded-date=2023-03-14";
        facade.write(
                "K-3",
                NOON,
                "{'resourceType':'Condition','id':'K-3-diagnosis-1','recordedDate':'2023-03-14',"
                        + "'code':{'coding':[{'system':'s','code':'S836'}]}}");
        assertThat(facade.found(query)).containsExactly("K-3-diagnosis-1");
        // when
        facade.write("K-3", NOON);
        // then
        assertThat(facade.found(query)).isEmpty();
        assertThat(facade.bundle(query + "&_summary=count").path("total").asInt(-1)).isZero();
    }
}
