package se.trepart.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * HL7 v2 → event → state → all FHIR resources and both registrations, against a converter that
 * makes a FHIR bundle of the same visit.
 */
final class Projecting implements Measurement {
    private static final String WHAT = "HL7 v2 → event → state → FHIR resources and registrations";
    private static final String PEER = "LinuxForHealth 1.0.19, ADT^A01 → bundle";
    private static final int WARM_UP_MILLIS = 15_000;
    private static final int MILLIS = 2_000;
    private static final List<String> OPTIONS = List.of("-Xmx512m", "-XX:+UseSerialGC");

    @Override
    public String name() {
        return "project";
    }

    @Override
    public List<Figure> measure(Surroundings surroundings) throws Exception {
        var peer = Peer.maven(surroundings, "linuxforhealth");
        var ours = surroundings.folder().resolve("a04.hl7");
        Files.write(ours, MeteredProjection.tale().started());
        var theirs = surroundings.folder().resolve("a01.hl7");
        Files.write(theirs, admission());
        try (var here =
                        Child.suite(
                                surroundings.folder().resolve("projection.log"),
                                Metered.class,
                                options(surroundings, "projection"),
                                List.of(MeteredProjection.class.getName(), ours.toString()));
                var there =
                        peer.java(
                                OPTIONS,
                                Metered.class,
                                List.of("MeteredConverter", theirs.toString()))) {
            here.ask(Integer.toString(WARM_UP_MILLIS));
            there.ask(Integer.toString(WARM_UP_MILLIS));
            var measured =
                    surroundings
                            .rounds()
                            .each(() -> {
                                var values = new LinkedHashMap<String, Double>();
                                put(values, "ours", here);
                                put(values, "theirs", there);
                                return values;
                            });
            return List.of(
                    Figure.against(
                            PEER,
                            WHAT + ", CPU for each message",
                            "ms",
                            Figure.Kind.COST,
                            measured.of("ours cpu"),
                            measured.of("theirs cpu"),
                            Target.atLeast(20)),
                    Figure.against(
                            PEER,
                            WHAT + ", allocated for each message",
                            "kB",
                            Figure.Kind.COST,
                            measured.of("ours kB"),
                            measured.of("theirs kB"),
                            Target.atLeast(10)));
        }
    }

    private static List<String> options(Surroundings surroundings, String name) {
        return java.util.stream.Stream.of(OPTIONS, surroundings.recording(name))
                .flatMap(List::stream)
                .toList();
    }

    private static void put(LinkedHashMap<String, Double> values, String whose, Child metered)
            throws IOException {
        var told = metered.ask(Integer.toString(MILLIS)).split(" ");
        values.put(whose + " cpu", Double.parseDouble(told[0]));
        values.put(whose + " kB", Double.parseDouble(told[1]) / 1000);
    }

    /**
     * The same visit by the trigger that the converter has a template for, in segments it knows.
     */
    private static byte[] admission() {
        var text = new String(MeteredProjection.tale().started(), StandardCharsets.UTF_8);
        return text.replace("A04", "A01")
                .lines()
                .filter(segment -> !segment.startsWith("ZKD"))
                .collect(java.util.stream.Collectors.joining("\r", "", "\r"))
                .getBytes(StandardCharsets.UTF_8);
    }
}
