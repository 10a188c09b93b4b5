package se.trepart.checker;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a stream applied stands in the order of the log, each message has its cause in the log, no
 * number of the stream is missing, and nothing is left to do.
 */
record InOrder() implements Assertion {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss[.SSS]XX");

    @Override
    public String sentence() {
        return "per stream the applied order is the log's order, without a gap";
    }

    @Override
    public Finding check(Run run) {
        var effects = new Effects(run.frames());
        var commits =
                run.events().stream()
                        .map(event -> event.recordedAt().truncatedTo(ChronoUnit.SECONDS))
                        .collect(Collectors.toSet());
        var streams = new TreeMap<String, List<Delivery>>();
        run.deliveries()
                .forEach(delivery ->
                        streams.computeIfAbsent(
                                        delivery.stream().toString(), key -> new ArrayList<>())
                                .add(delivery));
        var violations = new ArrayList<String>();
        streams.values().forEach(stream -> check(stream, effects, commits, violations));
        run.streams().stream()
                .filter(stream -> stream.missing().isEmpty())
                .filter(stream ->
                        !stream.state().equals("idle")
                                || !stream.target().equals(stream.confirmed()))
                .forEach(stream ->
                        violations.add(stream.name() + ": " + stream.state() + " at the end"));
        return new Finding(sentence(), run.streams().size(), violations);
    }

    private static void check(
            List<Delivery> stream, Effects effects, Set<Instant> commits, List<String> violations) {
        stream.sort(Comparator.comparingInt(Delivery::serial));
        var place = -1;
        var cause = Instant.MIN;
        for (var number = 0; number < stream.size(); number++) {
            var delivery = stream.get(number);
            if (delivery.serial() != number + 1) {
                violations.add(delivery.stream() + ": number " + (number + 1) + " is missing");
                return;
            }
            var key = new Effects.Key(delivery.destination(), delivery.controlId());
            var effect = effects.of(key);
            if (effect.isPresent()) {
                if (effects.place(key) < place) {
                    violations.add(key + ": applied before what came before it");
                }
                place = Math.max(place, effects.place(key));
                var caused = caused(effect.orElseThrow());
                if (caused.isBefore(cause)) {
                    violations.add(key + ": caused before what was applied before it");
                }
                if (!commits.contains(caused)) {
                    violations.add(key + ": caused by nothing in the log");
                }
                cause = caused;
            }
        }
    }

    /** EVN-2: the commit of the event that caused it. */
    private static Instant caused(Frame frame) {
        return OffsetDateTime.parse(frame.value("EVN", 2), TIME)
                .toInstant()
                .truncatedTo(ChronoUnit.SECONDS);
    }
}
