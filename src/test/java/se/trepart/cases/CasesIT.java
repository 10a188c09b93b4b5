package se.trepart.cases;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

/**
 * Plays every case from the reception to the partners on a real database, and compares every stage
 * and every answer. With {@code -Dcases.update} it rewrites stages 1, 2 and 3 for review; what was
 * written by hand is never touched.
 */
@org.jspecify.annotations.NullUnmarked
class CasesIT {
    private static CaseHub hub;

    static List<Case> cases() {
        return Case.played();
    }

    @BeforeAll
    static void start() {
        hub = CaseHub.start();
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void playsTheCaseFromTheReceptionToThePartners(Case each) {
        // given
        hub.forget();
        var problems = new SoftAssertions();
        // when
        for (var received : each.received()) {
            var answer = hub.receive(received);
            problems.assertThat(answer)
                    .as(received.answerFile())
                    .isEqualTo(each.stage(received.answerFile()).orElseThrow());
        }
        // then
        problems.assertThat(hub.sent("pasis"))
                .as("4-pasis.hl7")
                .isEqualTo(each.stage("4-pasis.hl7").orElseThrow());
        problems.assertThat(hub.sent("primary-care"))
                .as("5-primary-care.hl7")
                .isEqualTo(each.stage("5-primary-care.hl7").orElseThrow());
        derived(problems, each, "1-events.json", Told.write(hub.memory().log()));
        derived(problems, each, "2-state.json", Json.write(hub.memory().states()));
        derived(problems, each, "3-fhir.json", Json.write(hub.memory().resources()));
        problems.assertAll();
    }

    private static void derived(SoftAssertions problems, Case each, String stage, String actual) {
        if (Boolean.getBoolean("cases.update")) {
            each.rewrite(stage, actual);
        }
        problems.assertThat(actual).as(stage).isEqualTo(each.stage(stage).orElse("(missing)"));
    }
}
