package se.trepart.replay;

import org.springframework.core.env.ConfigurableEnvironment;

import se.trepart.replay.RebuildReport.Different;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

/**
 * Rebuilds all that follows from the raw messages beside whatever runs on the store, and puts it in
 * the place of what is stored wherever the two differ, until nothing differs any more.
 */
public final class Rebuild {
    private static final int ROUNDS = 5;
    private static final int AT_A_TIME = 100;

    private Rebuild() {}

    /**
     * Runs it; the report is of the last comparison, and of what was put in place before.
     *
     * @param database gives connections that nobody uses after this
     * @param environment the settings that the hub runs with
     */
    public static RebuildReport run(DataSource database, ConfigurableEnvironment environment)
            throws SQLException {
        var began = System.nanoTime();
        var replaced = new LinkedHashMap<String, Long>();
        try (var scratch = Scratch.open(database, environment)) {
            var rebuilding = new Rebuilding(scratch);
            rebuilding.everything();
            var report = rebuilding.compare(began);
            for (var round = 0; round < ROUNDS && !report.differences().isEmpty(); round++) {
                var replacing = new Replacing(scratch, environment);
                for (var some : lots(report.differences())) {
                    replacing
                            .replace(rebuilding, some)
                            .forEach((kind, count) -> replaced.merge(kind, count, Long::sum));
                }
                report = rebuilding.compare(began);
            }
            return report.after(replaced);
        }
    }

    /** What differs by kind and id, in the order in which kinds follow from each other. */
    private static List<Map<String, List<String>>> lots(List<Different> differences) {
        var kinds = List.copyOf(Comparison.KINDS.keySet());
        var all =
                differences.stream()
                        .map(one -> Map.entry(one.kind(), one.id()))
                        .distinct()
                        .sorted(Comparator.comparingInt(one -> kinds.indexOf(one.getKey())))
                        .toList();
        var lots = new ArrayList<Map<String, List<String>>>();
        for (var from = 0; from < all.size(); from += AT_A_TIME) {
            var lot = new LinkedHashMap<String, List<String>>();
            all.subList(from, Math.min(from + AT_A_TIME, all.size()))
                    .forEach(one ->
                            lot.computeIfAbsent(one.getKey(), kind -> new ArrayList<>())
                                    .add(one.getValue()));
            lots.add(lot);
        }
        return lots;
    }
}
