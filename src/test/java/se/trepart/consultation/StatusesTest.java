package se.trepart.consultation;

import static org.assertj.core.api.Assertions.assertThat;

import static se.trepart.consultation.Told.nothing;

import org.junit.jupiter.api.Test;

/** The status table of contract 5, row by row, first match from the top. */
class StatusesTest {
    @Test
    void isEnteredInErrorWhateverElseWasTold() {
        // given
        var told =
                nothing()
                        .requested("10:00")
                        .started("09:50")
                        .enteredInError("10:20")
                        .joined("10:05")
                        .left("10:15")
                        .booked("11:00", "11:10", "11:20");
        // then
        assertThat(told.state().phase()).isEqualTo(Phase.ENTERED_IN_ERROR);
        assertThat(told.state().visitStatus()).contains("entered-in-error");
        assertThat(told.state().pasisRegistration()).isEmpty();
    }

    @Test
    void isCompletedWhenItTookPlaceAndNobodyIsPresentAnyMore() {
        // given
        var told = nothing().requested("10:00").started("09:50").joined("10:05").left("10:15");
        // then
        assertThat(told.state().phase()).isEqualTo(Phase.COMPLETED);
        assertThat(told.state().visitStatus()).contains("in-progress");
    }

    @Test
    void isCompletedWhenItTookPlaceAndTheVisitEndedWithSomebodyStillThere() {
        // given
        var told = nothing().requested("10:00").started("09:50").joined("10:05").ended("10:30");
        // then
        assertThat(told.state().phase()).isEqualTo(Phase.COMPLETED);
        assertThat(told.state().visitStatus()).contains("finished");
        assertThat(told.state().call().end()).contains(Told.at("10:30"));
    }

    @Test
    void isInProgressWhileSomebodyIsPresent() {
        // given
        var told =
                nothing()
                        .requested("10:00")
                        .started("09:50")
                        .joined("10:05")
                        .left("10:10")
                        .joined("10:12");
        // then
        assertThat(told.state().phase()).isEqualTo(Phase.IN_PROGRESS);
        assertThat(told.state().call().end()).isEmpty();
    }

    @Test
    void isInProgressWhileAnotherSpecialistIsStillPresent() {
        // given
        var told =
                nothing()
                        .requested("10:00")
                        .joined("10:05", "SPEC1", Told.ORTO)
                        .joined("10:06", "SPEC2", Told.NEURO)
                        .left("10:10", "SPEC1", Told.ORTO);
        // then
        assertThat(told.state().phase()).isEqualTo(Phase.IN_PROGRESS);
    }

    @Test
    void isNoShowWhenThePatientDidNotCome() {
        // given
        var told =
                nothing()
                        .booked("09:00", "10:00", "10:20")
                        .cancelled("10:30")
                        .visitCancelled("10:20", "patient-no-show");
        // then
        assertThat(told.state().phase()).isEqualTo(Phase.NO_SHOW);
        assertThat(told.state().visitStatus()).contains("cancelled");
    }

    @Test
    void isCancelledWhenThatIsTheLastOfThePlan() {
        // given
        var told =
                nothing()
                        .booked("09:00", "10:00", "10:20")
                        .rescheduled("09:10", "11:00", "11:20")
                        .cancelled("09:20")
                        .failed("11:00");
        // then
        assertThat(told.state().phase()).isEqualTo(Phase.CANCELLED);
        assertThat(told.state().visitStatus()).contains("cancelled");
    }

    @Test
    void isCancelledWhenTheVisitIs() {
        // given
        var told =
                nothing()
                        .requested("10:00")
                        .started("09:50")
                        .joined("10:05")
                        .visitCancelled("10:10", "cancelled");
        // then
        assertThat(told.state().phase()).isEqualTo(Phase.CANCELLED);
        assertThat(told.state().tookPlace()).isFalse();
    }

    @Test
    void theVisitThatHasBegunIsNotCancelledByItsPlan() {
        // given
        var told = nothing().booked("09:00", "10:00", "10:20").started("09:55").cancelled("10:05");
        // then
        assertThat(told.state().phase()).isEqualTo(Phase.CANCELLED);
        assertThat(told.state().visitStatus()).contains("in-progress");
    }

    @Test
    void isFailedWhenTheVideoSaysSo() {
        // given
        var told = nothing().requested("10:00").started("09:50").failed("10:05");
        // then
        assertThat(told.state().phase()).isEqualTo(Phase.FAILED);
    }

