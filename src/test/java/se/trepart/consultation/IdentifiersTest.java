package se.trepart.consultation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.Generate.pick;
import static org.quicktheories.generators.SourceDSL.lists;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

class IdentifiersTest {
    private static final int PERSONNUMMER = 21_728;
    private static final int SAMORDNINGSNUMMER = 2_240;

    /** Skatteverket's test numbers, where they are at hand. */
    private static List<String> official(String kind) throws IOException {
        for (var folder = Path.of("").toAbsolutePath();
                folder != null;
                folder = folder.getParent()) {
            var file =
                    folder.resolveSibling(
                            "shared/data/identifiers/skatteverket_test_" + kind + ".txt");
            if (Files.exists(file)) {
                return Files.readAllLines(file).stream()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList();
            }
        }
        return Assumptions.abort("the official test numbers are not at hand: " + kind);
    }

    @Test
    void everyOfficialTestPersonnummerIsOneAndTellsItsBirthDate() throws IOException {
        // given
        var numbers = official("personnummer");
        // then
        assertThat(numbers).hasSize(PERSONNUMMER).allSatisfy(IdentifiersTest::isAPersonnummer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "189001019802",
                "199101012384",
                "200002292399",
                "195203191852",
                "191212121212"
            })
    void aPersonnummerIsOneAndTellsItsBirthDate(String number) {
        isAPersonnummer(number);
    }

