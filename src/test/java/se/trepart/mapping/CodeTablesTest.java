package se.trepart.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import static se.trepart.mapping.Messages.SHIPPED;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultException;
import se.trepart.projection.fhir.Systems;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Codes are data with source and version, checked whole; the region's own lists beside them. */
class CodeTablesTest {
    /** As many as the editions of 2020 have. */
    private static final int KVA_ROWS = 10_552;

    private static final int ICD_ROWS = 33_547;

    @Test
    void everyProblemOfEveryTableIsListedAtOnceWithItsLineWhereItHasOne() {
        // given
        var files = SHIPPED.files();
        files.put(
                "codes/twice.yaml",
                bytes("source: a\nversion: \"1\"\notherwise: absent\ncodes:\n  a: b\n  a: c\n"));
        files.put("codes/bare.yaml", bytes("otherwise: guess\ncodes: {a: ''}\ncolour: blue\n"));
        files.put("codes/empty.yaml", bytes("source: a\nversion: \"1\"\notherwise: absent\n"));
        files.put(
                "codes/rows.json",
                bytes(
                        "{\"name\": \"lines\", \"version\": \"1\", \"rows\": {\"a\": {}, \"b\": 1},"
                                + " \"colour\": 1}"));
        files.put(
                "codes/none.json",
                bytes(
                        "{\"name\": \"none\", \"description\": \"d\", \"source\": \"s\","
                                + " \"version\": \"1\", \"otherwise\": {}}"));
        files.put("codes/half.json", bytes("{\n\"name\": \"half\",\n\"name\": \"half\"}"));
        // then
        assertThat(problems(files))
                .containsExactlyInAnyOrder(
                        "codes/twice.yaml:6 not readable as YAML, or a code twice",
                        "codes/bare.yaml unknown key colour",
                        "codes/bare.yaml source is missing",
                        "codes/bare.yaml version is missing",
                        "codes/bare.yaml otherwise must be absent, refuse or {value: …}",
                        "codes/bare.yaml no meaning for a",
                        "codes/empty.yaml codes is missing or empty",
                        "codes/rows.json unknown key colour",
                        "codes/rows.json description is missing",
                        "codes/rows.json source is missing",
                        "codes/rows.json otherwise is missing",
                        "codes/rows.json name is not the file's",
                        "codes/rows.json no columns in row a",
                        "codes/rows.json no columns in row b",
                        "codes/none.json rows is missing or empty",
                        "codes/half.json:3 not readable as JSON, or a key twice");
    }

    @Test
    void withoutAListACodeIsCheckedByItsFormAlone() {
        assertThat(SHIPPED.codes().knowsKva("ZZ999")).isTrue();
        assertThat(SHIPPED.codes().knowsKva("ABC1234"))
                .as("seven characters need the list")
                .isFalse();
        assertThat(SHIPPED.codes().knowsDiagnosis("Z999")).isTrue();
        assertThat(faults(SHIPPED, "Z999", "ZZ999")).isEmpty();
        assertThat(faults(SHIPPED, "Z999", "ABC1234"))
                .containsExactly("TRP-206 /data/procedures/0/code");
    }

    @ParameterizedTest
    @ValueSource(strings = {".csv", ".tsv", ".txt"})
    void withAListACodeThatItLacksIsRefused(String ending) {
        // given
        var files = SHIPPED.files();
        files.put(
                "codes/kva" + ending,
                bytes("# KVÅ 2020\nKod\tTitel\nXS004\tDistanskonsultation\nABC1234\tSju tecken\n"));
        files.put(
                "codes/icd-10-se" + ending,
                bytes(
                        "\uFEFFKod;Titel\r\n\r\n"
                                + "S83.6;Knä\r\n"
                                + "\"G43.9A\";\"Migrän; ospecificerad\"\r\n"
                                + "A00;Kolera\r\n"));
        // when
        var set = MappingSet.of(files);
        // then
        assertThat(faults(set, "S836", "ABC1234")).isEmpty();
        assertThat(faults(set, "G439A", "XS004")).isEmpty();
        assertThat(faults(set, "M239", "AV034"))
                .containsExactly(
                        "TRP-206 /data/procedures/0/code", "TRP-207 /data/diagnoses/0/code");
    }

    @Test
    void everyBadRowOfAListIsListedWithItsLine() {
        // given
        var files = SHIPPED.files();
        files.put(
                "codes/kva.tsv",
                bytes(
                        "Kod\tTitel\n"
                                + "XS004\tDistanskonsultation\n\n"
                                + "hej hej\tx\n"
                                + "\t\tutan kod\n"
                                + "AV029\ta\n"
                                + "12345\tb\n"));
        files.put("codes/icd-10-se.csv", bytes("S83.6;Knä\nKod;Titel\nS8366X;för lång\n"));
        // then
        assertThat(problems(files))
                .containsExactlyInAnyOrder(
                        "codes/kva.tsv:4 no code in the first column",
                        "codes/kva.tsv:5 no code in the first column",
                        "codes/kva.tsv:7 no code in the first column",
                        "codes/icd-10-se.csv:2 no code in the first column",
                        "codes/icd-10-se.csv:3 no code in the first column");
    }

