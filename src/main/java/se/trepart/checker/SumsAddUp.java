package se.trepart.checker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Every row of the log comes from a try, every try that was settled has its row, a duplicate names
 * what it repeats, and what was accepted has its events, each once.
 */
record SumsAddUp() implements Assertion {
    @Override
    public String sentence() {
        return "accepted + duplicate + refused + not concerned + parked = received";
    }

    @Override
    public Finding check(Run run) {
        var violations = new ArrayList<String>();
        rows(run, violations);
        duplicates(run, violations);
        events(run, violations);
        return new Finding(sentence(), run.messages().size(), violations);
    }

    /** How often a message was tried, and how often a try was settled. */
    private static final class Tries {
        private int tried;
        private int settled;
        private boolean countable = true;
    }

    private static void rows(Run run, List<String> violations) {
        var tries = new HashMap<String, Tries>();
        for (var sent : run.sent()) {
            var of =
                    tries.computeIfAbsent(
                            key(sent.sender(), sent.id(), sent.hash()), k -> new Tries());
            of.tried++;
            of.settled += sent.settled() ? 1 : 0;
            // A broker may hand over again what it could not see acknowledged.
            of.countable &= !sent.feed().equals("jms");
        }
        var rows = new HashMap<String, Integer>();
        for (var message : run.messages()) {
            if (!Logged.OUTCOMES.contains(message.outcome())) {
                violations.add("message " + message.id() + ": no such outcome");
            }
            if (!message.own()) {
                rows.merge(
                        key(message.sender(), message.controlId(), message.bodyHash()),
                        1,
                        Integer::sum);
            }
        }
        rows.forEach((key, count) -> {
            var of = tries.get(key);
            if (of == null) {
                violations.add(key + ": in the log, and nobody sent it");
            } else if (of.countable && count > of.tried) {
                violations.add(key + ": " + count + " rows of " + of.tried + " tries");
            }
        });
        tries.forEach((key, of) -> {
            if (of.settled > rows.getOrDefault(key, 0)) {
                violations.add(
                        key
                                + ": "
                                + of.settled
                                + " answers, and "
                                + rows.getOrDefault(key, 0)
                                + " rows");
            }
        });
    }

    private static String key(String sender, String id, String hash) {
        return id.isEmpty() ? "#" + hash : sender + " " + id;
    }

    private static void duplicates(Run run, List<String> violations) {
        var kept =
                run.messages().stream()
                        .filter(Logged::kept)
                        .collect(Collectors.toMap(Logged::id, message -> message));
        for (var message : run.messages()) {
            var of = kept.get(message.duplicateOf());
            var named = of != null && same(of, message);
            if (message.outcome().equals("duplicate") != named) {
                violations.add("message " + message.id() + ": duplicate of nothing");
            }
        }
    }

    private static boolean same(Logged one, Logged other) {
        return one.sender().equals(other.sender()) && one.controlId().equals(other.controlId());
    }

    private static void events(Run run, List<String> violations) {
        var told = new HashSet<String>();
        var telling = new HashMap<Long, Integer>();
        for (var event : run.events()) {
            if (!event.superseded()) {
                telling.merge(event.message(), 1, Integer::sum);
                if (!told.add(event.source() + " " + event.id())) {
                    violations.add(event.source() + " " + event.id() + ": twice in the log");
                }
            }
        }
        run.messages().forEach(message -> events(message, telling, violations));
    }

    private static void events(
            Logged message, Map<Long, Integer> telling, List<String> violations) {
        var tells = telling.containsKey(message.id());
        var must = message.outcome().equals("accepted") || message.outcome().equals("parked");
        if (must && !tells) {
            violations.add("message " + message.id() + ": accepted, without an event");
        }
        if (tells && !message.kept()) {
            violations.add("message " + message.id() + ": " + message.outcome() + ", with events");
        }
    }
}
