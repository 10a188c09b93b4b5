package se.trepart.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import se.trepart.fault.FaultException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What the mapping makes of states: valid, whole where the facts are, silent where they are not.
 */
class ConsultationResourcesTest {
    private static final List<String> PHASES =
            List.of(
                    "entered-in-error",
                    "completed",
                    "in-progress",
                    "no-show",
                    "cancelled",
                    "failed",
                    "arrived",
                    "booked",
                    "requested");
    private static final List<String> PROTECTIONS = List.of("none", "skyddad-folkbokforing");

    /** All phases × booked or ad hoc × protection, with and without the medical registration. */
    @TestFactory
    Stream<DynamicTest> everyResourceOfEveryStateIsValid() {
        return PHASES.stream()
                .flatMap(phase ->
                        Stream.of(true, false)
                                .flatMap(booked ->
                                        PROTECTIONS.stream()
                                                .map(protection ->
                                                        DynamicTest.dynamicTest(
                                                                String.join(
                                                                        " ",
                                                                        phase,
                                                                        booked
                                                                                ? "booked"
                                                                                : "ad hoc",
                                                                        protection),
                                                                () ->
                                                                        validates(
                                                                                whole(
                                                                                        phase,
                                                                                        booked,
                                                                                        protection))))));
    }

    @Test
    void theSmallestStatesAreValid() {
        // given
        var patientOnly =
                States.object(
                        """
                        {"id": "K-2023-000017", "phase": "requested", "booked": false, "tookPlace": false,
                         "patient": {"id": "7f3c9a52", "protection": "none"}, "firstEventAt": "2023-03-14T09:58:00+01:00"}
                        """);
        var error = patientOnly.deepCopy().put("phase", "entered-in-error");
        var booked = patientOnly.deepCopy().put("phase", "no-show").put("booked", true);
        // then
        validates(patientOnly);
        validates(error);
        validates(booked);
        assertThat(ids(States.resources(patientOnly)))
                .containsExactly(
                        "K-2023-000017-request",
                        "K-2023-000017-coordination",
                        "K-2023-000017-meeting");
    }

    @Test
    void nothingIsMadeBeforeThePatientIsKnown() {
        // given
        var state = States.in("in-progress", false);
        state.remove("patient");
        // then
        assertThat(States.resources(state)).isEmpty();
    }

    @Test
    void theVisitAppearsWithItsUnitAndItsOwnEvents() {
        // given
        var state = States.in("in-progress", false);
        // when
        ((ObjectNode) state.path("visit")).remove("status");
        var resources = States.resources(state);
        // then
        assertThat(States.resource(resources, "visit").isMissingNode()).isTrue();
        var xs004 = States.resource(resources, "xs004");
        assertThat(xs004.at("/encounter/identifier/value").asText()).isEqualTo("B-4711");
        assertThat(xs004.at("/encounter/reference").isMissingNode()).isTrue();
    }

    @Test
    void xs004IsThereOnlyIfTheConsultationTookPlace() {
        assertThat(
                        PHASES.stream()
                                .filter(phase ->
                                        !States.resource(
                                                        States.resources(States.in(phase, true)),
                                                        "xs004")
                                                .isMissingNode()))
                .containsExactly("completed", "in-progress");
    }

    @Test
    void anAdHocMeetingHasTheTimesOfTheCallOnceItHasEnded() {
        // given
        var during = meeting(States.in("in-progress", false));
        var after = meeting(States.in("completed", false));
        var error = meeting(States.in("entered-in-error", false));
        // then
        assertThat(during.has("start") || during.has("end")).isFalse();
        assertThat(after.path("start").asText()).isEqualTo("2023-03-14T10:05:00+01:00");
        assertThat(after.path("end").asText()).isEqualTo("2023-03-14T10:20:00+01:00");
        assertThat(error.path("start").asText()).isEqualTo("2023-03-14T09:58:00+01:00");
        assertThat(error.path("end").asText()).isEqualTo("2023-03-14T09:58:00+01:00");
    }

