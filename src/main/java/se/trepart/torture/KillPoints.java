package se.trepart.torture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** The labels at which a hub is killed, from {@code kill-points.txt}: before and after each. */
final class KillPoints {
    private KillPoints() {}

    /** All of them. */
    static List<String> all() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(
                        KillPoints.class.getResourceAsStream("kill-points.txt"),
                        "kill-points.txt")) {
            var points = new ArrayList<String>();
            new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(line -> {
                        points.add("before-" + line);
                        points.add("after-" + line);
                    });
            return points;
        }
    }

    /** So many, by the seed; all of them when there are not so many. */
    static List<String> drawn(long seed, int count) throws IOException {
        var points = new ArrayList<>(all());
        Collections.shuffle(points, new Random(seed));
        return points.subList(0, Math.min(count, points.size()));
    }
}
