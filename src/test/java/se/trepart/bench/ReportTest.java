package se.trepart.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.DoubleStream;

class ReportTest {
    private static final Machine MACHINE = new Machine(2, "a model", 1024, "25", "a system");

    @Test
    void theMiddleRoundCounts() {
        assertThat(quiet(3, 900, 1, 2, 4).median()).isEqualTo(3);
        assertThat(quiet(4, 1, 2, 3).median()).isEqualTo(2.5);
    }

    @Test
    void disturbedRoundsDoNotCountWhenEnoughWereQuiet() {
        // given
        var rounds = new Spread(List.of(round(1), round(2), round(3), disturbed(100)));

        // then
        assertThat(rounds.median()).isEqualTo(2);
        assertThat(rounds.most()).isEqualTo(3);
        assertThat(rounds.disturbed()).isFalse();
    }

    @Test
    void disturbedRoundsCountAndAreMarkedWhenTooFewWereQuiet() {
        // given
        var rounds = new Spread(List.of(round(1), round(2), disturbed(100)));

        // then
        assertThat(rounds.median()).isEqualTo(2);
        assertThat(rounds.most()).isEqualTo(100);
        assertThat(rounds.disturbed()).isTrue();
    }

    @Test
    void aCostIsHeldAgainstHowManyTimesLessItIsThanThePeers() {
        // given
        var figure = cost(0.25, 10, Target.atLeast(20));

        // then
        assertThat(figure.ratio()).hasValue(40);
        assertThat(figure.verdict()).isEqualTo(Verdict.OK);
        assertThat(cost(1, 10, Target.atLeast(20)).verdict()).isEqualTo(Verdict.SHORT);
    }

    @Test
    void aRateIsHeldAgainstItsShareOfTheFloor() {
        // given
        var figure =
                Figure.against(
                        "the floor",
                        "a rate",
                        "/s",
                        Figure.Kind.RATE,
                        quiet(59),
                        quiet(100),
                        Target.atLeast(0.6));

        // then
        assertThat(figure.verdict()).isEqualTo(Verdict.SHORT);
    }

    @Test
    void whatHasNoPeerIsHeldAgainstItsOwnLimit() {
        assertThat(Figure.alone("a time", "ms", quiet(49), Target.atMost(50)).verdict())
                .isEqualTo(Verdict.OK);
        assertThat(Figure.alone("a size", "MB", quiet(172), Target.NONE).verdict())
                .isEqualTo(Verdict.INFO);
    }

    @Test
    void whatCouldNotBeMeasuredSaysWhy() {
        // given
        var report = report(Figure.absent("a rate", "pgbench", "install postgresql"));

        // then
        assertThat(report.passed()).isTrue();
        assertThat(report.markdown())
                .contains("| a rate |  | pgbench |  |  |  | absent: install postgresql |");
    }

    @Test
    void aBrokenMeasurementMissesItsTarget() {
        assertThat(report(Figure.failed("a rate", "no route to host")).passed()).isFalse();
    }

    @Test
    void aRowHoldsTheFigureThePeersTheRatioAndTheTarget() {
        // given
        var figure = cost(0.25, 10, Target.atLeast(20));

        // when
        var markdown = report(figure).markdown();

        // then
        assertThat(markdown)
                .contains("| a cost | 0.25 ms | the peer | 10 ms | 40 × | ≥ 20 × | ok |")
                .contains("2 × a model");
    }

    @Test
    void theFileForMachinesHoldsEveryRound() {
        // given
        var spread = new Spread(List.of(round(1), disturbed(2)));

        // when
        var json = report(Figure.alone("a time", "ms", spread, Target.NONE)).json();

        // then
        assertThat(json.at("/figures/0/ours/rounds/1/value").asDouble()).isEqualTo(2);
        assertThat(json.at("/figures/0/ours/rounds/1/disturbed").asBoolean()).isTrue();
        assertThat(json.at("/figures/0/verdict").asText()).isEqualTo("info");
    }

    @Test
    void whatOthersDoIsToldFromWhatWeDo() throws Exception {
        // given
        var watch = new Load(java.nio.file.Path.of("target")).watch();

        // when
        var round = watch.round(7);

        // then
        assertThat(round.value()).isEqualTo(7);
        assertThat(round.others()).isBetween(0.0, 1.0);
    }

    private static Figure cost(double ours, double theirs, Target target) {
        return Figure.against(
                "the peer", "a cost", "ms", Figure.Kind.COST, quiet(ours), quiet(theirs), target);
    }

    private static Report report(Figure figure) {
        return new Report(
                MACHINE, Instant.parse("2026-11-27T10:00:00Z"), Duration.ZERO, List.of(figure));
    }

    private static Spread quiet(double... values) {
        return new Spread(DoubleStream.of(values).mapToObj(ReportTest::round).toList());
    }

    private static Round round(double value) {
        return new Round(value, 0, 0, 0);
    }

    private static Round disturbed(double value) {
        return new Round(value, 0, 0, 0.5);
    }
}