    @Test
    void aBookedMeetingKeepsItsSlot() {
        // given
        var meeting = meeting(States.in("completed", true));
        // then
        assertThat(meeting.path("start").asText()).isEqualTo("2023-03-14T10:10:00+01:00");
        assertThat(meeting.path("end").asText()).isEqualTo("2023-03-14T10:30:00+01:00");
    }

    @Test
    void whoCancelledHasDeclined() {
        // given
        var state = States.in("cancelled", true);
        state.putObject("cancellation").put("by", "hospital").put("reason", "sick");
        // then
        var participants = meeting(state).path("participant");
        assertThat(participants.findValuesAsText("status"))
                .containsExactly("accepted", "accepted", "declined", "accepted");
        assertThat(meeting(state).at("/cancelationReason/text").asText()).isEqualTo("sick");
    }

    @Test
    void aProtectedPersonsRecordsCarryTheLabelAndNoPlaceOrLink() {
        for (var protection : List.of("sekretessmarkering", "skyddad-folkbokforing")) {
            // given
            validates(whole("completed", true, protection));
            var resources = States.resources(whole("completed", true, protection));
            var code = protection.replace("-folk", "Folk");
            // then
            assertThat(resources).hasSizeGreaterThan(10);
            assertThat(resources)
                    .allSatisfy(resource ->
                            assertThat(resource.at("/meta/security/0/code").asText())
                                    .isEqualTo(code));
            var text = resources.toString();
            assertThat(text)
                    .doesNotContain("Location/")
                    .doesNotContain("HealthcareService/")
                    .doesNotContain("video.example.se")
                    .doesNotContain("assigner");
            assertThat(
                            States.resource(resources, "visit")
                                    .at("/serviceProvider/reference")
                                    .asText())
                    .isEqualTo("Organization/SE162321000255-TRP101");
        }
    }

    @Test
    void aProtectionThatIsNotKnownIsRefusedRatherThanTakenForNone() {
        // given
        var state = whole("completed", true, "hemlig");
        // then
        assertThatThrownBy(() -> States.resources(state)).isInstanceOf(FaultException.class);
    }

    @Test
    void noResourceNamesTheIdentityNumberOrTheQuestionButTheRequest() {
        // given
        var resources = States.resources(whole("completed", true, "none"));
        // then
        assertThat(resources.toString()).doesNotContain("199101012384");
        assertThat(
                        StreamSupport.stream(resources.spliterator(), false)
                                .filter(resource -> resource.toString().contains("Knäsmärta"))
                                .map(resource -> resource.path("id").asText()))
                .containsExactly("K-2023-000017-request");
    }

    @Test
    void noVardatagandeIsMadeHere() {
        // given
        var resources = States.resources(whole("completed", true, "none"));
        // then
        assertThat(resources.toString()).doesNotContain("EpisodeOfCare");
        assertThat(States.resource(resources, "referral-R-88-task").path("identifier").toString())
                .contains("identifier/vardatagande\",\"value\":\"VA-5");
    }

    @Test
    void aDiagnosisToldTwiceIsOneCondition() {
        // given
        var state = States.in("completed", false);
        state.setAll(
                States.object(
                        """
                        {"medicalRegistration": {"diagnoses": [{"code": "M232", "main": false}, {"code": "S836", "main": true}, {"code": "M232", "main": false}],
                         "procedures": [{"code": "NGB09"}, {"code": "NGB09"}]}}
                        """));
        // when
        var resources = States.resources(state);
        // then
        assertThat(ids(resources)).doesNotHaveDuplicates();
        assertThat(new HashSet<>(ids(resources)))
                .contains("K-2023-000017-diagnosis-M232", "K-2023-000017-kva-NGB09");
        var diagnoses = States.resource(resources, "consultation").path("diagnosis");
        assertThat(diagnoses).hasSize(2);
        assertThat(diagnoses.at("/1/rank").asInt()).isEqualTo(1);
    }

