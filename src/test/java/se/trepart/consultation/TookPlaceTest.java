package se.trepart.consultation;

import static org.assertj.core.api.Assertions.assertThat;

import static se.trepart.consultation.Told.NEURO;
import static se.trepart.consultation.Told.ORTO;
import static se.trepart.consultation.Told.at;
import static se.trepart.consultation.Told.nothing;

import org.junit.jupiter.api.Test;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** The rules of contract 4, one by one. */
class TookPlaceTest {
    @Test
    void aSpecialistWhoWaitedAndLeftBeforeTheVisitDoesNotCount() {
        // given
        var told = nothing().requested("10:00").joined("09:40").left("09:50").started("09:55");
        // then
        assertThat(told.state().tookPlace()).isFalse();
    }

    @Test
    void twoMinutesBeforeTheVisitAreTolerated() {
        // given
        var told = nothing().requested("10:00").joined("09:40").left("09:53:01").started("09:55");
        // then
        assertThat(told.state().tookPlace()).isTrue();
    }

    @Test
    void twoMinutesAfterTheVisitAreTolerated() {
        // given
        var told =
                nothing()
                        .requested("10:00")
                        .started("09:55")
                        .ended("10:30")
                        .joined("10:31:59")
                        .left("10:40");
        // then
        assertThat(told.state().tookPlace()).isTrue();
    }

    @Test
    void touchingTheToleratedEdgeIsNoOverlap() {
        // given
        var before = nothing().requested("10:00").joined("09:40").left("09:53").started("09:55");
        var after =
                nothing()
                        .requested("10:00")
                        .started("09:55")
                        .ended("10:30")
                        .joined("10:32")
                        .left("10:40");
        // then
        assertThat(before.state().tookPlace()).isFalse();
        assertThat(after.state().tookPlace()).isFalse();
    }

    @Test
    void aStayOfNoLengthIsNoOverlap() {
        // given
        var told = nothing().requested("10:00").started("09:55").joined("10:05").left("10:05");
        // then
        assertThat(told.state().tookPlace()).isFalse();
    }

    @Test
    void leftWithoutJoinedCountsForNothing() {
        // given
        var told = nothing().requested("10:00").started("09:55").left("10:10").ended("10:30");
        // then
        assertThat(told.state().tookPlace()).isFalse();
        assertThat(told.state().phase()).isEqualTo(Phase.FAILED);
    }

    @Test
    void anOpenPresenceEndsWithTheVisit() {
        // given
        var told = nothing().requested("10:00").started("09:55").joined("10:05").ended("10:30");
        // then
        assertThat(told.state().call().end()).contains(at("10:30"));
    }

    @Test
    void aVisitThatNobodySaidHadStartedOrEndedIsOpenAtBothEnds() {
        assertThat(nothing().requested("10:00").joined("10:05").state().tookPlace()).isTrue();
    }

    @Test
    void theCallIsFromTheFirstJoinToTheLastLeave() {
        // given
        var told =
                nothing()
                        .requested("10:00")
                        .started("09:55")
                        .joined("10:05", "SPEC1", ORTO)
                        .joined("10:07", "SPEC2", ORTO)
                        .left("10:10", "SPEC1", ORTO)
                        .joined("10:20", "SPEC1", ORTO)
                        .left("10:25", "SPEC1", ORTO)
                        .left("10:22", "SPEC2", ORTO);
        // then
        assertThat(told.state().call().start()).contains(at("10:05"));
        assertThat(told.state().call().end()).contains(at("10:25"));
        assertThat(told.state().call().specialists())
                .extracting(actor -> actor.hsaId().value())
                .containsExactly("SE162321000255-SPEC1", "SE162321000255-SPEC2");
    }

    @Test
    void joinedToldTwiceIsTheEarlier() {
        // given
        var told =
                nothing()
                        .requested("10:00")
                        .by("video")
                        .joined("10:05")
                        .by("backup")
                        .joined("10:06")
                        .left("10:15");
        // then
        assertThat(told.state().call().start()).contains(at("10:05"));
        assertThat(told.state().call().presences().getFirst().intervals()).hasSize(1);
    }

    @Test
    void aTimeComesFromTheEarliestThatTellsItAndContentFromTheLatest() {
        // given
        var told =
                nothing()
                        .requested("10:00", Told.PATIENT, "DOC1", ORTO)
                        .requested("10:02", Told.PATIENT, "DOC2", NEURO)
                        .started("09:55")
                        .started("09:57")
                        .ended("10:40")
                        .ended("10:45");
        // then
        assertThat(told.state().requestedAt()).contains(at("10:00"));
        assertThat(told.state().visit().started()).contains(at("09:55"));
        assertThat(told.state().visit().ended()).contains(at("10:40"));
        assertThat(told.state().physician()).contains(Told.doctor("DOC2"));
        assertThat(told.state().clinic()).contains(NEURO);
    }

    @Test
    void withoutRequestTheClinicIsThatOfTheFirstToJoin() {
        // given
        var told =
                nothing()
                        .joined("10:07", "SPEC2", NEURO)
                        .joined("10:05", "SPEC1", ORTO)
                        .started("09:55");
        // then
        assertThat(told.state().clinic()).contains(ORTO);
    }

    @Test
    void theSourcesOwnOrderIsStrongerThanItsClock() {
        // given
        var told =
                nothing()
                        .sequence("2")
                        .rescheduled("09:00", "11:00", "11:20")
                        .sequence("1")
                        .booked("09:30", "10:00", "10:20");
        // then
        assertThat(told.state().booking().slot().orElseThrow().start()).isEqualTo(at("11:00"));
    }

