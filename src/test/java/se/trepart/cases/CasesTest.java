package se.trepart.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import se.trepart.mapping.MappingSet;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Plays the pure half of every case, each stage from the one before it: message to log, log to
 * state, state to resources. {@code CasesIT} plays the whole.
 */
class CasesTest {
    private static final MappingSet MAPPINGS = MappingSet.load(Path.of("mappings"));
    private static final Stages STAGES = new Stages(MAPPINGS);

    /** Found beside the fold: they need the registry or other consultations. */
    private static final Set<String> FOUND_BESIDE =
            Set.of(
                    "outside-opening-days",
                    "visit-ambiguous",
                    "visit-overlaps",
                    "message-ambiguous");

    /** Made of persons, not of consultations. */
    private static final Set<String> PERSONS =
            Set.of("Patient", "Practitioner", "PractitionerRole");

    static List<Case> cases() {
        return Case.played();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsWhatIsReceivedIntoTheLog(Case each) {
        // when
        var log = STAGES.joined(new Decoding(MAPPINGS).log(each));
        // then
        compareOrUpdate(each, "1-events.json", Told.write(log));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answersWhatTheMessageAloneDecides(Case each) {
        // given
        var decoding = new Decoding(MAPPINGS);
        var problems = new SoftAssertions();
        for (var received : each.received()) {
            var wanted = each.stage(received.answerFile()).orElseThrow();
            if (received.hl7() && !wanted.contains("|205^")) {
                // when
                var answers = decoding.acknowledgements(received);
                // then
                problems.assertThat(String.join("\n", answers))
                        .as(received.answerFile())
                        .isEqualTo(wanted);
            }
            if (!received.hl7()) {
                var answer = Json.read(wanted);
                var ones = answer.isArray() ? answer : List.of(answer);
                var index = 0;
                for (var one : ones) {
                    var faults = decoding.faults(received).get(index++);
                    if (one.path("status").asInt() == 422 || one.path("status").asInt() == 201) {
                        problems.assertThat(faults)
                                .as(received.answerFile())
                                .isEqualTo(
                                        one.has("faults")
                                                ? one.path("faults")
                                                : Json.MAPPER.createArrayNode());
                    }
                }
            }
        }
        problems.assertAll();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void derivesTheStateFromTheLog(Case each) {
        // given
        var log = Told.read(each.stage("1-events.json").orElseThrow());
        // when
        var states = STAGES.states(log);
        // then
        assertThat(Json.write(states)).isEqualTo(Json.write(byTheFoldAlone(each)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void derivesTheSameStateFromTheLogInTheOppositeOrder(Case each) {
        // given
        var log = Told.read(each.stage("1-events.json").orElseThrow());
        // when
        var states = STAGES.states(STAGES.joined(log.reversed()));
        // then
        assertThat(Json.write(states)).isEqualTo(Json.write(STAGES.states(log)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void makesTheResourcesOfTheState(Case each) {
        // given
        var states = Json.read(each.stage("2-state.json").orElseThrow());
        var stored = Json.MAPPER.createArrayNode();
        Json.read(each.stage("3-fhir.json").orElseThrow())
                .forEach(resource -> {
                    if (!PERSONS.contains(resource.path("resourceType").asText())) {
                        stored.add(resource);
                    }
                });
        // when
        var resources = STAGES.resources(states);
        // then
        assertThat(resources).containsExactlyInAnyOrderElementsOf(stored);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tellsPasisAndPrimaryCareWhatTheHandWrote(Case each) {
        // given
        var log = Told.read(each.stage("1-events.json").orElseThrow());
        var ledger = new PureLedger(MAPPINGS);
        // when
        log.stream()
                .mapToInt(Told::message)
                .distinct()
                .forEach(message -> {
                    var known = log.stream().filter(told -> told.message() <= message).toList();
                    ledger.settle(message, STAGES.consultations(STAGES.joined(known)).values());
                });
        // then
        var problems = new SoftAssertions();
        problems.assertThat(ledger.sent("pasis"))
                .as("4-pasis.hl7")
                .isEqualTo(each.stage("4-pasis.hl7").orElseThrow());
        problems.assertThat(ledger.sent("primary-care"))
                .as("5-primary-care.hl7")
                .isEqualTo(each.stage("5-primary-care.hl7").orElseThrow());
        problems.assertAll();
    }

    /** The states of the case without what is found beside the fold. */
    static JsonNode byTheFoldAlone(Case each) {
        var states = Json.read(each.stage("2-state.json").orElseThrow());
        for (var state : states) {
            var contradictions = Json.MAPPER.createArrayNode();
            state.path("contradictions")
                    .forEach(found -> {
                        if (!FOUND_BESIDE.contains(found.path("code").asText())) {
                            contradictions.add(found);
                        }
                    });
            ((ObjectNode) state).set("contradictions", contradictions);
        }
        return states;
    }

    /** Compares a stage as text, or, with {@code -Dcases.update}, writes it anew for review. */
    static void compareOrUpdate(Case each, String stage, String actual) {
        if (Boolean.getBoolean("cases.update")) {
            each.rewrite(stage, actual);
        }
        assertThat(actual).isEqualTo(each.stage(stage).orElse("(no " + stage + ")"));
    }
}
