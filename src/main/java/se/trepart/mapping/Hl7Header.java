package se.trepart.mapping;

/** Reads the envelope from MSH alone: cheap, and possible where the body cannot be parsed. */
public final class Hl7Header {
    private Hl7Header() {}

    /**
     * What MSH says. Throws FaultException: TRP-101 when there is no MSH, TRP-116 when its
     * separators cannot be told apart.
     */
    public static Envelope read(byte[] message) {
        return Envelope.of(Hl7Reader.header(message));
    }
}
