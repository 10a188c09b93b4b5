package se.trepart.cases;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import se.trepart.profiles.FhirValidation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Every resource of every case is valid: base R4, our profiles, and the Swedish base profiles where
 * they are present. What several cases make alike is validated once.
 */
class CasesFhirIT {
    private static final Set<String> VALID = new HashSet<>();

    static List<Case> cases() {
        return Case.played();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void makesValidResources(Case each) {
        // given
        var problems = new ArrayList<String>();
        // when
        for (var resource : Json.read(each.stage("3-fhir.json").orElseThrow())) {
            var text = resource.toString();
            if (!VALID.contains(text)) {
                var found = FhirValidation.shared().problems(text);
                found.forEach(
                        problem -> problems.add(resource.path("id").asText() + " " + problem));
                if (found.isEmpty()) {
                    VALID.add(text);
                }
            }
        }
        // then
        assertThat(problems).isEmpty();
    }
}
