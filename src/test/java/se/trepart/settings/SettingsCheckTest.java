package se.trepart.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What stops a start, and what does not. */
class SettingsCheckTest {
    @TempDir private Path folder;

    @Test
    void theShippedSettingsAreRight() throws IOException {
        assertThat(problems(Map.of())).isEmpty();
    }

    @Test
    void everyProblemIsToldAtOnce() throws IOException {
        assertThat(problems(Map.of("server.port", "70000", "trepart.feed.file.settle", "soon")))
                .hasSize(2);
    }

    @Test
    void aFileFeedThatCannotBeUsedStopsTheStart() throws IOException {
        // given
        Files.createDirectories(folder.resolve("natt"));
        // when, then
        assertThat(problems(Map.of("trepart.feed.file.dir", folder.toString()))).isEmpty();
        assertThat(problems(Map.of("trepart.feed.file.dir", folder.resolve("no").toString())))
                .singleElement()
                .asString()
                .contains("trepart.feed.file.dir")
                .contains("a directory that exists");
    }

    private static List<String> problems(Map<String, Object> given) throws IOException {
        var environment = new StandardEnvironment();
        new YamlPropertySourceLoader()
                .load("shipped", new FileSystemResource("src/main/resources/application.yaml"))
                .forEach(environment.getPropertySources()::addLast);
        environment.getPropertySources().addFirst(new MapPropertySource("given", given));
        return SettingsCheck.problems(environment);
    }
}
