package se.trepart.consultation;

import static org.assertj.core.api.Assertions.assertThat;

import static se.trepart.consultation.Told.ORTO;
import static se.trepart.consultation.Told.VC;
import static se.trepart.consultation.Told.at;
import static se.trepart.consultation.Told.doctor;
import static se.trepart.consultation.Told.nothing;

import org.junit.jupiter.api.Test;

import java.util.Optional;

/**
 * The remiss, and the physician's Task while the outcome asks for one that nobody has seen (R5).
 */
class RemissTest {
    private static final EventData SENT = new EventData.ReferralSent("R-1", VC, ORTO);
    private static final EventData ACCEPTED =
            new EventData.ReferralAccepted("R-1", Optional.of("V-1"));
    private static final EventData RETURNED = new EventData.ReferralReturned("R-1", "incomplete");

    @Test
    void anOutcomeThatNeedsNoneAsksForNone() {
        // given
        var told = nothing().requested("10:00").event("10:30", outcome("advice-and-tests"));
        // then
        assertThat(told.state().referralTask()).isEmpty();
        assertThat(told.state().referralWanted()).isEmpty();
        assertThat(nothing().requested("10:00").state().referralTask()).isEmpty();
    }

    @Test
    void anOutcomeThatNeedsOneAsksForItFromTheFirstTimeThatItIsToldUntilOneIsSeen() {
        // given
        var told =
                nothing()
                        .requested("10:00")
                        .event("10:20", outcome("advice-and-tests"))
                        .event("10:30", outcome("referral-needed"))
                        .event("10:40", outcome("referral-needed"));
        // then
        assertThat(told.state().referralTask()).hasValue("requested");
        assertThat(told.state().referralWanted()).hasValue(at("10:30"));
        // when
        var seen = told.event("11:00", SENT);
        // then
        assertThat(seen.state().referralTask()).hasValue("completed");
        assertThat(seen.state().referralWanted()).isEmpty();
    }

    @Test
    void theTaskOfAMistakeIsAMistakeToo() {
        // given
        var told =
                nothing()
                        .requested("10:00")
                        .event("10:30", outcome("referral-needed"))
                        .enteredInError("10:40");
        // then
        assertThat(told.state().referralTask()).hasValue("entered-in-error");
        assertThat(told.state().referralWanted()).isEmpty();
    }

    @Test
    void aLaterOutcomeThatNeedsNoneTakesTheTaskAway() {
        // given
        var told =
                nothing()
                        .requested("10:00")
                        .event("10:30", outcome("referral-needed"))
                        .event("10:40", outcome("other"));
        // then
        assertThat(told.state().referralTask()).isEmpty();
    }

    @Test
    void theReceivingUnitOwesAnAnswerFromTheFirstTimeThatTheRemissWasSentUntilItGivesOne() {
        // given
        var told = nothing().requested("10:00").event("11:00", SENT).event("12:00", SENT);
        // then
        assertThat(only(told).status()).isEqualTo(Referral.Status.SENT);
        assertThat(only(told).unansweredSince()).hasValue(at("11:00"));
        assertThat(only(told).from()).hasValue(VC);
        assertThat(only(told).to()).hasValue(ORTO);
        assertThat(only(told.event("13:00", ACCEPTED)).unansweredSince()).isEmpty();
        assertThat(only(told).sentAt()).hasValue(at("11:00"));
    }

    @Test
    void theLastAnswerHoldsAndTheVardatagandeIsKept() {
        // given
        var told = nothing().requested("10:00").event("11:00", SENT).event("12:00", ACCEPTED);
        // then
        assertThat(only(told).status()).isEqualTo(Referral.Status.ACCEPTED);
        assertThat(only(told).vardatagande()).hasValue("V-1");
        assertThat(only(told).reason()).isEmpty();
        // when
        told.event("13:00", RETURNED);
        // then
        assertThat(only(told).status()).isEqualTo(Referral.Status.RETURNED);
        assertThat(only(told).reason()).hasValue("incomplete");
        assertThat(only(told).vardatagande()).hasValue("V-1");
        // when
        told.event("14:00", new EventData.ReferralAccepted("R-1", Optional.empty()));
        // then
        assertThat(only(told).vardatagande()).hasValue("V-1");
        assertThat(only(told).reason()).isEmpty();
    }

    @Test
    void anAnswerToARemissThatNobodyHasSeenIsKeptAndTwoRemisserAreTwo() {
        // given
        var told = nothing().requested("10:00").event("12:00", RETURNED);
        // then
        assertThat(only(told).sentAt()).isEmpty();
        assertThat(only(told).from()).isEmpty();
        assertThat(only(told).unansweredSince()).isEmpty();
        assertThat(
                        told.event("13:00", new EventData.ReferralSent("R-2", VC, ORTO))
                                .state()
                                .referrals())
                .extracting(Referral::id)
                .containsExactly("R-1", "R-2");
    }

    private static Referral only(Told told) {
        assertThat(told.state().referrals()).hasSize(1);
        return told.state().referrals().getFirst();
    }

    private static EventData outcome(String outcome) {
        return new EventData.OutcomeRecorded(outcome, doctor("DOC1"));
    }
}
