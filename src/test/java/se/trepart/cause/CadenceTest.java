package se.trepart.cause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import org.junit.jupiter.api.Test;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

class CadenceTest {
    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);
    private static final Predicate<LocalDate> WEEKDAYS =
            day -> day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0;

    /** Something every hour from 8 to 16, on every open day of some weeks before that Monday. */
    private static List<LocalDateTime> usual(int weeks, Predicate<LocalDate> open) {
        return MONDAY.minusWeeks(weeks)
                .datesUntil(MONDAY)
                .filter(open)
                .flatMap(day -> IntStream.rangeClosed(8, 16).mapToObj(hour -> day.atTime(hour, 0)))
                .toList();
    }

    @Test
    void aMorningOfNothingIsSilenceWhereEachHourUsuallyBringsSomething() {
        // given
        var cadence = Cadence.of(usual(4, WEEKDAYS), MONDAY, WEEKDAYS);
        var friday = MONDAY.minusDays(3).atTime(16, 0);
        // when, then: one of six chances for each whole hour from 8
        assertThat(cadence.chanceOfSilence(friday, MONDAY.atTime(8, 59))).isEqualTo(1);
        assertThat(cadence.chanceOfSilence(friday, MONDAY.atTime(9, 0)))
                .isCloseTo(1 / 6.0, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(cadence.chanceOfSilence(friday, MONDAY.atTime(11, 5))).isLessThan(0.01);
    }

    @Test
    void neitherNightsNorClosedDaysAreMissed() {
        // given: closed on the Wednesday before, as all are on a public holiday
        var wednesday = MONDAY.minusDays(5);
        Predicate<LocalDate> open = WEEKDAYS.and(day -> !day.equals(wednesday));
        var cadence = Cadence.of(usual(4, open), MONDAY, open);
        // when, then
        assertThat(
                        cadence.chanceOfSilence(
                                wednesday.minusDays(1).atTime(16, 30),
                                wednesday.plusDays(1).atTime(8, 30)))
                .isEqualTo(1);
        assertThat(
                        cadence.chanceOfSilence(
                                MONDAY.minusDays(3).atTime(16, 30), MONDAY.atTime(8, 30)))
                .isEqualTo(1);
    }

    @Test
    void aWeekdaySeenOnceTellsNothingYet() {
        // given
        var cadence = Cadence.of(usual(1, WEEKDAYS), MONDAY, WEEKDAYS);
        // when, then
        assertThat(cadence.chanceOfSilence(MONDAY.minusDays(3).atTime(16, 0), MONDAY.atTime(17, 0)))
                .isEqualTo(1);
    }

    @Test
    void oneWhoIsSeldomHeardIsMissedAfterManyDaysOnly() {
        // given: one hour of four weeks' Tuesdays
        var tuesdays =
                IntStream.rangeClosed(1, 4)
                        .mapToObj(week -> MONDAY.minusWeeks(week).plusDays(1).atTime(10, 0))
                        .toList();
        var cadence = Cadence.of(tuesdays, MONDAY, WEEKDAYS);
        var last = MONDAY.minusDays(6).atTime(10, 0);
        // when, then
        assertThat(cadence.chanceOfSilence(last, MONDAY.plusDays(2).atTime(0, 0)))
                .isGreaterThan(0.01);
        assertThat(cadence.chanceOfSilence(last, MONDAY.plusWeeks(4).atTime(0, 0)))
                .isLessThan(0.01);
    }

    @Test
    void aLongerSilenceIsNeverLikelier() {
        var cadence = Cadence.of(usual(3, WEEKDAYS), MONDAY, WEEKDAYS);
        qt().forAll(integers().between(0, 400), integers().between(0, 400))
                .check((first, more) -> {
                    var last = MONDAY.minusDays(3).atTime(12, 0);
                    var shorter = cadence.chanceOfSilence(last, last.plusHours(first));
                    var longer = cadence.chanceOfSilence(last, last.plusHours(first + more));
                    return longer <= shorter && shorter <= 1 && longer > 0;
                });
    }

    @Test
    void howMuchAnHourBringsAndInWhichOrderDoesNotMatter() {
        // given
        var once = usual(4, WEEKDAYS);
        var twice =
                once.reversed().stream()
                        .flatMap(
                                hour -> List.of(hour.plusMinutes(7), hour.plusMinutes(41)).stream())
                        .toList();
        // when, then
        assertThat(Cadence.of(twice, MONDAY, WEEKDAYS).hours())
                .isEqualTo(Cadence.of(Set.copyOf(once), MONDAY, WEEKDAYS).hours());
    }
}
