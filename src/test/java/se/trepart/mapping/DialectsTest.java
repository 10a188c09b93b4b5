package se.trepart.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static se.trepart.mapping.Messages.CLINIC;
import static se.trepart.mapping.Messages.PERSONNUMMER;
import static se.trepart.mapping.Messages.SHIPPED;
import static se.trepart.mapping.Messages.VARDCENTRAL;
import static se.trepart.mapping.Messages.events;
import static se.trepart.mapping.Messages.message;
import static se.trepart.mapping.Messages.msh;
import static se.trepart.mapping.Messages.pid;
import static se.trepart.mapping.Messages.pv1;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import se.trepart.fault.AckCode;
import se.trepart.fault.FaultException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class DialectsTest {
    /** Dialect, message, and what must stand in the first event: pointer = value. */
    static Stream<Arguments> dialects() {
        return Stream.of(
                Arguments.of(
                        "bjork",
                        message(
                                msh("BJORKJOURNAL", VARDCENTRAL, "ADT^A04").replace("2.5.1", "2.3"),
                                "EVN|A04|20230314100000",
                                "PID|1|19520319-1852|4711||Nordin^Karl" + "|".repeat(13) + "B-77",
                                "PV1|1|O|MOTT 3"
                                        + "|".repeat(14)
                                        + "SE162321000255-TRP901^Öberg"
                                        + "|".repeat(22)
                                        + "SE162321000255-TRP105"),
                        Map.of(
                                "/data/patient/identifier/value", PERSONNUMMER,
                                "/data/visit/id", "B-77",
                                "/data/visit/unit", "SE162321000255-TRP105",
                                "/data/physician/hsaId", "SE162321000255-TRP901")),
                Arguments.of(
                        "havsorn",
                        message(
                                msh("HAVSORNBOKNING", VARDCENTRAL, "SIU^S12"),
                                "SCH|T-1|T-2||K-2023-000900|||VIDEOKONS",
                                pid(),
                                "PV1|1|O|" + VARDCENTRAL,
                                "RGS|1",
                                "AIL|1|A|" + CLINIC + "|||20230314130000|||20|min",
                                "AIP|1|A|SE162321000255-TRP951^Ek^Sara|KONS",
                                "AIP|2|A|SE162321000255-TRP901^Öberg^Nils|ANSV"),
                        Map.of(
                                "/subject", "K-2023-000900",
                                "/data/physician/hsaId", "SE162321000255-TRP901",
                                "/data/specialist/hsaId", "SE162321000255-TRP951",
                                "/data/slot/start", "2023-03-14T13:00:00+01:00",
                                "/data/slot/end", "2023-03-14T13:20:00+01:00")),
                Arguments.of(
                        "kastanj",
                        message(
                                msh("KASTANJ", VARDCENTRAL, "ADT^A04")
                                        .replace("UNICODE UTF-8", "8859/1"),
                                "EVN|A04|20230314090000",
                                "PID|1||||Åström^Örjan"
                                        .replace("||||Å", "||4711|19520319-1852^^^^PNR|Å"),
                                pv1(VARDCENTRAL, "B-1")),
                        Map.of(
                                "/data/patient/name/family", "Åström",
                                "/data/patient/identifier/value", PERSONNUMMER,
                                "/time", "2023-03-14T10:00:00+01:00")),
                Arguments.of(
                        "lodjur",
                        message(
                                msh("LODJUR", CLINIC, "BAR^P12"),
                                "EVN|P12|20230314110000",
                                pid(),
                                "PV1|1|O|" + CLINIC + "||K-2023-000901",
                                "DG1|1||S836" + "|".repeat(18) + "A",
                                "DG1|2||M239" + "|".repeat(18) + "D"),
                        Map.of(
                                "/subject", "K-2023-000901",
                                "/data/diagnoses", "[{\"code\":\"S836\",\"main\":true}]",
                                "/data/by/hsaId", CLINIC)),
                Arguments.of(
                        "nava",
                        message(
                                msh("NAVA", VARDCENTRAL, "ADT^A01"),
                                "EVN|A01|20230314100100||||20230314100000",
                                pid(),
                                pv1(VARDCENTRAL, "B-2")),
                        Map.of(
                                "/type", "se.trepart.visit.started.v1",
                                "/time", "2023-03-14T10:00:00+01:00")),
                Arguments.of(
                        "tallbit",
                        message(
                                msh("TALLBIT", "TALL", "ADT^A04"),
                                "EVN|A04|20230314100000",
                                pid(),
                                "ZBE|B-3|" + VARDCENTRAL + "|20230314095500||S"),
                        Map.of(
                                "/data/visit/id", "B-3",
                                "/data/visit/unit", VARDCENTRAL,
                                "/time", "2023-03-14T10:00:00+01:00",
                                "/trepartat", "2023-03-14T09:55:00+01:00",
                                "/data/patient/protection", "sekretessmarkering")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dialects")
    void readsWhatItsSenderWrites(String name, byte[] message, Map<String, String> expected) {
        var first = events(SHIPPED, message).getFirst();
        assertThat(told(first, expected)).isEqualTo(expected);
        assertThat(SHIPPED.decode(message).envelope().dialect()).isEqualTo(name);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dialects")
    void isNeededForThat(String name, byte[] message, Map<String, String> expected) {
        var files = Messages.shippedFiles();
        files.remove("feed/dialects/" + name + ".yaml");
        var decoded = MappingSet.of(files).decode(message);
        if (decoded instanceof Decoded.Concerning concerning) {
            assertThat(told(concerning.events().getFirst(), expected)).isNotEqualTo(expected);
        }
    }

    @Test
    void everyShippedDialectHasAMessageOfItsOwn() throws IOException {
        try (var files = Files.list(Path.of("mappings/feed/dialects"))) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".yaml", "")))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(
                                            Stream.of("default"),
                                            dialects().map(each -> (String) each.get()[0]))
                                    .toList());
        }
    }

    @Test
    void aSeventhIsReadAfterReloadWithoutAnyJava(@TempDir Path directory) throws IOException {
        // given
        for (var file : Messages.shippedFiles().entrySet()) {
            var path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        var mappings = Mappings.load(directory);
        var message =
                message(
                        msh("SJUNDE", VARDCENTRAL, "ADT^A04"),
                        "EVN|A04|20230314100000",
                        pid(),
                        "PV1|1|O|" + VARDCENTRAL,
                        "ZSJ||B-7");
        assertThat(
                        events(mappings.current(), message)
                                .getFirst()
                                .at("/data/visit/id")
                                .isMissingNode())
                .isTrue();
        // when
        Files.writeString(
                directory.resolve("feed/dialects/sjunde.yaml"),
                """
                name: sjunde
                senders: [{ application: SJUNDE }]
                visit: { id: [ZSJ-2] }
                """);
        var before = mappings.current().version();
        mappings.put(mappings.candidate(directory), Instant.now());
        // then
        assertThat(events(mappings.current(), message).getFirst().at("/data/visit/id").asText())
                .isEqualTo("B-7");
        assertThat(mappings.current().version()).isNotEqualTo(before);
    }

    @Test
    void listsEveryProblemOfADialectAtOnceAndKeepsTheOldSet(@TempDir Path directory) {
        var files = Messages.shippedFiles();
        files.put(
                "feed/dialects/fel.yaml",
                bytes("name: annan\nsenders: []\ntimeZone: Skåne\nvisit: { id: [PV1.19] }\n"));
        files.put(
                "feed/dialects/fler.yaml",
                bytes(
                        "name: fler\n"
                                + "senders: [{ application: KASTANJ }]\n"
                                + "triggers: { ADT^A01: ADT^A99 }\n"));
        files.put(
                "feed/dialects/form.yaml",
                bytes("name: form\nsenders: [{ application: X }]\nokänd: 1\nswap: ja\n"));
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
                                        .anyMatch(text -> text.contains("fel.yaml:1 /name"))
                                        .anyMatch(text -> text.contains("fel.yaml:2 /senders"))
                                        .anyMatch(text -> text.contains("fel.yaml:3 /timeZone"))
                                        .anyMatch(text -> text.contains("fel.yaml:4 /visit/id/0"))
                                        .anyMatch(text -> text.contains("/triggers/ADT^A01"))
                                        .anyMatch(text -> text.contains("also claimed by"))
                                        .anyMatch(text -> text.contains("form.yaml:3 /okänd"))
                                        .anyMatch(text -> text.contains("form.yaml:4 /swap")));
    }

    @Test
    void answersInEnhancedModeOrSwappedOnlyWhereTheDialectSaysSo() {
        assertThat(answer("NAVA", AckCode.AA)).contains("\rMSA|CA|M1");
        assertThat(answer("LODJUR", AckCode.AE)).contains("\rMSA|AR|M1");
        assertThat(answer("LODJUR", AckCode.AR)).contains("\rMSA|AE|M1");
        assertThat(answer("ANNAN", AckCode.AE)).contains("\rMSA|AE|M1");
    }

    private static String answer(String sender, AckCode code) {
        var envelope = SHIPPED.decode(message(msh(sender, VARDCENTRAL, "ADT^A02"))).envelope();
        return new String(
                MappingSet.acknowledge(envelope, code, List.of(), Instant.EPOCH, "A1"),
                StandardCharsets.UTF_8);
    }

    private static Map<String, String> told(JsonNode event, Map<String, String> expected) {
        var told = new java.util.HashMap<String, String>();
        expected.keySet()
                .forEach(pointer -> {
                    var node = event.at(pointer);
                    told.put(pointer, node.isValueNode() ? node.asText() : node.toString());
                });
        return told;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
