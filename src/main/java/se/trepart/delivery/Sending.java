package se.trepart.delivery;

import se.trepart.fault.Fault;

/**
 * Carries one message to a destination and its answer back; says what is known when there is none.
 */
public interface Sending {
    /** What came of sending. */
    sealed interface Sent permits Answered, NotConnected, Unanswered {}

    record Answered(byte[] answer) implements Sent {}

    /** Nothing was sent. */
    record NotConnected(Fault fault) implements Sent {}

    /** It may have been received. */
    record Unanswered(Fault fault) implements Sent {}

    Sent send(String destination, byte[] message);
}
