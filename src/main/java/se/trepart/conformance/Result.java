package se.trepart.conformance;

/** What a probe came to. */
sealed interface Result {
    /**
     * As it must be.
     *
     * @param detail what was seen, where there was a choice
     */
    record Ok(String detail) implements Result {}

    /** Not as it must be. */
    record Failed(String why) implements Result {}

    /** The endpoint does not do what the probe is about. */
    record NotApplicable(String why) implements Result {}

    static Result ok() {
        return new Ok("");
    }

    /** The word in the table. */
    default String word() {
        return switch (this) {
            case Ok _ -> "ok";
            case Failed _ -> "FAILED";
            case NotApplicable _ -> "not applicable";
        };
    }

    default String text() {
        return switch (this) {
            case Ok(String detail) -> detail;
            case Failed(String why) -> why;
            case NotApplicable(String why) -> why;
        };
    }
}
