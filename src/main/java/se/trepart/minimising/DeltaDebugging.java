package se.trepart.minimising;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * The minimising delta debugging algorithm (ddmin; Zeller and Hildebrandt, "Simplifying and
 * Isolating Failure-Inducing Input", IEEE TSE 28(2), 2002).
 */
final class DeltaDebugging {
    private DeltaDebugging() {}

    /**
     * Some of the pieces, in their order, that still do it, of which no single one can be left out.
     *
     * @param still whether these pieces alone do it; true for all of them
     */
    static <T> List<T> minimum(List<T> pieces, Predicate<List<T>> still) {
        if (still.test(List.of())) {
            return List.of();
        }
        var left = pieces;
        var parts = 2;
        while (left.size() >= 2) {
            var smaller = List.<T>of();
            var chunks = chunks(left, parts);
            for (var chunk : chunks) {
                if (still.test(chunk)) {
                    smaller = chunk;
                    parts = 2;
                    break;
                }
            }
            for (var chunk = 0; smaller.isEmpty() && parts > 2 && chunk < chunks.size(); chunk++) {
                var others = without(left, chunks.get(chunk));
                if (still.test(others)) {
                    smaller = others;
                    parts = Math.max(parts - 1, 2);
                }
            }
            if (!smaller.isEmpty()) {
                left = smaller;
            } else if (parts >= left.size()) {
                break;
            } else {
                parts = Math.min(left.size(), 2 * parts);
            }
        }
        return left;
    }

    private static <T> List<List<T>> chunks(List<T> all, int parts) {
        var chunks = new ArrayList<List<T>>();
        for (var part = 0; part < parts; part++) {
            chunks.add(all.subList(part * all.size() / parts, (part + 1) * all.size() / parts));
        }
        return chunks;
    }

    private static <T> List<T> without(List<T> all, List<T> some) {
        var left = new ArrayList<>(all);
        left.removeAll(new HashSet<>(some));
        return left;
    }
}
