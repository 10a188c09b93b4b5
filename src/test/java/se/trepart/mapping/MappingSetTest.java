package se.trepart.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static se.trepart.mapping.Messages.SHIPPED;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import se.trepart.fault.FaultException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

class MappingSetTest {
    @Test
    void aRecordedSetIsTheSameSet() {
        assertThat(MappingSet.of(SHIPPED.files()).version())
                .isEqualTo(SHIPPED.version())
                .hasSize(64);
    }

    @Test
    void oneByteMakesAnotherVersion() {
        var files = SHIPPED.files();
        files.put("feed/x.jslt", bytes("."));
        var first = MappingSet.of(files).version();
        files.put("feed/x.jslt", bytes(". "));
        assertThat(MappingSet.of(files).version()).isNotEqualTo(first);
    }

    @Test
    void listsEveryProblemAtOnceWithFileAndLine() {
        var files = SHIPPED.files();
        files.put("feed/bad.jslt", bytes("{\n \"a\": 1,\n"));
        files.put("feed/other.jslt", bytes("import \"feed/none.jslt\" as n\n."));
        files.put("feed/third.jslt", bytes("{\"a\": okand(.)}"));
        files.put("codes/bad.yaml", bytes("codes: {}\nhej: 1\n"));
        files.put("events/bad.schema.json", bytes("{"));
        files.remove("registry/units.yaml");
        files.remove("feed/booking.jslt");
        assertThatThrownBy(() -> MappingSet.of(files))
                .isInstanceOfSatisfying(
                        FaultException.class,
                        refused ->
                                assertThat(
                                                refused.faults().stream()
                                                        .map(fault ->
                                                                fault.where()
                                                                        + " "
                                                                        + fault.detail()))
                                        .anyMatch(text -> text.startsWith("feed/bad.jslt:"))
                                        .anyMatch(text -> text.contains("feed/none.jslt"))
                                        .anyMatch(text -> text.contains("okand"))
                                        .anyMatch(text ->
                                                text.contains("codes/bad.yaml source is missing"))
                                        .anyMatch(text ->
                                                text.contains("codes/bad.yaml unknown key hej"))
                                        .anyMatch(text -> text.contains("codes/bad.yaml otherwise"))
                                        .anyMatch(text -> text.contains("events/bad.schema.json"))
                                        .anyMatch(text -> text.contains("units.yaml"))
                                        .anyMatch(
                                                text -> text.contains("SIU^S12 names a mapping")));
    }

    @Test
    void aFailureNamesMappingOutputPositionAndMessageButNotTheInput() {
        var files = SHIPPED.files();
        files.put(
                "test/fails.jslt",
                bytes("{\n  \"a\": {\n    \"b\": [1],\n    \"c\": error(.secret)\n  }\n}"));
        var input = JsonNodeFactory.instance.objectNode().put("secret", "hemligt");
        assertThatThrownBy(() -> MappingSet.of(files).transform("test/fails", input, "M1"))
                .isInstanceOfSatisfying(
                        FaultException.class,
                        failed -> {
                            assertThat(failed.faults().getFirst().where()).isEqualTo("/a/c");
                            assertThat(failed.faults().getFirst().detail())
                                    .contains("test/fails.jslt:4:")
                                    .contains("M1");
                            assertThat(failed).hasMessageNotContaining("hemligt");
                        });
        assertThatThrownBy(() -> SHIPPED.transform("no/such", input))
                .hasMessageContaining("TRP-211");
    }

    @Test
    void importsAreFoundInsideTheSet() {
        var files = SHIPPED.files();
        files.put("test/library.jslt", bytes("def twice(x) $x * 2"));
        files.put(
                "test/main.jslt", bytes("import \"test/library.jslt\" as l {\"b\": l:twice(.a)}"));
        var input = JsonNodeFactory.instance.objectNode().put("a", 21);
        assertThat(MappingSet.of(files).transform("test/main", input)).hasToString("{\"b\":42}");
    }

    @Test
    void aBadSetIsRefusedAndTheOldOneStays(@TempDir Path directory) throws IOException {
        for (var file : Messages.shippedFiles().entrySet()) {
            var path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        var mappings = Mappings.load(directory);
        var before = mappings.current();
        Files.writeString(directory.resolve("feed/booking.jslt"), "{");
        assertThatThrownBy(() -> mappings.candidate(directory))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("feed/booking.jslt:1:");
        assertThat(mappings.current()).isSameAs(before);
        assertThat(before.version()).isEqualTo(SHIPPED.version());
    }

    @Test
    void theCodesOfPasisAreThoseOfTheInstruction() {
        assertThat(SHIPPED.codes().table("pasis"))
                .containsEntry("kontakttyp", "KD")
                .containsEntry("anledning", "SJ")
                .containsEntry("yrkeskategori", "10");
        assertThat(SHIPPED.codes().meaning("genders", "?")).contains("unknown");
        assertThat(SHIPPED.codes().meaning("coding-systems", "?")).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
