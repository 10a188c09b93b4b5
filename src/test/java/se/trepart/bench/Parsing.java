package se.trepart.bench;

import se.trepart.torture.Ports;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A message read and answered, and nothing kept: the processor time of the server for each. */
final class Parsing implements Measurement {
    private static final int CONNECTIONS = 4;
    private static final int WARM_UP_SECONDS = 20;
    private static final int SECONDS = 5;
    private static final String WHAT = "parse + map + ACK, nothing kept, CPU for each message";

    private int mark;

    @Override
    public String name() {
        return "parse";
    }

    @Override
    public List<Figure> measure(Surroundings surroundings) throws Exception {
        var node = Peer.npm(surroundings, "node-hl7-server");
        var ports = Ports.free(3);
        try (var hub = server(surroundings, "hub", ports.get(0));
                var bare = server(surroundings, "bare", ports.get(1));
                var js = node.node("server.js", Integer.toString(ports.get(2)));
                var toHub = Sender.start(surroundings, ports.get(0), 0);
                var toBare = Sender.start(surroundings, ports.get(1), 0);
                var toNode = Sender.start(surroundings, ports.get(2), 0)) {
            for (var server : List.of(hub, bare, js)) {
                server.line();
            }
            var each =
                    Map.of(
                            "hub", new Side(hub, toHub, false),
                            "hub afresh", new Side(hub, toHub, true),
                            "bare", new Side(bare, toBare, false),
                            "node", new Side(js, toNode, true));
            for (var side : each.values()) {
                cpu(side, WARM_UP_SECONDS);
            }
            var measured =
                    surroundings
                            .rounds()
                            .each(() -> {
                                var values = new LinkedHashMap<String, Double>();
                                for (var side : each.entrySet()) {
                                    values.put(side.getKey(), cpu(side.getValue(), SECONDS));
                                }
                                return values;
                            });
            return List.of(
                    Figure.against(
                            "bare netty + codec + HAPI route",
                            WHAT,
                            "ms",
                            Figure.Kind.OVERHEAD,
                            measured.of("hub"),
                            measured.of("bare"),
                            Target.atMost(2)),
                    Figure.against(
                                    "node-hl7-server 2.5.0",
                                    WHAT + ", each by a connection of its own",
                                    "ms",
                                    Figure.Kind.COST,
                                    measured.of("hub afresh"),
                                    measured.of("node"),
                                    Target.NONE)
                            .noting(
                                    "node-hl7-server keeps what a connection has brought, so each"
                                            + " message needs its own"));
        }
    }

    /** A server, and who sends to it. */
    private record Side(Child server, Child sender, boolean afresh) {}

    private static Child server(Surroundings surroundings, String kind, int port)
            throws IOException {
        return Child.suite(
                surroundings.folder().resolve(kind + ".log"),
                ParsingServer.class,
                Stream.of(List.of("-Xmx512m"), surroundings.recording(kind))
                        .flatMap(List::stream)
                        .toList(),
                List.of(kind, Integer.toString(port)));
    }

    /** Milliseconds for each message. */
    private double cpu(Side side, int seconds) throws IOException {
        var before = side.server().cpuMillis();
        var told =
                Sender.tell(
                        side.sender(),
                        new Sender.Order(
                                "p" + mark++, CONNECTIONS, seconds, false, 0, side.afresh()));
        return (side.server().cpuMillis() - before) / told.messages();
    }
}