    private static void isAPersonnummer(String number) {
        var identity = Personidentitet.parse(number);
        assertThat(identity.type()).as(number).isEqualTo(Identitetstyp.PERSONNUMMER);
        assertThat(identity.birthDate().orElseThrow().replace("-", ""))
                .isEqualTo(number.substring(0, 8));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Personidentitet.parse(Identitetstyp.SAMORDNINGSNUMMER, number));
    }

    @Test
    void everyOfficialTestSamordningsnummerIsOneAndTellsOfItsBirthWhatItKnows() throws IOException {
        // given
        var numbers = official("samordningsnummer");
        // then
        assertThat(numbers)
                .hasSize(SAMORDNINGSNUMMER)
                .allSatisfy(number -> {
                    var identity = Personidentitet.parse(number);
                    assertThat(identity.type()).isEqualTo(Identitetstyp.SAMORDNINGSNUMMER);
                    assertThat(identity.birthDate().orElseThrow())
                            .matches("\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?")
                            .startsWith(number.substring(0, 4));
                    assertThatIllegalArgumentException()
                            .isThrownBy(() ->
                                    Personidentitet.parse(Identitetstyp.PERSONNUMMER, number));
                });
        assertThat(
                        numbers.stream()
                                .filter(number ->
                                        Personidentitet.parse(number)
                                                        .birthDate()
                                                        .orElseThrow()
                                                        .length()
                                                < 10))
                .as("those that are no calendar dates")
                .hasSize(170);
    }

    @ParameterizedTest
    @CsvSource({
        "19700161238,1970-01-01",
        "19700191238,1970-01-31",
        "19700160238,1970-01",
        "19700090238,1970",
        "19700060238,1970",
        "19700289238,1970-02",
        "20001291239,2000-12-31"
    })
    void aSamordningsnummerTellsTheBirthDateAsFarAsItIsKnown(String eleven, String born) {
        // when
        var identity = Personidentitet.parse(withCheckDigit(eleven));
        // then
        assertThat(identity.type()).isEqualTo(Identitetstyp.SAMORDNINGSNUMMER);
        assertThat(identity.birthDate()).hasValue(born);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "19700192238",
                "19701361238",
                "19700230238",
                "19700132238",
                "19700100238",
                "19700001238",
                "19709961238"
            })
    void aDayOrMonthThatNoNumberHasIsRefused(String eleven) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Personidentitet.parse(withCheckDigit(eleven)));
    }

    @Test
    void everyOtherCheckDigitOfEveryOfficialNumberIsRefused() throws IOException {
        for (var kind : List.of("personnummer", "samordningsnummer")) {
            assertThat(official(kind)).allSatisfy(IdentifiersTest::hasOneCheckDigit);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"189001019802", "199101012384", "191401682396", "191403702390"})
    void aNumberHasOneCheckDigit(String number) {
        hasOneCheckDigit(number);
    }

    private static void hasOneCheckDigit(String number) {
        for (var more = 1; more < 10; more++) {
            var wrong = number.substring(0, 11) + (number.charAt(11) - '0' + more) % 10;
            assertThatIllegalArgumentException()
                    .as(wrong)
                    .isThrownBy(() -> Personidentitet.parse(wrong))
                    .satisfies(refused -> assertThat(refused.toString()).doesNotContain(wrong));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"18900101-9802", "18900101+9802", " 189001019802 "})
    void hyphenPlusAndBlanksAreTakenOff(String text) {
        assertThat(Personidentitet.parse(text)).isEqualTo(Personidentitet.parse("189001019802"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9001019802", "18900101980", "1890010198021", "18901301980x", ""})
    void anotherLengthOrAnotherSignIsNoPersonnummer(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Personidentitet.parse(text));
    }

    private static String withCheckDigit(String eleven) {
        var sum = 0;
        for (var position = 2; position < 11; position++) {
            var weighted = (eleven.charAt(position) - '0') * (position % 2 == 0 ? 2 : 1);
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return eleven + (10 - sum % 10) % 10;
    }

    @ParameterizedTest
    @CsvSource({
        "19700101tf43,19700101TF43",
        "19700101-TF43,19700101TF43",
        " 22ab ,22AB",
        "20100101K004,20100101K004",
        "ÅÄÖ1,ÅÄÖ1"
    })
    void aNationalReservnummerMayHoldLettersAndIsKeptInOneForm(String told, String kept) {
        // when
        var identity = Personidentitet.parse(Identitetstyp.RESERVNUMMER, told);
        // then
        assertThat(identity.value()).isEqualTo(kept);
        assertThat(identity.birthDate()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "123",
                "19700101 TF43",
                "19700101TF4319700101T",
                "1970_0101",
                "1970\t01"
            })
    void whatCannotBeANationalReservnummerIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Personidentitet.parse(Identitetstyp.RESERVNUMMER, text));
    }

    @ParameterizedTest
    @CsvSource({"r-123456,R-123456", " 1 ,1", "50000000Åb,50000000ÅB"})
    void aLocalReservnummerKeepsItsHyphen(String told, String kept) {
        assertThat(Personidentitet.parse(Identitetstyp.LOKALT_RESERVNUMMER, told).value())
                .isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "R 1", "R^1", "0123456789012345678901234567890123456789X"})
    void whatCannotBeALocalReservnummerIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Personidentitet.parse(Identitetstyp.LOKALT_RESERVNUMMER, text));
    }

    @ParameterizedTest
    @EnumSource
    void noIdentityTellsItsValueInAText(Identitetstyp type) {
        // given
        var value = type == Identitetstyp.SAMORDNINGSNUMMER ? "191401682396" : "189001019802";
        // when
        var identity = Personidentitet.parse(type, value);
        // then
        assertThat(identity.toString()).isEqualTo(type.code());
        assertThat(Identitetstyp.of(type.code())).isEqualTo(type);
    }

    @Test
    void identitiesOfTwoKindsAreTwoAndHaveAnOrder() {
        // given
        var personnummer = Personidentitet.parse("189001019802");
        var reservnummer = Personidentitet.parse(Identitetstyp.RESERVNUMMER, "189001019802");
        // then
        assertThat(personnummer).isNotEqualTo(reservnummer).isLessThan(reservnummer);
        assertThat(personnummer).isLessThan(Personidentitet.parse("199101012384"));
        assertThatIllegalArgumentException().isThrownBy(() -> Identitetstyp.of("passnummer"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "232100-0255",
                "2321000255",
                "16232100-0255",
                "162321000255",
                " 232100-0255 "
            })
    void anOrganisationsnummerIsReadAsItIsWritten(String text) {
        assertThat(Organisationsnummer.parse(text).value()).isEqualTo("2321000255");
        assertThat(Organisationsnummer.parse(text)).hasToString("2321000255");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2321000256",
                "900101-9802",
                "23210-00255",
                "2321000255x",
                "19232100-0255",
                "0023210002",
                "232100",
                ""
            })
    void whatIsNoOrganisationsnummerIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Organisationsnummer.parse(text))
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("23"));
    }

    /** The pattern of the HSA catalogue, which the check must agree with. */
    @Test
    void anHsaIdHasItsFormAndNoOther() {
        var form = Pattern.compile("(?i)SE(16)?\\d{10}-[A-Z0-9]+");
        qt().withExamples(20_000)
                .forAll(
                        lists().of(
                                        pick(
                                                List.of(
                                                        "SE",
                                                        "se",
                                                        "\u017fE",
                                                        "S",
                                                        "16",
                                                        "232100025",
                                                        "5")))
                                .ofSizeBetween(1, 4),
                        lists().of(pick(List.of("-", "A", "z", "0", "\u0131", "å", " ", "TRP101")))
                                .ofSizeBetween(0, 6))
                .check((begins, ends) -> {
                    var text = String.join("", begins) + String.join("", ends);
                    var stripped = text.strip();
                    return HsaId.matches(text)
                            == (stripped.length() <= 31 && form.matcher(stripped).matches());
                });
    }

    @Test
    void anHsaIdIsComparedWithoutCase() {
        assertThat(HsaId.parse("se162321000255-trp101"))
                .isEqualTo(HsaId.parse("SE162321000255-TRP101"));
        assertThat(HsaId.parse("SE2321000255-A").value()).isEqualTo("SE2321000255-A");
        assertThat(HsaId.parse(" SE162321000255-ABCDEFGHIJKLMNOP ").value()).hasSize(31);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SE16232100025-TRP101",
                "SE162321000255TRP101",
                "SE162321000255-",
                "NO162321000255-TRP101",
                "SE162321000255-TRP_1",
                "SE162321000255-ABCDEFGHIJKLMNOPQ",
                "SE162321000255-TRP\u0131",
                "SE162321000255-\u00c5",
                "SE172321000255-A",
                ""
            })
    void whatIsNoHsaIdIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> HsaId.parse(text));
        assertThat(HsaId.matches(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"XS004", "NGB09", "xs004"})
    void readsKvaCodes(String text) {
        assertThat(KvaKod.parse(text).value()).isEqualTo(text.toUpperCase(java.util.Locale.ROOT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"X0004", "XS04", "XS0045", "XSÅ04", "", "12345"})
    void refusesWhatCannotBeAKvaCode(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> KvaKod.parse(text));
    }

    private static Stream<List<String>> diagnoses() {
        return Stream.of(
                List.of("S83.6", "S836"), List.of("s836", "S836"), List.of("G43.9A", "G439A"));
    }

    @ParameterizedTest
    @MethodSource("diagnoses")
    void readsDiagnosesWithAndWithoutTheirDot(List<String> pair) {
        assertThat(DiagnosKod.parse(pair.getFirst()).value()).isEqualTo(pair.getLast());
    }

    @ParameterizedTest
    @ValueSource(strings = {"S83", "8836", "S8366X", "S83-", ""})
    void refusesWhatCannotBeADiagnosis(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DiagnosKod.parse(text));
    }
}
