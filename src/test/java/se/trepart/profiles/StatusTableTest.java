package se.trepart.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import se.trepart.fault.FaultException;

/** Contract 5's table of statuses, row by row. */
class StatusTableTest {

    @ParameterizedTest(name = "{0} {1} {2}: R {3} T {4} A {5} C {6}")
    @CsvSource(
            textBlock =
                    """
                    entered-in-error, booked, , entered-in-error, entered-in-error, entered-in-error, entered-in-error
                    entered-in-error, ad hoc, , entered-in-error, entered-in-error, entered-in-error, entered-in-error
                    completed, booked, , completed, completed, fulfilled, finished
                    completed, ad hoc, , completed, completed, fulfilled, finished
                    in-progress, booked, , active, in-progress, fulfilled, in-progress
                    in-progress, ad hoc, , active, in-progress, proposed, in-progress
                    no-show, booked, , revoked, cancelled, noshow, cancelled
                    no-show, ad hoc, , revoked, cancelled, cancelled, cancelled
                    cancelled, booked, , revoked, cancelled, cancelled, cancelled
                    cancelled, ad hoc, , revoked, cancelled, cancelled, cancelled
                    failed, booked, technical, revoked, failed, cancelled, cancelled
                    failed, ad hoc, technical, revoked, failed, cancelled, cancelled
                    failed, booked, other, revoked, failed, cancelled, cancelled
                    failed, ad hoc, other, revoked, failed, cancelled, cancelled
                    failed, booked, no-answer, revoked, failed, noshow, cancelled
                    failed, ad hoc, no-answer, revoked, failed, cancelled, cancelled
                    failed, booked, , revoked, failed, noshow, cancelled
                    failed, ad hoc, , revoked, failed, cancelled, cancelled
                    arrived, booked, , active, accepted, arrived, planned
                    arrived, ad hoc, , active, requested, proposed, planned
                    booked, booked, , active, accepted, booked, planned
                    requested, ad hoc, , active, requested, proposed, planned
                    """)
    void eachRowGivesItsStatuses(
            String phase, String how, String failure, String r, String t, String a, String c) {
        // given
        var state = States.in(phase, how.equals("booked"));
        if (failure != null) {
            state.putObject("failure").put("reason", failure);
        }
        // when
        var resources = States.resources(state);
        // then
        assertThat(status(resources, "request")).isEqualTo(r);
        assertThat(status(resources, "coordination")).isEqualTo(t);
        assertThat(status(resources, "meeting")).isEqualTo(a);
        assertThat(status(resources, "consultation")).isEqualTo(c);
        var meeting = States.resource(resources, "meeting");
        assertThat(meeting.has("cancelationReason")).isEqualTo(a.equals("cancelled"));
        assertThat(States.resource(resources, "coordination").has("statusReason"))
                .isEqualTo(t.equals("failed"));
    }

    @ParameterizedTest
    @CsvSource({
        "awaiting-diagnosis, requested",
        "awaiting-kva, requested",
        "ready-to-verify, ready",
        "rejected-by-pasis, on-hold",
        "verified, completed",
        "no-longer-wanted, cancelled"
    })
    void theSecretarysTaskFollowsItsBusinessStatus(String business, String status) {
        // given
        var state = States.in("completed", false).put("secretary", business);
        // then
        var task = States.resource(States.resources(state), "medical-registration");
        assertThat(task.path("status").asText()).isEqualTo(status);
        assertThat(task.at("/businessStatus/coding/0/code").asText()).isEqualTo(business);
    }

    @ParameterizedTest
    @CsvSource({
        "sent, active, requested",
        "accepted, active, accepted",
        "returned, revoked, rejected"
    })
    void theRemissFollowsTheReceivingUnit(String told, String request, String task) {
        // given
        var state = States.in("completed", false);
        state.putArray("referrals").addObject().put("id", "R1").put("status", told);
        // then
        var resources = States.resources(state);
        assertThat(status(resources, "referral-R1")).isEqualTo(request);
        assertThat(status(resources, "referral-R1-task")).isEqualTo(task);
    }

    @Test
    void aPhaseThatNoRowNamesIsRefused() {
        // given
        ObjectNode state = States.in("postponed", false);
        // then
        assertThatThrownBy(() -> States.resources(state)).isInstanceOf(FaultException.class);
    }

    private static String status(JsonNode resources, String part) {
        return States.resource(resources, part).path("status").asText();
    }
}
