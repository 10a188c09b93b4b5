package se.trepart.simulator;

import java.util.Arrays;
import java.util.List;

/**
 * An HL7 v2 message as a witness reads it: segments by name, whatever the structure in MSH-9.3
 * promises. Written apart from the hub's codec, so that a mistake there is seen here.
 */
public final class Hl7Message {
    private final List<Hl7Segment> segments;

    private Hl7Message(List<Hl7Segment> segments) {
        this.segments = segments;
    }

    /**
     * Reads a message in its own character set.
     *
     * @throws IllegalArgumentException if it does not begin with an MSH segment
     */
    public static Hl7Message parse(byte[] bytes) {
        String text = MessageHeader.decode(bytes);
        if (!text.startsWith("MSH") || text.length() < 8) {
            throw new IllegalArgumentException("The message does not begin with MSH");
        }
        Delimiters delimiters = Delimiters.of(text);
        return new Hl7Message(
                Arrays.stream(text.split("[\r\n]+"))
                        .map(line -> new Hl7Segment(line, delimiters))
                        .toList());
    }

    /** Message type and trigger, as {@code ADT^A04}. */
    public String trigger() {
        return value("MSH", 9, 1) + "^" + value("MSH", 9, 2);
    }

    /** Every segment of that name, in the message's order. */
    public List<Hl7Segment> segments(String name) {
        return segments.stream().filter(s -> s.name().equals(name)).toList();
    }

    /**
     * A component of the first such segment, first repetition; empty when absent or explicitly
     * null.
     */
    public String value(String segment, int field, int component) {
        return segments(segment).stream()
                .findFirst()
                .map(s -> s.value(field, component))
                .orElse("");
    }

    /**
     * The first component of a field of the first such segment; empty when absent or explicitly
     * null.
     */
    public String value(String segment, int field) {
        return value(segment, field, 1);
    }
}
