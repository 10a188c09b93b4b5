package se.trepart.bench;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The rounds of one figure. Those that were disturbed do not count when at least three were not.
 */
record Spread(List<Round> rounds) {
    private static final int ENOUGH = 3;

    Spread {
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("a figure without a round");
        }
        rounds = List.copyOf(rounds);
    }

    /** Of one round, for what cannot be repeated. */
    static Spread once(Round round) {
        return new Spread(List.of(round));
    }

    double median() {
        var sorted = counting().sorted().toArray();
        var middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    double least() {
        return counting().min().orElseThrow();
    }

    double most() {
        return counting().max().orElseThrow();
    }

    /** Whether rounds that were disturbed count, for want of others. */
    boolean disturbed() {
        return rounds.stream().anyMatch(Round::disturbed) && !enough();
    }

    private DoubleStream counting() {
        return rounds.stream()
                .filter(round -> !enough() || !round.disturbed())
                .mapToDouble(Round::value);
    }

    private boolean enough() {
        return rounds.stream().filter(round -> !round.disturbed()).count() >= ENOUGH;
    }
}
