package se.trepart.cases;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import se.trepart.mapping.MappingSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The coverage page tells what the cases cover today; with {@code -Dcases.update} it is written
 * anew.
 */
class CoverageTest {
    private static final Path PAGE = Case.ROOT.resolve("COVERAGE.md");

    @Test
    void tellsWhatTheCasesCover() throws IOException {
        // given
        var coverage = new Coverage(MappingSet.load(Path.of("mappings")), Impossible.read());
        // when
        Case.all().forEach(coverage::add);
        var page = coverage.page(rules());
        // then
        if (Boolean.getBoolean("cases.update")) {
            Files.writeString(PAGE, page);
        }
        assertThat(page).isEqualTo(Files.readString(PAGE));
        assertThat(coverage.holes()).as("cells without a case").isEmpty();
    }

    @Test
    void provesEveryRuleByCasesThatExist() throws IOException {
        var names = Case.all().stream().map(Case::name).toList();
        assertThat(rules().keySet())
                .containsExactly("R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8");
        assertThat(rules().values())
                .allSatisfy(cases -> assertThat(cases).isNotEmpty().isSubsetOf(names));
    }

    private static TreeMap<String, List<String>> rules() throws IOException {
        var rules = new TreeMap<String, List<String>>();
        Json.read(Files.readString(Case.ROOT.resolve("rules.json")))
                .properties()
                .forEach(rule -> {
                    var cases = new ArrayList<String>();
                    rule.getValue().forEach(name -> cases.add(name.asText()));
                    rules.put(rule.getKey(), cases);
                });
        return rules;
    }
}