    @Test
    void sequencesCompareAsStrings() {
        // given
        var told =
                nothing()
                        .sequence("10")
                        .rescheduled("09:30", "11:00", "11:20")
                        .sequence("9")
                        .rescheduled("09:00", "12:00", "12:20");
        // then
        assertThat(told.state().booking().slot().orElseThrow().start())
                .as("\"9\" is after \"10\"")
                .isEqualTo(at("12:00"));
    }

    @Test
    void anotherSourcesSequenceSaysNothing() {
        // given
        var told =
                nothing()
                        .by("a")
                        .sequence("2")
                        .rescheduled("09:00", "11:00", "11:20")
                        .by("b")
                        .sequence("1")
                        .rescheduled("09:30", "12:00", "12:20");
        // then
        assertThat(told.state().booking().slot().orElseThrow().start()).isEqualTo(at("12:00"));
    }

    @Test
    void atOneTimeTheRankDecides() {
        // given
        var told = nothing().cancelled("09:00").booked("09:00", "10:00", "10:20");
        // then
        assertThat(told.state().phase()).isEqualTo(Phase.CANCELLED);
    }

    @Test
    void aVisitCancelledAndStartedAgainIsOpen() {
        // given
        var told =
                nothing()
                        .requested("10:00")
                        .started("09:55")
                        .visitCancelled("09:57", "other")
                        .started("10:01")
                        .joined("10:05");
        // then
        assertThat(told.state().tookPlace()).isTrue();
        assertThat(told.state().visitStatus()).contains("in-progress");
    }

    @Test
    void tookPlaceBeatsCancelledAndFailedAndBothAreContradictions() {
        // given
        var told =
                nothing()
                        .booked("09:00", "10:00", "10:20")
                        .started("09:55")
                        .joined("10:05")
                        .left("10:10")
                        .failed("10:11")
                        .cancelled("10:12");
        // then
        assertThat(told.state().phase()).isEqualTo(Phase.COMPLETED);
        assertThat(told.contradictions())
                .containsExactlyInAnyOrder("cancelled-but-took-place", "failed-but-took-place");
        assertThat(told.state().pasisRegistration()).isPresent();
    }

    @Test
    void differentPatientsPhysiciansAndClinicsAreContradictions() {
        // given
        var told =
                nothing()
                        .requested("10:00", Told.PATIENT, "DOC1", ORTO)
                        .requested("10:01", Told.SOMEBODY_ELSE, "DOC2", NEURO);
        // then
        assertThat(told.contradictions())
                .containsExactlyInAnyOrder(
                        "patient-differs", "physician-differs", "clinic-differs");
    }

    @Test
    void differentVisitsAndVardcentralerAreContradictions() {
        // given
        var told =
                nothing()
                        .requested("10:00")
                        .event(
                                "10:30",
                                new EventData.VisitEnded(
                                        new EventData.Visit(Optional.of("B-2"), Told.OTHER_VC)));
        // then
        assertThat(told.contradictions())
                .containsExactlyInAnyOrder("visit-differs", "vardcentral-differs");
    }

    @Test
    void aSpecialistOfAnotherClinicIsAContradiction() {
        // given
        var told = nothing().requested("10:00").joined("10:05", "SPEC2", NEURO);
        // then
        assertThat(told.contradictions()).containsExactly("specialist-from-other-clinic");
        assertThat(told.state().clinic()).contains(ORTO);
    }

    @Test
    void protectionHoldsUntilALaterEventSaysOtherwise() {
        // given
        var told =
                nothing()
                        .event("09:00", updated(Protection.SKYDDAD_FOLKBOKFORING))
                        .requested("10:00");
        // then
        assertThat(told.state().patient().orElseThrow().protection())
                .isEqualTo(Protection.SKYDDAD_FOLKBOKFORING);
        // when
        told.event("11:00", updated(Protection.NONE));
        // then
        assertThat(told.state().patient().orElseThrow().protection()).isEqualTo(Protection.NONE);
    }

    private static EventData updated(Protection protection) {
        return new EventData.PatientUpdated(Told.patient(protection), Optional.empty());
    }

    @Test
    void twoConsultationsInOneVisitAreOneXs004() {
        // given
        var first = nothing().requested("10:00").joined("10:05").left("10:10").state();
        var second = nothing().requested("10:20").state();
        // then
        assertThat(
                        PrimaryCareRegistration.of(
                                first.visit().key().orElseThrow(), List.of(second, first)))
                .hasValueSatisfying(
                        registration -> assertThat(registration.visit().id()).isEqualTo("B-1"));
        assertThat(PrimaryCareRegistration.of(first.visit().key().orElseThrow(), List.of(second)))
                .isEmpty();
    }

    @Test
    void theHourThatComesTwiceInOctoberIsToldApartByItsOffset() {
        // given
        var joined = OffsetDateTime.parse("2023-10-29T02:50:00+02:00");
        var left = OffsetDateTime.parse("2023-10-29T02:10:00+01:00");
        var events =
                List.of(
                        event("a", joined, new EventData.SpecialistJoined(Told.doctor("S"), ORTO)),
                        event("b", left, new EventData.SpecialistLeft(Told.doctor("S"), ORTO)));
        // then
        var state = Told.state(events);
        assertThat(state.tookPlace()).isTrue();
        assertThat(state.call().start()).contains(joined);
        assertThat(state.call().end()).contains(left);
    }

    private static Event event(String id, OffsetDateTime time, EventData data) {
        return new Event("s", id, Optional.empty(), time, java.time.Instant.EPOCH, data);
    }
}
