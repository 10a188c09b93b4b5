package se.trepart.bench;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import se.trepart.embedded.StandAlone;
import se.trepart.torture.Ports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;

/**
 * What a message costs a hub that has kept much, against one that has kept little: both run at the
 * same time, and are sent to in turn.
 */
final class Growing implements Measurement {
    private static final int SMALL = 10;
    private static final int CONNECTIONS = 16;
    private static final int WARM_UP_SECONDS = 90;
    private static final int SECONDS = 10;
    private static final double GROWTH = 1.2;

    private int mark;

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public boolean onlyInFull() {
        return true;
    }

    /** A hub over a store, and who sends to it. */
    private record Side(HubProcess hub, Child sender) implements AutoCloseable {
        @Override
        public void close() {
            sender.close();
            hub.close();
        }
    }

    @Override
    public List<Figure> measure(Surroundings surroundings) throws Exception {
        var stores = new FhirStores(surroundings.root().resolve("target/bench/stores"));
        var sizes = List.of(SMALL, FhirStores.WHOLE);
        stores.fill(sizes);
        var port = Ports.free(1).getFirst();
        var sides = new TreeMap<Integer, Side>();
        try (var server = StandAlone.database(stores.directory(), port)) {
            var jdbc =
                    new JdbcTemplate(new DriverManagerDataSource(FhirStores.url(port, "postgres")));
            try {
                for (var copies : sizes) {
                    sides.put(copies, side(surroundings, jdbc, copies, port));
                }
                return figures(surroundings, stores, sides);
            } finally {
                sides.values().forEach(Side::close);
                sizes.forEach(copies -> drop(jdbc, copies));
            }
        }
    }

    /** Whoever is still being disconnected does not keep it. */
    private static void drop(JdbcTemplate jdbc, int copies) {
        jdbc.execute("drop database if exists " + grown(copies) + " with (force)");
    }

    private static String grown(int copies) {
        return "grown_" + copies;
    }

    /** Over a copy of the store, which stays as it was filled. */
    private static Side side(Surroundings surroundings, JdbcTemplate jdbc, int copies, int port)
            throws IOException {
        drop(jdbc, copies);
        jdbc.execute(
                "create database %s template %s"
                        .formatted(grown(copies), FhirStores.database(copies)));
        var hub = FhirStores.hub(surroundings, grown(copies), port, List.of("-Xmx1g"));
        return new Side(hub, Sender.start(surroundings, hub.mllp(), hub.http()));
    }

    private List<Figure> figures(
            Surroundings surroundings, FhirStores stores, TreeMap<Integer, Side> sides)
            throws Exception {
        for (var side : sides.values()) {
            tell(side, WARM_UP_SECONDS);
        }
        var measured =
                surroundings
                        .rounds()
                        .each(() -> {
                            var values = new LinkedHashMap<String, Double>();
                            for (var side : sides.entrySet()) {
                                var effort =
                                        new Effort(
                                                side.getValue().hub()::cpuMillis,
                                                stores.directory());
                                var before = effort.soFar();
                                var told = tell(side.getValue(), SECONDS);
                                values.put(
                                        side.getKey() + " cpu",
                                        (effort.soFar() - before) / told.messages());
                                values.put(side.getKey() + " p99", told.p99());
                            }
                            return values;
                        });
        var figures = new ArrayList<Figure>();
        for (var copies : sides.tailMap(SMALL, false).keySet()) {
            figures.add(
                    Figure.against(
                                    FhirStores.stored(SMALL),
                                    "durable intake, %d connections, CPU of hub and PostgreSQL for each, %s"
                                            .formatted(CONNECTIONS, FhirStores.stored(copies)),
                                    "ms",
                                    Figure.Kind.OVERHEAD,
                                    measured.of(copies + " cpu"),
                                    measured.of(SMALL + " cpu"),
                                    Target.atMost(GROWTH))
                            .noting(
                                    "p99 %s ms, and %s ms"
                                            .formatted(
                                                    Numbers.text(
                                                            measured.of(copies + " p99").median()),
                                                    Numbers.text(
                                                            measured.of(SMALL + " p99")
                                                                    .median()))));
        }
        return figures;
    }

    private Sender.Told tell(Side side, int seconds) throws IOException {
        return Sender.tell(side.sender(), Sender.Order.hl7("g" + mark++, CONNECTIONS, seconds));
    }
}
