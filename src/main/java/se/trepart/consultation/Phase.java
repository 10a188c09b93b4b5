package se.trepart.consultation;

/**
 * How far a consultation has come: the rows of contract 5's status table, first match from the top.
 */
public enum Phase {
    ENTERED_IN_ERROR("entered-in-error"),
    COMPLETED("completed"),
    IN_PROGRESS("in-progress"),
    NO_SHOW("no-show"),
    CANCELLED("cancelled"),
    FAILED("failed"),
    ARRIVED("arrived"),
    BOOKED("booked"),
    REQUESTED("requested");

    private final String code;

    Phase(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    @Override
    public String toString() {
        return code;
    }
}
