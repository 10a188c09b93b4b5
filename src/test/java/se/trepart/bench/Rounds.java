package se.trepart.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Repeats what is measured, and watches what else the machine does meanwhile. */
final class Rounds {
    private final int number;
    private final Load load;

    Rounds(int number, Load load) {
        this.number = number;
        this.load = load;
    }

    int number() {
        return number;
    }

    /** So many rounds of one value. */
    Spread of(Callable<Double> round) throws Exception {
        var all = new ArrayList<Round>();
        for (var time = 0; time < number; time++) {
            all.add(one(round));
        }
        return new Spread(all);
    }

    /** One round. */
    Round one(Callable<Double> round) throws Exception {
        var watch = load.watch();
        return watch.round(round.call());
    }

    /** So many rounds that each give several values by name; warming up is the caller's. */
    Spreads each(Callable<Map<String, Double>> round) throws Exception {
        var all = new LinkedHashMap<String, List<Round>>();
        for (var time = 0; time < number; time++) {
            var watch = load.watch();
            var values = round.call();
            var one = watch.round(0);
            values.forEach((name, value) ->
                    all.computeIfAbsent(name, any -> new ArrayList<>()).add(one.of(value)));
        }
        var spreads = new LinkedHashMap<String, Spread>();
        all.forEach((name, rounds) -> spreads.put(name, new Spread(rounds)));
        return new Spreads(spreads);
    }
}
