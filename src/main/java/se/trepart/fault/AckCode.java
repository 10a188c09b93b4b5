package se.trepart.fault;

/** HL7 table 0008, original mode: what an acknowledgement says of the message. */
public enum AckCode {
    /** Accepted: it is stored. */
    AA,
    /** Our trouble: send it again. */
    AE,
    /** The message's own fault: do not send that again. */
    AR
}
