package se.trepart.bench;

import se.trepart.simulator.MllpClient;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * From the call to readiness, on embedded parts: cold, with everything still to be made, and warm,
 * on what an earlier run has left; and the first message after that.
 */
final class Starting implements Measurement {
    private static final double LONGEST = 8;

    private int number;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public List<Figure> measure(Surroundings surroundings) throws Exception {
        var measured =
                surroundings
                        .rounds()
                        .each(() -> {
                            var folder = surroundings.folder("start-" + number);
                            var values = new LinkedHashMap<String, Double>();
                            values.put("cold", start(surroundings, folder, values));
                            values.put("warm", start(surroundings, folder, values));
                            return values;
                        });
        var jar = surroundings.root().resolve("target/trepart.jar");
        return List.of(
                Figure.alone(
                        "start on embedded parts, warm",
                        "s",
                        measured.of("warm"),
                        Target.atMost(LONGEST)),
                Figure.alone(
                        "start on embedded parts, cold", "s", measured.of("cold"), Target.NONE),
                Figure.alone(
                        "the first message after a start", "ms", measured.of("first"), Target.NONE),
                Figure.alone(
                        "the jar",
                        "MB",
                        Spread.once(surroundings.rounds().one(() -> Files.size(jar) / 1_000_000.0)),
                        Target.NONE));
    }

    /** Seconds until it is ready; the first message's milliseconds beside. */
    private double start(
            Surroundings surroundings, java.nio.file.Path folder, Map<String, Double> values)
            throws Exception {
        var began = System.nanoTime();
        try (var hub = HubProcess.start(surroundings, folder, List.of(), Map.of())) {
            var ready = System.nanoTime();
            try (var connection =
                    MllpClient.connect(
                            new InetSocketAddress("127.0.0.1", hub.mllp()),
                            Duration.ofSeconds(30))) {
                connection.send(new Tale("start", number++).booked());
            }
            values.put("first", (System.nanoTime() - ready) / 1e6);
            return (ready - began) / 1e9;
        }
    }
}
