package se.trepart.checker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Each message that the ledger says was confirmed changed its destination exactly once, each change
 * is one that the ledger knows, no registration is made twice, and each destination ends with what
 * it must hold.
 */
record OneEffect() implements Assertion {
    @Override
    public String sentence() {
        return "per destination and effect key there is exactly one effect";
    }

    @Override
    public Finding check(Run run) {
        var effects = new Effects(run.frames());
        var violations = new ArrayList<String>();
        confirmed(run, effects, violations);
        unknown(run, effects, violations);
        differing(effects, violations);
        var held = new HashMap<Stream.Key, Boolean>();
        effects.all().forEach(frame -> repeated(frame, held, violations));
        ends(run, held, violations);
        return new Finding(sentence(), run.deliveries().size() + held.size(), violations);
    }

    private static void confirmed(Run run, Effects effects, List<String> violations) {
        for (var delivery : run.deliveries()) {
            var key = new Effects.Key(delivery.destination(), delivery.controlId());
            var effect = effects.of(key);
            switch (delivery.state()) {
                case "confirmed" -> {
                    if (effect.isEmpty()) {
                        violations.add(key + ": confirmed, without effect");
                    } else if (!effect.orElseThrow().hash().equals(delivery.hash())) {
                        violations.add(key + ": not the message that the ledger has");
                    }
                }
                case "superseded" -> {
                    if (effect.isPresent()) {
                        violations.add(key + ": superseded, with effect");
                    }
                }
                default -> violations.add(key + ": " + delivery.state() + " at the end");
            }
        }
    }

    private static void unknown(Run run, Effects effects, List<String> violations) {
        var known =
                run.deliveries().stream()
                        .map(it -> new Effects.Key(it.destination(), it.controlId()))
                        .collect(Collectors.toSet());
        effects.all().stream()
                .map(it -> new Effects.Key(it.destination(), it.controlId()))
                .filter(key -> !known.contains(key))
                .forEach(key -> violations.add(key + ": an effect that the ledger does not know"));
    }

    private static void differing(Effects effects, List<String> violations) {
        var hashes = new HashMap<Effects.Key, Set<String>>();
        effects.received()
                .forEach(frame ->
                        hashes.computeIfAbsent(
                                        new Effects.Key(frame.destination(), frame.controlId()),
                                        key -> new HashSet<>())
                                .add(frame.hash()));
        hashes.forEach((key, all) -> {
            if (all.size() > 1) {
                violations.add(key + ": sent with " + all.size() + " different contents");
            }
        });
    }

    /** A registration that is there is not made again; one that is not there is not taken away. */
    private static void repeated(
            Frame frame, Map<Stream.Key, Boolean> held, List<String> violations) {
        for (var change : Change.of(frame)) {
            var there = held.getOrDefault(change.registration(), false);
            if (change.needsIt() != there) {
                violations.add(
                        change.registration()
                                + ": "
                                + change.what()
                                + (there ? " though it was there" : " though it was not there")
                                + " ("
                                + frame.controlId()
                                + ")");
            }
            held.put(change.registration(), change.leavesIt());
        }
    }

    private static void ends(Run run, Map<Stream.Key, Boolean> held, List<String> violations) {
        for (var stream : run.streams().stream().filter(Change::isRegistration).toList()) {
            var registration = Change.registration(stream);
            if (held.containsKey(registration) && stream.missing().isEmpty()) {
                var there = held.getOrDefault(registration, false);
                if (there == stream.target().isEmpty()) {
                    violations.add(
                            stream.name()
                                    + (there
                                            ? ": is there and must not be"
                                            : ": is not there and must be"));
                }
            } else if (!stream.target().isEmpty() && stream.missing().isEmpty()) {
                violations.add(stream.name() + ": is not there and must be");
            }
        }
    }
}
