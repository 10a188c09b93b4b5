package se.trepart.bench;

import static java.util.Objects.requireNonNull;

import se.trepart.bench.FhirRun.Paces;
import se.trepart.bench.FhirRun.Ways;
import se.trepart.embedded.StandAlone;
import se.trepart.torture.Ports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * FHIR over HTTP, asked by several clients of the hub in a process of its own: how fast it is, how
 * little that changes with what is stored, and how HAPI's JPA server answers the same requests.
 */
final class Fhir implements Measurement {
    /** So many copies of the originals. */
    private static final int SMALL = 10;

    private static final int LARGE = 1_000;
    private static final String HAPI = "HAPI JPA 8.8.0";
    private static final double GROWTH = 1.2;
    private static final double TIMES_HAPI = 5;

    private final String name;
    private final List<FhirRequest> requests;
    private final double slowest;

    private Fhir(String name, List<FhirRequest> requests, double slowest) {
        this.name = name;
        this.requests = requests;
        this.slowest = slowest;
    }

    static Fhir read() {
        return new Fhir("fhir-read", FhirRequest.reads(), 5);
    }

    static Fhir search() {
        return new Fhir("fhir-search", FhirRequest.searches(), 50);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Figure> measure(Surroundings surroundings) throws Exception {
        var stores = new FhirStores(surroundings.root().resolve("target/bench/stores"));
        var chosen = surroundings.stored();
        var beside = surroundings.full() || !chosen.isEmpty() ? SMALL : 1;
        var sizes = new TreeSet<>(List.of(beside, SMALL));
        sizes.addAll(chosen);
        if (surroundings.full() && chosen.isEmpty()) {
            sizes.addAll(List.of(10 * SMALL, stores.largest(LARGE, 10 * SMALL)));
        }
        stores.fill(sizes);
        var port = Ports.free(1).getFirst();
        try (var server = StandAlone.database(stores.directory(), port)) {
            var run = new FhirRun(surroundings, requests, stores, port);
            var hub = new LinkedHashMap<Integer, Map<FhirRequest, Paces>>();
            for (var copies : sizes) {
                hub.put(copies, run.hub(copies));
            }
            var ways = new LinkedHashMap<Integer, Map<FhirRequest, Ways>>();
            for (var copies : sizes.tailSet(SMALL)) {
                ways.put(copies, run.ways(copies));
            }
            var figures = new ArrayList<Figure>();
            hub.forEach((copies, paces) -> figures.addAll(alone(copies, paces)));
            for (var copies : sizes.tailSet(SMALL, false)) {
                var grown =
                        grown(
                                copies,
                                requireNonNull(hub.get(copies)),
                                requireNonNull(hub.get(SMALL)));
                for (var request : requests) {
                    figures.add(
                            requireNonNull(grown.get(request))
                                    .noting(
                                            "pages %s, of %s"
                                                    .formatted(
                                                            pages(
                                                                    requireNonNull(
                                                                            ways.get(copies)),
                                                                    request),
                                                            pages(
                                                                    requireNonNull(ways.get(SMALL)),
                                                                    request))));
                }
            }
            figures.addAll(besideHapi(beside, requireNonNull(hub.get(beside)), run.hapi(beside)));
            figures.add(whole(sizes.last(), requireNonNull(ways.get(sizes.last()))));
            if (surroundings.full() && sizes.last() < LARGE) {
                figures.add(
                        Figure.failed(
                                "%s, %s".formatted(name, FhirStores.stored(LARGE)),
                                "no room for so many: %d kB each".formatted(FhirStores.KILOBYTES)));
            }
            return figures;
        }
    }

    private List<Figure> alone(int copies, Map<FhirRequest, Paces> hub) {
        return hub.entrySet().stream()
                .map(entry ->
                        Figure.alone(
                                        what(entry.getKey(), copies, "p99"),
                                        "ms",
                                        entry.getValue().p99(),
                                        Target.atMost(slowest))
                                .noting(
                                        "p50 %s ms, %s/s, CPU %s ms"
                                                .formatted(
                                                        median(entry.getValue().p50()),
                                                        median(entry.getValue().rate()),
                                                        median(entry.getValue().cpu()))))
                .toList();
    }

    private Map<FhirRequest, Figure> grown(
            int copies, Map<FhirRequest, Paces> large, Map<FhirRequest, Paces> small) {
        var grown = new LinkedHashMap<FhirRequest, Figure>();
        for (var request : requests) {
            grown.put(
                    request,
                    Figure.against(
                            FhirStores.stored(SMALL),
                            what(request, copies, "CPU"),
                            "ms",
                            Figure.Kind.OVERHEAD,
                            requireNonNull(large.get(request)).cpu(),
                            requireNonNull(small.get(request)).cpu(),
                            Target.atMost(GROWTH)));
        }
        return grown;
    }

    private static String pages(Map<FhirRequest, Ways> ways, FhirRequest request) {
        return Numbers.text(requireNonNull(ways.get(request)).pages());
    }

    private List<Figure> besideHapi(
            int copies, Map<FhirRequest, Paces> hub, Map<FhirRequest, Paces> hapi) {
        return requests.stream()
                .map(request ->
                        hapi.containsKey(request)
                                ? besideHapi(
                                        what(request, copies, "answers/s"),
                                        requireNonNull(hub.get(request)),
                                        requireNonNull(hapi.get(request)))
                                : Figure.absent(
                                        what(request, copies, "answers/s"),
                                        HAPI,
                                        "it does not answer this"))
                .toList();
    }

    private static Figure besideHapi(String what, Paces ours, Paces its) {
        if (its.found() != ours.found()) {
            return Figure.absent(
                    what,
                    HAPI,
                    "it finds %d, where the hub finds %d: its %s/s are other answers"
                            .formatted(its.found(), ours.found(), median(its.rate())));
        }
        return Figure.against(
                        HAPI,
                        what,
                        "/s",
                        Figure.Kind.RATE,
                        ours.rate(),
                        its.rate(),
                        Target.atLeast(TIMES_HAPI))
                .noting(
                        "p99 %s and %s ms, CPU %s and %s ms, entries in the first answers %d and %d"
                                .formatted(
                                        median(ours.p99()),
                                        median(its.p99()),
                                        median(ours.cpu()),
                                        median(its.cpu()),
                                        ours.found(),
                                        its.found()));
    }

    private static String median(Spread spread) {
        return Numbers.text(spread.median());
    }

    /** How many kinds of requests read a whole table; how they do is printed. */
    private Figure whole(int copies, Map<FhirRequest, Ways> ways) {
        ways.values().forEach(way -> way.broken().forEach(System.out::println));
        var number = ways.values().stream().filter(way -> !way.broken().isEmpty()).count();
        return Figure.alone(
                name
                        + ", "
                        + FhirStores.stored(copies)
                        + ": kinds of requests that read a whole table",
                "",
                Spread.once(new Round(number, Load.average(), Load.average(), 0)),
                Target.atMost(0));
    }

    private static String what(FhirRequest request, int copies, String value) {
        return "FHIR %s, %s: %s".formatted(request.name(), FhirStores.stored(copies), value);
    }
}
