package se.trepart.consultation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import se.trepart.mapping.MappingSet;
import se.trepart.registry.Registry;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;

/** Helgfria vardagar, by the registry that ships (R6). */
class OpeningDaysTest {
    private static final Registry REGISTRY = MappingSet.load(Path.of("mappings")).registry();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2023-03-18", "2023-03-19", "2023-01-06", "2023-04-07", "2023-04-10", "2023-05-01",
                "2023-05-18", "2023-06-06", "2023-06-23", "2023-12-25", "2023-12-26", "2024-01-01"
            })
    void isClosedAtWeekendsAndHolidays(String day) {
        assertThat(REGISTRY.isOpen(Told.ORTO, LocalDate.parse(day))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2023-03-14", "2023-06-16", "2023-06-26", "2023-04-11", "2024-01-02"})
    void isOpenOnOrdinaryWeekdays(String day) {
        assertThat(REGISTRY.isOpen(Told.ORTO, LocalDate.parse(day))).isTrue();
    }

    @Test
    void theSecretarysDaysAreOpenDays() {
        // given
        var thursdayBeforeEaster = LocalDate.parse("2023-04-06");
        var ordinaryMonday = LocalDate.parse("2023-03-06");
        // when
        var due = REGISTRY.medicalRegistrationDue(Told.ORTO, thursdayBeforeEaster);
        var ordinary = REGISTRY.medicalRegistrationDue(Told.ORTO, ordinaryMonday);
        // then
        assertThat(ordinary).isEqualTo(LocalDate.parse("2023-03-13"));
        assertThat(due).as("two holidays and two days of rest later").isEqualTo("2023-04-17");
    }

    @Test
    void aUnitsOwnClosedDaysAreClosedForThatUnitAloneAndNoTermCountsThem() {
        // given
        var dalby = HsaId.parse("SE162321000255-TRP102");
        var registry =
                with(
                        """
                        closures:
                          - { unit: SE162321000255-TRP202, day: 2023-03-08 }
                          - { unit: SE162321000255-TRP202, day: 2023-03-09 }
                          - { unit: SE162321000255-TRP102, day: 2023-03-07 }
                        """);
        var monday = LocalDate.parse("2023-03-06");
        // then
        assertThat(registry.isOpen(Told.ORTO, LocalDate.parse("2023-03-08"))).isFalse();
        assertThat(registry.isOpen(dalby, LocalDate.parse("2023-03-08"))).isTrue();
        assertThat(registry.isOpen(Told.ORTO, LocalDate.parse("2023-03-07"))).isTrue();
        assertThat(registry.medicalRegistrationDue(Told.ORTO, monday)).isEqualTo("2023-03-15");
        assertThat(registry.referralAnswerDue(Told.ORTO, monday)).isEqualTo("2023-03-22");
        assertThat(registry.referralDue(dalby, monday)).isEqualTo("2023-03-10");
    }

    @ParameterizedTest
    @CsvSource({
        "2024-12-23,2025-01-07,christmas and new year with their eves and trettondedag jul",
        "2025-06-18,2025-06-26,midsommarafton",
        "2023-12-29,2024-01-08,new year and trettondedag jul on a Saturday"
    })
    void noTermCountsTheEves(String day, String due, String over) {
        assertThat(REGISTRY.medicalRegistrationDue(Told.ORTO, LocalDate.parse(day)))
                .as(over)
                .isEqualTo(due);
    }

    private static Registry with(String closures) {
        var files = MappingSet.load(Path.of("mappings")).files();
        var days = "registry/opening-days.yaml";
        var shipped = new String(files.getOrDefault(days, new byte[0]), StandardCharsets.UTF_8);
        assertThat(shipped).contains("closures: []");
        files.put(
                days,
                shipped.replace("closures: []", closures.strip()).getBytes(StandardCharsets.UTF_8));
        return MappingSet.of(files).registry();
    }
}
