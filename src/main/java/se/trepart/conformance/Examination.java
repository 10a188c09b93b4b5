package se.trepart.conformance;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** An endpoint held against every probe, one after another. */
public final class Examination {
    private final Map<Probe, Result> results;

    private Examination(Map<Probe, Result> results) {
        this.results = results;
    }

    /** Tries everything. */
    public static Examination of(Endpoint endpoint) {
        return of(endpoint, name -> true);
    }

    /** Tries the probes of these names. */
    static Examination of(Endpoint endpoint, Predicate<String> names) {
        var writing = new Writing(endpoint);
        var probes = new ArrayList<Probe>();
        probes.addAll(new FramingProbes(endpoint, writing).all());
        probes.addAll(new AnswerProbes(endpoint, writing).all());
        probes.addAll(new LimitProbes(endpoint, writing).all());
        var results = new LinkedHashMap<Probe, Result>();
        probes.stream()
                .filter(probe -> names.test(probe.name()))
                .forEach(probe -> results.put(probe, probe.run()));
        return new Examination(results);
    }

    /** Nothing failed. */
    public boolean passed() {
        return failed().isEmpty();
    }

    /** The names of the probes that failed. */
    public List<String> failed() {
        return results.entrySet().stream()
                .filter(row -> row.getValue() instanceof Result.Failed)
                .map(row -> row.getKey().name())
                .toList();
    }

    /** A row for each probe, then the sum. */
    public void print(PrintWriter out) {
        results.forEach((probe, result) ->
                out.printf(
                        "%-24s %-15s %-68s %s%n",
                        probe.name(), result.word(), probe.sentence(), result.text()));
        out.printf("%d probes, %d failed%n", results.size(), failed().size());
        out.flush();
    }
}