    @Test
    void aReferralIdThatIsNoFhirIdStandsByItsHash() {
        // given
        var state = States.in("completed", false);
        var referrals = state.putArray("referrals");
        referrals.addObject().put("id", "2023/17 å").put("status", "sent");
        referrals.addObject().put("id", "R".repeat(60)).put("status", "sent");
        // then
        assertThat(ids(States.resources(state)))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[A-Za-z0-9.-]{1,64}"));
        validates(state);
    }

    @Test
    void aPeriodNeverEndsBeforeItStarts() {
        // given
        var wrongClock = States.in("completed", false);
        ((ObjectNode) wrongClock.path("visit")).put("end", "2023-03-14T09:59:00.5+01:00");
        var nightOfTheClock = States.in("completed", false);
        ((ObjectNode) nightOfTheClock.path("visit"))
                .put("start", "2023-10-29T02:40:00+02:00")
                .put("end", "2023-10-29T02:10:00+01:00");
        // then
        validates(wrongClock);
        assertThat(visit(wrongClock).at("/period/end").isMissingNode()).isTrue();
        validates(nightOfTheClock);
        assertThat(visit(nightOfTheClock).at("/period/end").asText())
                .isEqualTo("2023-10-29T02:10:00+01:00");
    }

    @Test
    void sameStateSameBytes() {
        // given
        var state = whole("completed", true, "none");
        // then
        assertThat(States.resources(state.deepCopy()).toString())
                .isEqualTo(States.resources(state).toString());
    }

    private static void validates(JsonNode state) {
        var problems = new ArrayList<String>();
        var resources = States.resources(state);
        for (var resource : resources) {
            assertThat(resource.at("/meta/profile/0").asText()).startsWith("https://trepart.");
            FhirValidation.shared()
                    .problems(resource.toString())
                    .forEach(problem -> problems.add(resource.path("id").asText() + " " + problem));
        }
        assertThat(resources).isNotEmpty();
        assertThat(problems).isEmpty();
        assertThat(resources.toString()).doesNotContain("null");
    }

    private static ObjectNode whole(String phase, boolean booked, String protection) {
        var state = States.in(phase, booked);
        ((ObjectNode) state.path("patient")).put("protection", protection);
        state.setAll(
                States.object(
                        """
                        {"outcome": {"code": "referral-needed", "by": {"id": "b81e0d44", "hsaId": "SE162321000255-TRP901"}},
                         "medicalRegistration": {"diagnoses": [{"code": "S836", "main": true}], "procedures": [{"code": "NGB09"}],
                          "by": {"id": "c09a77f1", "hsaId": "SE162321000255-TRP951"}},
                         "pasis": {"wanted": true, "refused": false, "due": "2023-03-21"}, "secretary": "verified",
                         "verified": {"by": {"id": "d55e1b23", "hsaId": "SE162321000255-TRP961"}, "time": "2023-03-15T09:00:00+01:00"},
                         "referrals": [
                          {"id": "R-88", "from": "SE162321000255-TRP101", "to": "SE162321000255-TRP202", "status": "accepted",
                           "vardatagande": {"id": "VA-5"}, "sentAt": "2023-03-14T11:00:00+01:00"},
                          {"id": "R-89", "from": "SE162321000255-TRP101", "to": "SE162321000255-TRP203", "status": "returned",
                           "reason": "incomplete", "sentAt": "2023-03-14T11:05:00+01:00"}],
                         "referralTask": {"status": "completed"}}
                        """));
        return state;
    }

    private static JsonNode meeting(JsonNode state) {
        return States.resource(States.resources(state), "meeting");
    }

    private static JsonNode visit(JsonNode state) {
        return States.resource(States.resources(state), "visit");
    }

    private static List<String> ids(JsonNode resources) {
        return StreamSupport.stream(resources.spliterator(), false)
                .map(resource -> resource.path("id").asText())
                .toList();
    }
}
