package se.trepart.bench;

import se.trepart.replay.MeteredReplays;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/** Stored messages replayed dry by other mappings, and everything rebuilt and compared. */
final class Replaying implements Measurement {
    private static final String MESSAGES = "10000";
    private static final String MESSAGES_IN_FULL = "30000";
    private static final double DRY = 2000;
    private static final double REBUILT = 5000;

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public List<Figure> measure(Surroundings surroundings) throws Exception {
        try (var replays =
                Child.suite(
                        surroundings.folder().resolve("replays.log"),
                        MeteredReplays.class,
                        Stream.of(
                                        List.of(
                                                "-Xmx512m",
                                                // Its database works below the folder, too.
                                                "-Djava.io.tmpdir=" + surroundings.folder("tmp")),
                                        surroundings.recording("replays"))
                                .flatMap(List::stream)
                                .toList(),
                        List.of(surroundings.full() ? MESSAGES_IN_FULL : MESSAGES))) {
            var filled = replays.line();
            replays.ask("dry");
            replays.ask("rebuild");
            var measured =
                    surroundings
                            .rounds()
                            .each(() -> {
                                var values = new LinkedHashMap<String, Double>();
                                for (var what : List.of("dry", "rebuild")) {
                                    values.put(what, Double.parseDouble(replays.ask(what)));
                                }
                                return values;
                            });
            return List.of(
                    Figure.alone(
                                    "dry-run replay with differences, messages",
                                    "/s",
                                    measured.of("dry"),
                                    Target.atLeast(DRY))
                            .noting(filled),
                    Figure.alone(
                            "rebuild and comparison, events",
                            "/s",
                            measured.of("rebuild"),
                            Target.atLeast(REBUILT)));
        }
    }
}
