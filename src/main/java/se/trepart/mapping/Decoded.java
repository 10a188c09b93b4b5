package se.trepart.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.fault.Fault;

import java.util.List;

/** What an HL7 v2 message turned out to be. */
public sealed interface Decoded {
    Envelope envelope();

    /**
     * It tells of visits or consultations: CloudEvents, checked and in one form, in their order. An
     * event that names no consultation lacks {@code subject} and says what it is about in two
     * extension attributes, as far as the message tells: {@code trepartvisit} ({@code unit|visit
     * id}) and {@code trepartpatient} ({@code identity type|value}).
     */
    record Concerning(Envelope envelope, List<ObjectNode> events) implements Decoded {}

    /** Well-formed, and nothing that the hub listens for: answered AA, kept without events. */
    record NotConcerned(Envelope envelope) implements Decoded {}

    /**
     * All that is wrong with it, each with its position.
     *
     * @param subjects what it gives as consultations, as far as it could be read, unchecked
     */
    record Refused(Envelope envelope, List<Fault> faults, List<String> subjects)
            implements Decoded {
        public Refused(Envelope envelope, List<Fault> faults) {
            this(envelope, faults, List.of());
        }
    }
}