    @Test
    void anEmptyListAndTwoListsForOneAreRefused() {
        // given
        var files = SHIPPED.files();
        files.put("codes/kva.csv", bytes("Kod;Titel\n"));
        files.put("codes/icd-10-se.csv", bytes("S836;Knä\n"));
        files.put("codes/icd-10-se.tsv", bytes("S836\tKnä\n"));
        // then
        assertThat(problems(files))
                .containsExactlyInAnyOrder(
                        "codes/kva.csv no codes",
                        "codes/icd-10-se.csv which list is in force? there is icd-10-se.tsv too");
    }

    @Test
    void aWholeEditionIsLoadedAndEachOfItsRowsIsKnown() {
        // given
        var kva = IntStream.range(0, KVA_ROWS).mapToObj(CodeTablesTest::kva).toList();
        var icd = IntStream.range(0, ICD_ROWS).mapToObj(CodeTablesTest::icd).toList();
        var files = SHIPPED.files();
        files.put("codes/kva.tsv", list(kva, "\t"));
        files.put("codes/icd-10-se.csv", list(icd, ","));
        // when
        var codes = MappingSet.of(files).codes();
        // then
        assertThat(kva).doesNotHaveDuplicates().allMatch(codes::knowsKva);
        assertThat(icd).doesNotHaveDuplicates().allMatch(codes::knowsDiagnosis);
        assertThat(codes.knowsKva("ZZ999")).isFalse();
    }

    /** The URI that leaves is the one that the aliases of the same system are searched by. */
    @ParameterizedTest
    @CsvSource({
        "kva,urn:oid:1.2.752.116.1.3.2.1.4",
        "icd,urn:oid:1.2.752.116.1.1.1.1.3",
        "snomed,http://snomed.info/sct"
    })
    void everyUriThatSendersUseForASystemIsAnAliasInSearchesToo(String system, String emitted) {
        // given
        var uris =
                SHIPPED.codes().table("coding-systems").entrySet().stream()
                        .filter(row -> row.getValue().equals(system) && row.getKey().contains(":"))
                        .map(row -> row.getKey())
                        .toList();
        // then
        assertThat(uris)
                .contains(emitted)
                .allSatisfy(uri -> assertThat(Systems.canonical(uri)).isEqualTo(emitted));
    }

    @ParameterizedTest
    @CsvSource({
        "urn:oid:1.2.752.129.2.1.4.1,urn:oid:1.2.752.29.4.19",
        "urn:oid:1.2.752.129.2.1.3.1,http://electronichealth.se/identifier/personnummer",
        "urn:oid:1.2.752.129.2.1.3.3,http://electronichealth.se/identifier/samordningsnummer",
        "urn:oid:1.2.752.74.9.1,http://electronichealth.se/identifier/nationelltReservnummer",
        "https://trepart.example/fhir/nobody,https://trepart.example/fhir/nobody"
    })
    void anIdentifierSystemIsComparedByTheUriThatWeEmit(String alias, String emitted) {
        assertThat(Systems.canonical(alias)).isEqualTo(emitted);
    }

    private static String kva(int number) {
        return "%c%c%03d".formatted('A' + number / 26_000, 'A' + number / 1000 % 26, number % 1000);
    }

    private static String icd(int number) {
        return "%c%03d%s"
                .formatted('A' + number / 2000, number % 1000, number % 2000 < 1000 ? "" : "W");
    }

    private static byte[] list(List<String> codes, String separator) {
        return codes.stream()
                .map(code -> code + separator + "Text med åäö" + separator + "2020-01-01")
                .collect(Collectors.joining("\n", "Kod" + separator + "Titel\n", "\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> faults(MappingSet set, String diagnosis, String procedure) {
        try {
            return set
                    .events()
                    .validate(
                            new ObjectMapper()
                                    .readTree(
                                            """
                                            {"specversion":"1.0","id":"1","source":"https://journal.example.se/","type":"se.trepart.medical-registration.recorded.v1",
                                             "subject":"K-1","time":"2023-03-14T11:00:00+01:00","data":{"diagnoses":[{"code":"%s"}],"procedures":[{"code":"%s"}]}}
                                            """
                                                    .formatted(diagnosis, procedure)))
                    .stream()
                    .map(fault -> fault.code().code() + " " + fault.where())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> problems(java.util.SortedMap<String, byte[]> files) {
        try {
            MappingSet.of(new TreeMap<>(files));
            return List.of();
        } catch (FaultException refused) {
            return refused.faults().stream().map(CodeTablesTest::line).toList();
        }
    }

    private static String line(Fault fault) {
        return fault.where() + " " + fault.detail();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