    @Test
    void isFailedWhenTheVisitEndedWithoutPresence() {
        // given
        var told = nothing().booked("09:00", "10:00", "10:20").started("09:55").ended("10:30");
        // then
        assertThat(told.state().phase()).isEqualTo(Phase.FAILED);
        assertThat(told.state().visitStatus()).contains("finished");
    }

    @Test
    void hasArrivedWhenTheVisitHasStarted() {
        assertThat(nothing().requested("10:00").started("09:50").state().phase())
                .isEqualTo(Phase.ARRIVED);
    }

    @Test
    void isBookedWhenItIsBookedAgainAfterACancellation() {
        // given
        var told =
                nothing()
                        .booked("09:00", "10:00", "10:20")
                        .cancelled("09:10")
                        .booked("09:20", "11:00", "11:20");
        // then
        assertThat(told.state().phase()).isEqualTo(Phase.BOOKED);
        assertThat(told.state().visitStatus()).contains("planned");
        assertThat(told.state().booking().slot().orElseThrow().start()).isEqualTo(Told.at("11:00"));
    }

    @Test
    void isRequestedWhenNothingElseIsKnown() {
        assertThat(nothing().requested("10:00").state().phase()).isEqualTo(Phase.REQUESTED);
        assertThat(nothing().requested("10:00").state().visitStatus()).isEmpty();
    }

    @Test
    void theSecretaryHasNoTaskBeforeASpecialistCame() {
        assertThat(nothing().requested("10:00").started("09:50").state().secretaryTask()).isEmpty();
    }

    @Test
    void theSecretaryWaitsForDiagnosisThenForKvaThenChecks() {
        // given
        var held = nothing().requested("10:00").started("09:50").joined("10:05").left("10:15");
        // then
        assertThat(held.state().secretaryTask()).contains(SecretaryTask.AWAITING_DIAGNOSIS);
        // when
        held.event(
                "11:00",
                new EventData.MedicalRegistrationRecorded(
                        Told.medical("S836").diagnoses(),
                        java.util.List.of(),
                        java.util.Optional.empty()));
        // then
        assertThat(held.state().secretaryTask()).contains(SecretaryTask.AWAITING_KVA);
        // when
        held.event("11:10", Told.medical("S836"));
        // then
        assertThat(held.state().secretaryTask()).contains(SecretaryTask.READY_TO_VERIFY);
        // when
        held.verified("11:20");
        // then
        assertThat(held.state().secretaryTask()).contains(SecretaryTask.VERIFIED);
    }

    @Test
    void whatWasCheckedAndThenChangedIsToBeCheckedAgain() {
        // given
        var told =
                nothing()
                        .requested("10:00")
                        .joined("10:05")
                        .left("10:15")
                        .event("11:00", Told.medical("S836"))
                        .verified("11:20")
                        .event("11:30", Told.medical("S836", "M239"));
        // then
        assertThat(told.state().verified()).isEmpty();
        assertThat(told.state().secretaryTask()).contains(SecretaryTask.READY_TO_VERIFY);
    }

    @Test
    void whatWasCheckedStaysCheckedWhenTheSameIsToldAgain() {
        // given
        var told =
                nothing()
                        .requested("10:00")
                        .joined("10:05")
                        .left("10:15")
                        .event("11:00", Told.medical("S836"))
                        .verified("11:20")
                        .event("11:30", Told.medical("S836"));
        // then
        assertThat(told.state().secretaryTask()).contains(SecretaryTask.VERIFIED);
    }

    @Test
    void theSecretaryIsOnHoldWhilePasisRefuses() {
        // given
        var told =
                nothing()
                        .requested("10:00")
                        .joined("10:05")
                        .left("10:15")
                        .event("10:16", new EventData.RegistrationRefused("pasis"));
        // then
        assertThat(told.state().secretaryTask()).contains(SecretaryTask.REJECTED_BY_PASIS);
        // when
        told.event("10:20", new EventData.RegistrationReleased("pasis"));
        // then
        assertThat(told.state().secretaryTask()).contains(SecretaryTask.AWAITING_DIAGNOSIS);
    }

    @Test
    void theSecretarysTaskIsNoLongerWantedWhenItDidNotTakePlaceAfterAll() {
        // given
        var told =
                nothing().requested("10:00").joined("10:05").left("10:15").enteredInError("10:20");
        // then
        assertThat(told.state().secretaryTask()).contains(SecretaryTask.NO_LONGER_WANTED);
    }
}
