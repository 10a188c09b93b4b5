package se.trepart.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class AuditTest {
    private static final List<Told> TOLD =
            List.of(
                    told(new Telling.Fate.Accepted(), "AA"),
                    told(new Telling.Fate.Duplicate(), "200"),
                    told(new Telling.Fate.NotConcerned(), "AA"),
                    told(new Telling.Fate.Refused("AR"), "AR"));

    @Test
    void findsNothingWhenTheHubCountsWhatWasSent() {
        assertThat(new Audit(TOLD, totals(4, 1, 1, 1, 1)).findings()).isEmpty();
    }

    @Test
    void missesALostMessage() {
        assertThat(new Audit(TOLD, totals(3, 0, 1, 1, 1)).findings())
                .containsExactly(
                        "4 messages were sent, and the hub has received 3",
                        "1 messages must be accepted, and the hub counts 0");
    }

    @Test
    void objectsToTotalsThatDoNotAddUp() {
        assertThat(new Audit(TOLD, totals(4, 1, 1, 1, 0)).findings())
                .first()
                .asString()
                .startsWith("the hub's totals do not add up");
    }

    @Test
    void objectsToAnAnswerThatIsNotTheOneThatIsDue() {
        // given
        List<Told> told = List.of(told(new Telling.Fate.Refused("AR"), "AA"));
        // when / then
        assertThat(new Audit(told, totals(1, 0, 0, 1, 0)).findings())
                .containsExactly("message M-1 by MLLP was answered AA");
    }

    private static Told told(Telling.Fate fate, String answer) {
        return new Told(
                new Telling(1, Day.Via.MLLP, "lane", "M-1", new byte[0], fate),
                answer,
                Duration.ofMillis(3));
    }

    private static HubView.Totals totals(
            long received, long accepted, long duplicate, long refused, long notConcerned) {
        return new HubView.Totals(
                received,
                Map.of(
                        "accepted", accepted,
                        "duplicate", duplicate,
                        "refused", refused,
                        "not-concerned", notConcerned));
    }
}
