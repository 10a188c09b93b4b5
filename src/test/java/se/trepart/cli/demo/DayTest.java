package se.trepart.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class DayTest {
    static final Path DAY = Path.of("src/test/resources/demo/day.yaml");
    static final Path EXPECTATIONS = Path.of("src/test/resources/demo/expectations.csv");

    @Test
    void hasAtLeastFortyFourConsultationsOnAWeekday() throws IOException {
        // when
        Day day = DayFile.read(DAY);
        // then
        assertThat(day.consultations()).hasSizeGreaterThanOrEqualTo(44);
        assertThat(day.date().getDayOfWeek()).isNotIn(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
    }

    @Test
    void takesInEveryVardcentralAndEveryClinic() throws IOException {
        // when
        Day day = DayFile.read(DAY);
        // then
        assertThat(day.consultations().stream().map(story -> story.vardcentral().hsaId()))
                .containsAll(hsaIds(101, 118));
        assertThat(day.consultations().stream().map(story -> story.asked().hsaId()))
                .containsAll(hsaIds(201, 207));
    }

    @Test
    void hasOneHandWrittenExpectationForEachConsultationAboutTheSamePatientAndVisit()
            throws IOException {
        // given
        Day day = DayFile.read(DAY);
        // when
        List<Expectation> expectations = Expectation.read(EXPECTATIONS, day.date());
        // then
        assertThat(expectations.stream().map(DayTest::identity).toList())
                .isEqualTo(
                        day.consultations().stream()
                                .map(story ->
                                        List.of(
                                                story.consultation(),
                                                story.patient().identitet(),
                                                story.besok(),
                                                story.vardcentral().hsaId()))
                                .toList());
    }

    @Test
    void usesEveryKindOfStepAndEveryFeed() throws IOException {
        // given
        Day day = DayFile.read(DAY);
        // when
        Set<Step.Kind> kinds =
                day.consultations().stream()
                        .flatMap(story -> story.happens().stream())
                        .map(Step::kind)
                        .collect(Collectors.toSet());
        Set<Day.Via> feeds =
                Script.of(day, java.util.OptionalLong.empty()).stream()
                        .map(Telling::via)
                        .collect(Collectors.toSet());
        // then
        assertThat(kinds).containsExactlyInAnyOrder(Step.Kind.values());
        assertThat(feeds).containsExactlyInAnyOrder(Day.Via.values());
    }

    @Test
    void usesOnlyTheTestNumbersThatSkatteverketHasPublished() throws IOException {
        // given
        Path published = Path.of("../shared/data/identifiers");
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Files.isDirectory(published), "the published numbers are not here");
        Set<String> numbers = new HashSet<>();
        for (String kind : List.of("personnummer", "samordningsnummer")) {
            numbers.addAll(
                    Files.readAllLines(published.resolve("skatteverket_test_" + kind + ".txt")));
        }
        // when
        Day day = DayFile.read(DAY);
        // then
        assertThat(
                        java.util.stream.Stream.concat(
                                        day.consultations().stream(), day.others().stream())
                                .map(story -> story.patient().identitet()))
                .isSubsetOf(numbers);
    }

    @Test
    void tellsEveryProblemOfADayAtOnce(@TempDir Path folder) throws IOException {
        // given
        Path file = folder.resolve("day.yaml");
        Files.writeString(
                file,
                Files.readString(DAY)
                        .replace("08:06 requested", "08:06 dreamt")
                        .replace("09:01 joined", "quarter-past joined")
                        .replace("B-110-1 Limhamn", "B-110-1 Atlantis"));
        // when / then
        assertThatThrownBy(() -> DayFile.read(file))
                .hasMessageContainingAll(
                        "K-2026-001: there is no kind “dreamt”",
                        "K-2026-005: “quarter-past” is no time",
                        "K-2026-010: there is no vårdcentral “Atlantis”");
    }

    private static List<String> identity(Expectation expectation) {
        return List.of(
                expectation.konsultation(),
                expectation.personnummer(),
                expectation.besok(),
                expectation.vardcentral());
    }

    private static List<String> hsaIds(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(number -> "SE162321000255-TRP" + number)
                .toList();
    }
}
