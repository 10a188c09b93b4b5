package se.trepart.bench;

import org.springframework.jdbc.core.JdbcTemplate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** MLLP in, one commit, AA: how many a second, and how long a sender waits. */
final class Intake implements Measurement {
    private static final List<Integer> CONNECTIONS = List.of(1, 4, 16, 64);
    private static final int CENTRAL = 16;
    private static final int WARM_UP_SECONDS = 90;
    private static final int SECONDS = 6;
    private static final int FLOOR_SECONDS = 4;
    private static final double SHARE = 0.6;
    private static final double LONGEST = 50;
    private static final String FLOOR = "pgbench, the same rows";

    private int mark;

    @Override
    public String name() {
        return "intake";
    }

    @Override
    public List<Figure> measure(Surroundings surroundings) throws Exception {
        var folder = surroundings.folder();
        try (var hub =
                        HubProcess.start(
                                surroundings, folder, surroundings.recording("intake"), Map.of());
                var sender = Sender.start(surroundings, hub.mllp(), hub.http());
                var database = hub.database()) {
            var jdbc = new JdbcTemplate(database);
            var before = SqlFloor.written(jdbc);
            var warm = Sender.tell(sender, order(CENTRAL, WARM_UP_SECONDS));
            var perMessage = SqlFloor.perMessage(before, SqlFloor.written(jdbc), warm.messages());
            System.out.println(warm + "; rows for each message: " + perMessage);
            var pgbench = SqlFloor.pgbench();
            var floor = SqlFloor.of(jdbc, hub.databasePort(), folder, perMessage);
            var figures = new ArrayList<Figure>();
            for (var connections : CONNECTIONS) {
                var measured =
                        surroundings
                                .rounds()
                                .each(() -> {
                                    var values = intake(hub, jdbc, sender, connections);
                                    if (pgbench.isPresent()) {
                                        values.put(
                                                "floor",
                                                floor.rate(
                                                        pgbench.orElseThrow(),
                                                        connections,
                                                        FLOOR_SECONDS));
                                    }
                                    return values;
                                });
                figures.addAll(figures(connections, measured));
            }
            return figures;
        }
    }

    private Map<String, Double> intake(
            HubProcess hub, JdbcTemplate jdbc, Child sender, int connections) throws IOException {
        var cpu = hub.cpuMillis();
        var database = hub.databaseCpuMillis();
        var wal = wal(jdbc);
        var told = Sender.tell(sender, order(connections, SECONDS));
        var values = new LinkedHashMap<String, Double>();
        values.put("rate", told.rate());
        values.put("p50", told.p50());
        values.put("p99", told.p99());
        values.put("hub", (hub.cpuMillis() - cpu) / told.messages());
        values.put("database", (hub.databaseCpuMillis() - database) / told.messages());
        values.put("wal", (wal(jdbc) - wal) / 1000 / told.messages());
        return values;
    }

    /** Bytes written ahead since the database was made. */
    private static double wal(JdbcTemplate jdbc) {
        return Objects.requireNonNull(
                jdbc.queryForObject(
                        "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')", Double.class));
    }

    private Sender.Order order(int connections, int seconds) {
        return Sender.Order.hl7("i" + mark++, connections, seconds);
    }

    private static List<Figure> figures(int connections, Spreads measured) {
        var what = "durable intake, MLLP → commit → AA, %d connections".formatted(connections);
        var central = connections == CENTRAL;
        var figures = new ArrayList<Figure>();
        if (measured.has("floor")) {
            figures.add(
                    Figure.against(
                            FLOOR,
                            what,
                            "/s",
                            Figure.Kind.RATE,
                            measured.of("rate"),
                            measured.of("floor"),
                            central ? Target.atLeast(SHARE) : Target.NONE));
        } else {
            figures.add(Figure.alone(what, "/s", measured.of("rate"), Target.NONE));
            if (central) {
                figures.add(
                        Figure.absent(
                                what,
                                FLOOR,
                                "no pgbench on the path: install postgresql (Debian) or"
                                        + " postgresql-contrib"));
            }
        }
        figures.add(Figure.alone(what + ", p50", "ms", measured.of("p50"), Target.NONE));
        figures.add(
                Figure.alone(
                        what + ", p99",
                        "ms",
                        measured.of("p99"),
                        central ? Target.atMost(LONGEST) : Target.NONE));
        if (central) {
            figures.add(cost(what + ", CPU of the hub for each", "ms", measured.of("hub")));
            figures.add(cost(what + ", CPU of PostgreSQL for each", "ms", measured.of("database")));
            figures.add(cost(what + ", WAL for each", "kB", measured.of("wal")));
        }
        return figures;
    }

    private static Figure cost(String what, String unit, Spread spread) {
        return Figure.alone(what, unit, spread, Target.NONE);
    }
}
