package se.trepart.walls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What no file may say: who sends belongs to the mappings, where a machine has things to nobody.
 */
class SourcesTest {
    private static final Path ROOT = Path.of("");

    /** Roots that only one machine has; written apart, so that this file does not name them. */
    private static final Pattern MACHINE =
            Pattern.compile(
                    "(?<![\\w./:-])/(" + "work|root|home" + ")/\\w[\\w./-]*|/tmp/" + "w/\\w+");

    /** Where a dry run is planned, given its sinks, and told of. */
    private static final Set<String> WIRING =
            Set.of(
                    "replay/Plan.java",
                    "replay/Plans.java",
                    "replay/Replays.java",
                    "replay/ReplaysDoor.java",
                    "replay/Workroom.java",
                    "replay/DryRun.java",
                    "replay/Findings.java",
                    "replay/Consulted.java",
                    "replay/Patterns.java",
                    "replay/PatternsDoor.java",
                    "cli/Replay.java",
                    "cli/Shadow.java");

    private static final Pattern DRY = Pattern.compile("(?i)dry.?run");

    @TempDir Path house;

    @Test
    void noSenderIsNamedInTheProgram() throws IOException {
        // given
        var senders = senders(ROOT.resolve("mappings/feed/dialects"));

        // when
        var places = Text.places(ROOT.resolve("src/main").toAbsolutePath(), senders);

        // then
        assertThat(places).as("senders are data: mappings/feed/dialects").isEmpty();
    }

    @Test
    void objectsToASenderInTheProgram() throws IOException {
        // given
        var dialects = Files.createDirectories(house.resolve("dialects"));
        Files.writeString(
                dialects.resolve("gran.yaml"),
                "name: gran\nsenders:\n  - application: GRANBOKNING*\n");
        var program = Files.createDirectories(house.resolve("program"));
        Files.writeString(
                program.resolve("Door.java"), "class Door {\n  // as Granbokning does\n}\n");

        // when
        var places = Text.places(program, senders(dialects));

        // then
        assertThat(places).containsExactly("Door.java:2: Granbokning");
    }

    @Test
    void noFileNamesAPlaceOfOneMachine() throws IOException {
        // when
        var places = Text.places(ROOT.toAbsolutePath(), MACHINE);

        // then
        assertThat(places).isEmpty();
    }

    @Test
    void objectsToAPlaceOfOneMachine() throws IOException {
        // given
        Files.writeString(
                house.resolve("start"), "cd " + "/ho" + "me/someone/trepart && ./trepart\n");

        // when
        var places = Text.places(house, MACHINE);

        // then
        assertThat(places).hasSize(1);
    }

    @Test
    void nothingButItsWiringKnowsWhetherItIsADryRun() throws IOException {
        // when
        var places = knowing(ROOT.resolve("src/main/java/se/trepart").toAbsolutePath());

        // then
        assertThat(places)
                .as("a dry run takes the path of the real thing, and other sinks (issue 5)")
                .isEmpty();
    }

    @Test
    void objectsToAProjectionThatAsksWhetherItIsADryRun() throws IOException {
        // given
        Files.writeString(
                Files.createDirectories(house.resolve("projection")).resolve("Appending.java"),
                "class Appending {\n  void append() {\n    if (dryRun) return;\n  }\n}\n");
        Files.writeString(
                Files.createDirectories(house.resolve("replay")).resolve("DryRun.java"),
                "class DryRun {}\n");

        // when
        var places = knowing(house);

        // then
        assertThat(places).containsExactly("projection/Appending.java:3: dryRun");
    }

    private static List<String> knowing(Path program) throws IOException {
        return Text.places(program, DRY).stream()
                .filter(place -> WIRING.stream().noneMatch(place::startsWith))
                .toList();
    }

    /** The names of all dialects but the default one, and the applications that choose them. */
    private static Pattern senders(Path dialects) throws IOException {
        var names = new TreeSet<String>();
        for (var file : Text.files(dialects)) {
            var dialect = new YAMLMapper().readTree(file.toFile());
            if (!dialect.path("name").asText().equals("default")) {
                names.add(dialect.path("name").asText());
            }
            dialect.path("senders")
                    .forEach(sender ->
                            names.add(sender.path("application").asText().replace("*", "")));
        }
        names.remove("");
        return Pattern.compile(
                names.stream().map(Pattern::quote).collect(Collectors.joining("|", "\\b(", ")\\b")),
                Pattern.CASE_INSENSITIVE);
    }
}
