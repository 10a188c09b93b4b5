package se.trepart.simulator;

/**
 * Why a partner refuses a message: the rows of HL7 table 0357 that the simulated partners use in
 * ERR-3.
 */
enum ErrorCondition {
    SEGMENT_SEQUENCE_ERROR("100", "Segment sequence error"),
    REQUIRED_FIELD_MISSING("101", "Required field missing"),
    DATA_TYPE_ERROR("102", "Data type error"),
    TABLE_VALUE_NOT_FOUND("103", "Table value not found"),
    UNSUPPORTED_MESSAGE_TYPE("200", "Unsupported message type"),
    UNSUPPORTED_EVENT_CODE("201", "Unsupported event code"),
    UNSUPPORTED_PROCESSING_ID("202", "Unsupported processing id"),
    UNSUPPORTED_VERSION_ID("203", "Unsupported version id"),
    UNKNOWN_KEY_IDENTIFIER("204", "Unknown key identifier"),
    DUPLICATE_KEY_IDENTIFIER("205", "Duplicate key identifier"),
    APPLICATION_INTERNAL_ERROR("207", "Application internal error");

    private final String code;
    private final String display;

    ErrorCondition(String code, String display) {
        this.code = code;
        this.display = display;
    }

    /** The code of table 0357, as in ERR-3.1. */
    String code() {
        return code;
    }

    /** The standard's text of the code, as in ERR-3.2. */
    String display() {
        return display;
    }
}
