package se.trepart.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import se.trepart.mapping.Hl7Codec;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The folders themselves: complete, readable, and without a file that nothing reads. */
class CaseFilesTest {
    private static final Set<String> STAGES =
            Set.of(
                    "1-events.json",
                    "2-state.json",
                    "3-fhir.json",
                    "4-pasis.hl7",
                    "5-primary-care.hl7");

    static List<Case> cases() {
        return Case.all();
    }

    @Test
    void holdsAtLeastNinetyCasesWhoseNamesAreSentences() {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(90);
        assertThat(cases())
                .allSatisfy(each -> assertThat(each.name()).matches("[a-z0-9]+(-[a-z0-9]+){3,}"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void hasEveryStageAndNoUnusedFile(Case each) {
        // given
        var wanted = new HashSet<>(STAGES);
        for (var received : each.received()) {
            wanted.add(received.file());
            wanted.add(received.answerFile());
        }
        // then
        assertThat(each.received()).isNotEmpty();
        assertThat(each.files()).containsExactlyInAnyOrderElementsOf(wanted);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void writesWhatIsReceivedAndExpectedInTheirOwnFormats(Case each)
            throws JsonProcessingException {
        for (var received : each.received()) {
            if (received.hl7()) {
                received.messages()
                        .forEach(message -> assertThat(Hl7Codec.parse(message)).isNotEmpty());
            } else {
                assertThat(
                                new ObjectMapper()
                                        .readTree(
                                                new String(
                                                        received.bytes(), StandardCharsets.UTF_8)))
                        .isNotEmpty();
            }
        }
        for (var stage : List.of("4-pasis.hl7", "5-primary-care.hl7")) {
            var sent = each.stage(stage).orElseThrow();
            for (var message : sent.isEmpty() ? new String[0] : sent.split("\n\n")) {
                assertThat(message).startsWith("MSH|^~\\&|TREPART|");
                var wire = message.lines().collect(Collectors.joining("\r", "", "\r"));
                assertThat(Hl7Codec.parse(wire.getBytes(StandardCharsets.UTF_8))).isNotEmpty();
            }
        }
    }
}
