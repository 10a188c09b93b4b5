package se.trepart.consultation;

import static org.assertj.core.api.Assertions.assertThat;

import static se.trepart.consultation.Told.OTHER_VC;
import static se.trepart.consultation.Told.VC;
import static se.trepart.consultation.Told.at;
import static se.trepart.consultation.Told.nothing;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is known of the mottagningsbesök, and when a consultation was to begin (contract 4). */
class VisitFactsTest {
    @Test
    void theVardcentralIsThatOfTheVisitThatHasANumber() {
        // given
        var told =
                nothing()
                        .requested("10:00")
                        .event("10:10", ended(new EventData.Visit(Optional.empty(), OTHER_VC)));
        // then
        assertThat(told.state().visit().named()).hasValue(Told.visit());
        assertThat(told.state().visit().key()).hasValue(new VisitKey(VC, "B-1"));
    }

    @Test
    void theLastNumberToldHoldsWithItsOwnVardcentral() {
        // given
        var told =
                nothing()
                        .requested("10:00")
                        .event("10:10", ended(new EventData.Visit(Optional.of("C-9"), OTHER_VC)));
        // then
        assertThat(told.state().visit().key()).hasValue(new VisitKey(OTHER_VC, "C-9"));
        assertThat(told.contradictions()).contains("visit-differs", "vardcentral-differs");
    }

    @Test
    void aVisitWithoutNumberHasNoKeyYet() {
        // given
        var told = nothing().event("10:10", ended(new EventData.Visit(Optional.empty(), VC)));
        // then
        assertThat(told.state().visit().named())
                .hasValue(new EventData.Visit(Optional.empty(), VC));
        assertThat(told.state().visit().key()).isEmpty();
        assertThat(nothing().joined("10:00").state().visit().named()).isEmpty();
    }

    @Test
    void aCancellationAloneIsOne() {
        // given
        var told = nothing().visitCancelled("10:00", "other");
        // then
        assertThat(told.state().visit().cancelled()).hasValue("other");
        assertThat(told.state().visit().noShow()).isFalse();
        assertThat(nothing().visitCancelled("10:00", "patient-no-show").state().visit().noShow())
                .isTrue();
    }

    @Test
    void anEndBeforeTheVisitWasTakenUpAgainIsForgottenAndTheFirstStartStays() {
        // given
        var told =
                nothing()
                        .started("10:00")
                        .ended("10:10")
                        .visitCancelled("10:20", "other")
                        .started("10:30");
        // then
        assertThat(told.state().visit().cancelled()).isEmpty();
        assertThat(told.state().visit().ended()).isEmpty();
        assertThat(told.state().visit().started()).hasValue(at("10:00"));
        assertThat(told.ended("10:50").state().visit().ended()).hasValue(at("10:50"));
    }

    @Test
    void theFirstEndToldIsTheEndAlsoOfAVisitThatWasThenCancelled() {
        // given
        var told = nothing().started("10:00").ended("10:10").ended("10:20");
        // then
        assertThat(told.state().visit().ended()).hasValue(at("10:10"));
        assertThat(told.visitCancelled("10:30", "other").state().visit().ended())
                .hasValue(at("10:10"));
    }

    @Test
    void theCodesLastToldAreThoseOfTheVisit() {
        // given
        var told =
                nothing()
                        .requested("10:00")
                        .event("10:30", codes("XS004", "AV034"))
                        .event("10:40", codes("AV034"));
        // then
        assertThat(told.state().visit().observedCodes())
                .hasValue(
                        new VisitFacts.ObservedCodes(
                                List.of(KvaKod.parse("AV034")), Instant.EPOCH));
        assertThat(nothing().requested("10:00").state().visit().observedCodes()).isEmpty();
    }

    @Test
    void aConsultationBeginsWhenItIsPlannedElseWhenItWasAskedForElseWithTheFirstThingTold() {
        // given
        var asked = nothing().joined("09:58").requested("10:00");
        // then
        assertThat(asked.state().plannedStart()).hasValue(at("10:00"));
        assertThat(asked.booked("10:01", "13:00", "13:20").state().plannedStart())
                .hasValue(at("13:00"));
        assertThat(nothing().joined("09:58").left("10:10").state().plannedStart())
                .hasValue(at("09:58"));
    }

    @Test
    void whatOthersShowAgainstAConsultationIsAddedToItsOwnContradictions() {
        // given
        var state = nothing().requested("10:00").joined("10:02").failed("10:30").state();
        var more = new Contradiction("visit-overlaps", "Två besök samtidigt.");
        // when
        var all = state.withContradictions(List.of(more));
        // then
        assertThat(all.contradictions())
                .extracting(Contradiction::code)
                .containsExactly("failed-but-took-place", "visit-overlaps");
        assertThat(all.events()).isEqualTo(state.events());
        assertThat(all.tookPlace()).isTrue();
    }

    private static EventData ended(EventData.Visit visit) {
        return new EventData.VisitEnded(visit);
    }

    private static EventData codes(String... codes) {
        return new EventData.VisitCodesRecorded(
                Told.visit(), java.util.Arrays.stream(codes).map(KvaKod::parse).toList());
    }
}
