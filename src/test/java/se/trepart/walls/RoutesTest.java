package se.trepart.walls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A route is a table of contents: what each file in routes/ keeps to. */
class RoutesTest {
    private static final Path ROUTES = Path.of("routes").toAbsolutePath();
    private static final JavaClasses HUB =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("se.trepart");

    private static final String SOUND =
            """
            - route:
                id: feed-demo
                description: >-
                  A message in; an answer out.
                  On fault: the sender hears of it.
                from:
                  uri: direct:feed-demo
                  parameters:
                    host: "{{trepart.feed.mllp.host}}"
                  steps:
                    - removeHeaders:
                        pattern: "*"
                    - filter:
                        expression:
                          simple:
                            expression: "${body}"
                        steps:
                          - bean:
                              ref: reception
                              method: receive
            """;

    @TempDir Path house;

    static Stream<Path> shipped() throws IOException {
        return Text.files(ROUTES).stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shipped")
    void isATableOfContents(Path file) throws IOException {
        assertThat(Route.faults(file, HUB, settings())).isEmpty();
    }

    /** Camel's own words on a failed exchange hold the exception's text, or the file's name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.camel.processor.errorhandler.DefaultErrorHandler",
                "org.apache.camel.component.jms.EndpointMessageListener",
                "org.apache.camel.component.file.GenericFileOnCompletion",
                "org.apache.camel.component.timer.TimerConsumer"
            })
    void leavesItToOnFaultToTellOfAnException(String logger) throws IOException {
        assertThat(settings().at("/logging/level/" + logger).asText()).isEqualTo("off");
    }

    @Test
    void hasNothingAgainstASoundRoute() throws IOException {
        assertThat(faults("feed-demo.camel.yaml", SOUND)).isEmpty();
    }

    @Test
    void objectsToAnotherIdThanTheFilesName() throws IOException {
        assertThat(faults("feed-other.camel.yaml", SOUND))
                .containsExactly("feed-other.camel.yaml: its id is feed-demo, not the file's name");
    }

    @Test
    void objectsToMoreThanADozenSteps() throws IOException {
        // given
        var step = "        - bean:\n            ref: reception\n            method: receive\n";
        var many = SOUND + step.repeat(10);

        // when, then
        assertThat(faults("feed-demo.camel.yaml", many))
                .containsExactly("feed-demo.camel.yaml: it has 13 steps");
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    On fault:                 | It fails:                      | its description does not say what happens on fault
                    trepart.feed.mllp.host    | trepart.feed.mllp.hots         | no value in application.yaml for {{trepart.feed.mllp.hots}}
                    trepart.feed.mllp.host    | trepart.feed.mllp.hots:0.0.0.0 | no value in application.yaml for {{trepart.feed.mllp.hots:0.0.0.0}}
                    ref: reception            | ref: deliveries                | there is no bean deliveries in feed
                    ref: reception            | ref: nobody                    | there is no bean nobody in feed
                    method: receive           | method: recieve                | reception has no method recieve
                    pattern: "*"              | maximumRedeliveries: 3         | maximumRedeliveries: outcomes go to the ledger, not to a redelivery
                    removeHeaders:            | removeProperties:              | a door removes headers first
                    'host: "{{trepart.feed.mllp.host}}"' | 'encoders: "#nobody"' | there is no part called nobody
                    """)
    void objectsTo(String sound, String broken, String fault) throws IOException {
        // given
        assertThat(SOUND).contains(sound);

        // when
        var faults = faults("feed-demo.camel.yaml", SOUND.replace(sound, broken));

        // then
        assertThat(faults).containsExactly("feed-demo.camel.yaml: " + fault);
    }

    @Test
    void objectsToTheCompactForm() throws IOException {
        // given
        var canonical =
                "            expression:\n"
                        + "              simple:\n"
                        + "                expression: \"${body}\"\n";
        var compact = SOUND.replace(canonical, "            simple: \"${body}\"\n");

        // when, then
        assertThat(compact).isNotEqualTo(SOUND);
        assertThat(faults("feed-demo.camel.yaml", compact))
                .containsExactly(
                        "feed-demo.camel.yaml: simple in filter is not the canonical form");
    }

    @Test
    void objectsToAStageThatNobodyKnows() throws IOException {
        assertThat(faults("do-demo.camel.yaml", SOUND.replace("id: feed-demo", "id: do-demo")))
                .containsExactly("do-demo.camel.yaml: no stage is called do");
    }

    private List<String> faults(String name, String text) throws IOException {
        var file = house.resolve(name);
        Files.writeString(file, text);
        return Route.faults(file, HUB, settings());
    }

    private static JsonNode settings() throws IOException {
        return new YAMLMapper().readTree(Path.of("src/main/resources/application.yaml").toFile());
    }
}
