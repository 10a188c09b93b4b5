package se.trepart.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Examples of each profile: {@code valid/} has no problem; {@code invalid/<profile>~<name>.json}
 * breaks one thing, and every problem found names it (an element, a constraint, a value set).
 */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("fhir-profiles/examples");

    @TestFactory
    Stream<DynamicTest> aValidExampleHasNoProblem() {
        return in("valid").stream()
                .map(file ->
                        DynamicTest.dynamicTest(
                                name(file), () -> assertThat(problems(file)).isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> anInvalidExampleFailsForItsOneReason() {
        return in("invalid").stream()
                .map(file ->
                        DynamicTest.dynamicTest(
                                name(file),
                                () ->
                                        assertThat(problems(file))
                                                .isNotEmpty()
                                                .allSatisfy(problem ->
                                                        assertThat(problem)
                                                                .contains(reason(file)))));
    }

    @Test
    void everyProfileHasExamplesOfBothKinds() {
        // given
        var profiles =
                Profiles.ours().stream()
                        .filter(profile -> !profile.getType().equals("Extension"))
                        .map(profile -> profile.getIdElement().getIdPart())
                        .collect(Collectors.toSet());
        // then
        assertThat(profiles).hasSizeGreaterThan(10);
        assertThat(profilesOf("valid")).isEqualTo(profiles);
        assertThat(profilesOf("invalid")).isEqualTo(profiles);
    }

    private static Set<String> profilesOf(String folder) {
        return in(folder).stream()
                .map(file -> Profiles.claimed(FhirValidation.read(file)))
                .collect(Collectors.toSet());
    }

    private static List<String> problems(Path file) {
        return FhirValidation.shared().problems(FhirValidation.read(file));
    }

    private static String reason(Path file) {
        return name(file).split("~", -1)[1];
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".json", "");
    }

    private static List<Path> in(String folder) {
        try (var files = Files.list(EXAMPLES.resolve(folder))) {
            return files.sorted().toList();
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
