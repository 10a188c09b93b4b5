package se.trepart.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that a run has measured, as a table for people and as JSON. */
record Report(Machine machine, Instant began, Duration took, List<Figure> figures) {
    private static final String HEAD =
            """
            | what | Trepart | against | its | ratio | target | |
            |---|---|---|---|---|---|---|
            """;

    /** Whether no figure misses its target. */
    boolean passed() {
        return figures.stream().noneMatch(figure -> figure.verdict() == Verdict.SHORT);
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("bench.md"), markdown());
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve("bench.json").toFile(), json());
    }

    String markdown() {
        return HEAD
                + figures.stream().map(figure -> row(figure) + "\n").collect(Collectors.joining())
                + "\n%s. %s, in %d min; load %s. Medians, [least–most] of the rounds that count; ° when other load was in them.\n"
                        .formatted(
                                machine,
                                began.truncatedTo(ChronoUnit.MINUTES),
                                took.toMinutes(),
                                loads());
    }

    static String row(Figure figure) {
        var cells =
                List.of(
                        figure.what(),
                        value(figure.ours(), figure.unit()),
                        figure.against(),
                        value(figure.theirs(), figure.unit()),
                        figure.ratio().isPresent()
                                ? Numbers.text(figure.ratio().getAsDouble()) + " ×"
                                : "",
                        figure.ours().isEmpty()
                                ? ""
                                : figure.target()
                                        .text(figure.ratio().isPresent() ? "×" : figure.unit()),
                        figure.verdict()
                                + (figure.disturbed() ? "°" : "")
                                + (figure.note().isEmpty() ? "" : ": " + figure.note()));
        return cells.stream()
                .map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static String value(Optional<Spread> spread, String unit) {
        return spread.map(rounds ->
                        Numbers.text(rounds.median())
                                + (unit.isEmpty() ? "" : " " + unit)
                                + (rounds.rounds().size() == 1
                                        ? ""
                                        : " [%s–%s]"
                                                .formatted(
                                                        Numbers.text(rounds.least()),
                                                        Numbers.text(rounds.most()))))
                .orElse("");
    }

    private String loads() {
        var loads =
                figures.stream()
                        .flatMap(figure -> figure.ours().stream())
                        .flatMap(spread -> spread.rounds().stream())
                        .flatMap(round -> Stream.of(round.loadBefore(), round.loadAfter()))
                        .mapToDouble(Double::doubleValue)
                        .summaryStatistics();
        return loads.getCount() == 0
                ? "unknown"
                : Numbers.text(loads.getMin()) + "–" + Numbers.text(loads.getMax());
    }

    ObjectNode json() {
        var report = JsonNodeFactory.instance.objectNode();
        report.put("began", began.toString()).put("seconds", took.toSeconds());
        report.putObject("machine")
                .put("processors", machine.processors())
                .put("model", machine.model())
                .put("memoryMiB", machine.memoryMiB())
                .put("java", machine.java())
                .put("system", machine.system());
        var all = report.putArray("figures");
        figures.forEach(figure -> describe(figure, all.addObject()));
        return report;
    }

    private static void describe(Figure figure, ObjectNode json) {
        json.put("what", figure.what())
                .put("against", figure.against())
                .put("unit", figure.unit())
                .put("verdict", figure.verdict().toString())
                .put("target", figure.target().toString())
                .put("note", figure.note())
                .put("disturbed", figure.disturbed());
        figure.ratio().ifPresent(ratio -> json.put("ratio", ratio));
        figure.ours().ifPresent(spread -> describe(spread, json.putObject("ours")));
        figure.theirs().ifPresent(spread -> describe(spread, json.putObject("theirs")));
    }

    private static void describe(Spread spread, ObjectNode json) {
        json.put("median", spread.median()).put("least", spread.least()).put("most", spread.most());
        ArrayNode rounds = json.putArray("rounds");
        spread.rounds()
                .forEach(round ->
                        rounds.addObject()
                                .put("value", round.value())
                                .put("loadBefore", round.loadBefore())
                                .put("loadAfter", round.loadAfter())
                                .put("others", round.others())
                                .put("disturbed", round.disturbed()));
    }
}
