package se.trepart.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.awaitility.Awaitility;
import org.springframework.jdbc.core.JdbcTemplate;

import se.trepart.torture.Ports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * From a sender to both record systems: consultations told whole, until PASiS and primary care have
 * confirmed what they must hold, each in a process of its own.
 */
final class Delivering implements Measurement {
    private static final int CONNECTIONS = 16;
    private static final int WARM_UP_SECONDS = 40;
    private static final int SECONDS = 8;
    private static final double SHARE = 0.4;
    private static final double LONGEST = 1000;
    private static final String WHAT = "end to end, both registrations confirmed";
    private static final List<String> PARTNERS = List.of("pasis", "primary-care");

    /** From the commit that caused what is confirmed now; by mark. */
    private static final String LAG =
            """
            select extract(epoch from percentile_cont(0.99) within group (order by confirmed_at - caused_at)) * 1000
            from stream where consultation like ? and confirmed is not null
            """;

    private int mark;

    @Override
    public String name() {
        return "deliver";
    }

    @Override
    public List<Figure> measure(Surroundings surroundings) throws Exception {
        var ports = Ports.free(4);
        var settings = new LinkedHashMap<String, String>();
        var partners = new ArrayList<Child>();
        for (var partner : PARTNERS) {
            var mllp = ports.get(2 * partners.size());
            settings.put("trepart.destination." + partner + ".address", "127.0.0.1:" + mllp);
            partners.add(partner(surroundings, partner, mllp, ports.get(2 * partners.size() + 1)));
        }
        try (var hub =
                        HubProcess.start(
                                surroundings,
                                surroundings.folder(),
                                surroundings.recording("deliver"),
                                settings);
                var sender = Sender.start(surroundings, hub.mllp(), hub.http());
                var database = hub.database()) {
            var jdbc = new JdbcTemplate(database);
            whole(sender, jdbc, WARM_UP_SECONDS, 0);
            var measured =
                    surroundings
                            .rounds()
                            .each(() -> {
                                var values = new LinkedHashMap<String, Double>();
                                values.put(
                                        "intake",
                                        Sender.tell(
                                                        sender,
                                                        Sender.Order.hl7(
                                                                "d" + mark++, CONNECTIONS, SECONDS))
                                                .rate());
                                var rate = whole(sender, jdbc, SECONDS, 0);
                                values.put("rate", rate.events());
                                values.put(
                                        "lag",
                                        whole(sender, jdbc, SECONDS, rate.tales() / 2).lag());
                                return values;
                            });
            return figures(
                    measured,
                    surroundings.rounds().one(() -> (double) disorder(surroundings, jdbc)));
        } finally {
            partners.forEach(Child::close);
        }
    }

    private static Child partner(Surroundings surroundings, String name, int mllp, int http)
            throws IOException {
        var line = HubProcess.program(surroundings, List.of("-Xmx256m", "-XX:+UseSerialGC"));
        line.addAll(
                List.of(
                        "simulate",
                        name,
                        "--port",
                        Integer.toString(mllp),
                        "--http-port",
                        Integer.toString(http),
                        "--witness",
                        witness(surroundings, name).toString()));
        return Child.quiet(surroundings.root(), surroundings.folder().resolve(name + ".log"), line);
    }

    private static Path witness(Surroundings surroundings, String partner) {
        return surroundings.folder().resolve(partner + ".ndjson");
    }

    /**
     * What came of a round.
     *
     * @param events a second, until all that followed from them was confirmed
     * @param tales a second
     * @param lag of 99 in a hundred registrations, in milliseconds
     */
    private record Whole(double events, double tales, double lag) {}

    private Whole whole(Child sender, JdbcTemplate jdbc, int seconds, double pace)
            throws IOException {
        var name = "d" + mark++;
        var began = System.nanoTime();
        var told =
                Sender.tell(
                        sender, new Sender.Order(name, CONNECTIONS, seconds, true, pace, false));
        Awaitility.await("everything confirmed")
                .atMost(Duration.ofMinutes(5))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() ->
                        Boolean.TRUE.equals(
                                jdbc.queryForObject(
                                        "select not exists (select from stream where state <>"
                                                + " 'idle')",
                                        Boolean.class)));
        var took = (System.nanoTime() - began) / 1e9;
        var lag = jdbc.queryForObject(LAG, Double.class, "K-" + name + "-%");
        return new Whole(told.messages() / took, told.tales() / took, Objects.requireNonNull(lag));
    }

    /** Deliveries that a partner received after a later one of their stream. */
    private static int disorder(Surroundings surroundings, JdbcTemplate jdbc) throws IOException {
        var disorder = 0;
        for (var partner : PARTNERS) {
            var received = received(witness(surroundings, partner));
            var last = new HashMap<String, Integer>();
            var deliveries =
                    jdbc.queryForList(
                            "select key, control_id from delivery where destination = ? order by"
                                    + " key, serial",
                            partner);
            for (var delivery : deliveries) {
                var at = received.getOrDefault((String) delivery.get("control_id"), -1);
                var before = last.put((String) delivery.get("key"), at);
                if (at < 0 || (before != null && before > at)) {
                    disorder++;
                }
            }
        }
        return disorder;
    }

    /** The place of each control id's first coming. */
    private static Map<String, Integer> received(Path witness) throws IOException {
        var json = new ObjectMapper();
        var places = new HashMap<String, Integer>();
        try (var lines = Files.lines(witness)) {
            for (var line : (Iterable<String>) lines::iterator) {
                JsonNode frame = json.readTree(line);
                if (frame.path("direction").asText().equals("in")) {
                    places.putIfAbsent(frame.path("controlId").asText(), places.size());
                }
            }
        }
        return places;
    }

    private static List<Figure> figures(Spreads measured, Round disorder) {
        return List.of(
                Figure.against(
                        "durable intake, %d connections".formatted(CONNECTIONS),
                        WHAT + ", messages and events",
                        "/s",
                        Figure.Kind.RATE,
                        measured.of("rate"),
                        measured.of("intake"),
                        Target.atLeast(SHARE)),
                Figure.alone(
                        WHAT + ", lag p99 at half that rate",
                        "ms",
                        measured.of("lag"),
                        Target.atMost(LONGEST)),
                Figure.alone(
                        WHAT + ", out of order in a stream or lost",
                        "",
                        Spread.once(disorder),
                        Target.atMost(0)));
    }
}
