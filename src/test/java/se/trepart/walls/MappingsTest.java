package se.trepart.walls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Every file under mappings/ has a reader, and every code table says what an unknown code means.
 */
class MappingsTest {
    private static final Path SHIPPED = Path.of("mappings").toAbsolutePath();
    private static final Path PROGRAM = Path.of("src/main/java").toAbsolutePath();

    @TempDir Path house;

    @BeforeEach
    void copyWhatIsShipped() throws IOException {
        for (var file : Text.files(SHIPPED)) {
            var copy = house.resolve(SHIPPED.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
    }

    @Test
    void everyFileHasAReader() throws IOException {
        assertThat(new Mappings(SHIPPED, PROGRAM).unread()).isEmpty();
    }

    @Test
    void everyCodeTableSaysWhatAnUnknownCodeMeans() throws IOException {
        assertThat(new Mappings(SHIPPED, PROGRAM).endless()).isEmpty();
    }

    @Test
    void objectsToAMappingThatNobodyRuns() throws IOException {
        // given
        Files.writeString(house.resolve("fhir/orphan.jslt"), "{\"id\": .id}\n");

        // when, then
        assertThat(new Mappings(house, PROGRAM).unread()).contains("fhir/orphan.jslt");
    }

    @Test
    void objectsToATableThatNobodyReads() throws IOException {
        // given
        var table = "source: nobody\nversion: \"1\"\notherwise: absent\ncodes:\n  a: b\n";
        Files.writeString(house.resolve("codes/orphans.yaml"), table);
        Files.writeString(
                house.resolve("codes/fhir-orphan.json"),
                "{\"otherwise\": \"refuse\", \"rows\": {}}");

        // when, then
        assertThat(new Mappings(house, PROGRAM).unread())
                .contains("codes/fhir-orphan.json", "codes/orphans.yaml");
    }

    @Test
    void objectsToASchemaOfNoEvent() throws IOException {
        // given
        Files.writeString(house.resolve("events/orphan.v1.schema.json"), "{}");

        // when, then
        assertThat(new Mappings(house, PROGRAM).unread()).contains("events/orphan.v1.schema.json");
    }

    @Test
    void objectsToADialectThatNoSenderSpeaks() throws IOException {
        // given
        Files.writeString(house.resolve("feed/dialects/gran.yaml"), "name: gran\n");

        // when, then
        assertThat(new Mappings(house, PROGRAM).unread()).contains("feed/dialects/gran.yaml");
    }

    @Test
    void objectsToATableWithoutAnEnd() throws IOException {
        // given
        var outcomes = house.resolve("codes/genders.yaml");
        Files.writeString(
                outcomes, Files.readString(outcomes).replaceAll("(?m)^otherwise:.*$", ""));
        Files.writeString(house.resolve("codes/fhir-gender.json"), "{\"rows\": {}}");

        // when, then
        assertThat(new Mappings(house, PROGRAM).endless())
                .containsExactly("codes/fhir-gender.json", "codes/genders.yaml");
    }
}
