package se.trepart.fault;

import java.util.Locale;

/**
 * What kind of trouble a fault is; everything a sender is told (ACK code, HTTP status, whether to
 * try again) follows from it.
 */
public enum Category {
    /** A part that we need does not answer; the same message may succeed later. */
    UNAVAILABLE(AckCode.AE, 503),
    /** Too much at once; try later. */
    BUSY(AckCode.AE, 503),
    /** Begun and not finished; nothing was kept. */
    INTERRUPTED(AckCode.AE, 503),
    /** The content is wrong and stays wrong until somebody changes it. */
    INCORRECT(AckCode.AR, 422),
    /** Not readable as the format that it says it is. */
    MALFORMED(AckCode.AR, 400),
    /** Not allowed for this sender or person. */
    FORBIDDEN(AckCode.AR, 403),
    /** Understood, and not something that the hub does. */
    UNSUPPORTED(AckCode.AR, 422),
    /** What is asked for is not here. */
    NOT_FOUND(AckCode.AR, 404),
    /** Contradicts what is already kept. */
    CONFLICT(AckCode.AR, 409),
    /** Our own error: nothing is wrong with the message. */
    FAULT(AckCode.AE, 500);

    private final AckCode ackCode;
    private final int httpStatus;

    Category(AckCode ackCode, int httpStatus) {
        this.ackCode = ackCode;
        this.httpStatus = httpStatus;
    }

    /** As people write it: {@code not-found}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The code of MSA-1 (HL7 table 0008, original mode). */
    public AckCode ackCode() {
        return ackCode;
    }

    /** The HTTP status, where the code of the fault does not name a narrower one. */
    public int httpStatus() {
        return httpStatus;
    }

    /** Whether the same message may be sent again, unchanged. */
    public boolean retry() {
        return ackCode == AckCode.AE;
    }
}
