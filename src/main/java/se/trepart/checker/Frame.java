package se.trepart.checker;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One frame that a simulated partner got or gave, from {@code witness-<destination>.ndjson}, in the
 * order of the file.
 *
 * @param conversation port and connection
 * @param in it came from the hub
 * @param fault what the partner did wrong with it; empty when nothing
 * @param text HL7 v2, a segment a line
 */
record Frame(
        String destination,
        String conversation,
        boolean in,
        String controlId,
        String fault,
        String hash,
        String text) {
    /** Faults by which the message changes nothing at the partner. */
    private static final List<String> NOT_TAKEN =
            List.of("reset", "refuse-ae", "refuse-ar", "down", "close-before");

    /** Unless it was refused, the partner has changed by it. */
    boolean taking() {
        return in && !NOT_TAKEN.contains(fault);
    }

    /** The field of the first such segment, its first component; empty when there is none. */
    String value(String segment, int field) {
        return segments(segment).findFirst().map(found -> value(found, field)).orElse("");
    }

    /** The segments of that name, each as its fields. */
    java.util.stream.Stream<List<String>> segments(String segment) {
        return Arrays.stream(text.split("[\r\n]+"))
                .filter(line -> line.startsWith(segment + "|"))
                .map(line -> List.of(line.split("\\|", -1)));
    }

    static String value(List<String> segment, int field) {
        var place = segment.getFirst().equals("MSH") ? field - 1 : field;
        return place < segment.size() ? segment.get(place).split("\\^", 2)[0] : "";
    }

    /** {@code A04} … of a message. */
    String trigger() {
        return segments("EVN").findFirst().map(evn -> value(evn, 1)).orElse("");
    }

    /** MSA-1 of an answer. */
    Optional<String> code() {
        return Optional.of(value("MSA", 1)).filter(code -> !code.isEmpty());
    }
}
