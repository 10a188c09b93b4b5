package se.trepart.simulator;

/**
 * A message that a driver sends.
 *
 * @param trigger for people, as {@code ADT^A04}
 * @param controlId MSH-10
 * @param bytes the message in its sender's character set, without the frame
 */
@SuppressWarnings("ArrayRecordComponent")
public record DriverMessage(String trigger, String controlId, byte[] bytes) {}
