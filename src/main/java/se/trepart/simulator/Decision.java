package se.trepart.simulator;

import java.util.List;

/** What a partner makes of one message. */
sealed interface Decision {
    /**
     * The message is taken.
     *
     * @param segments what the partner adds to its answer, encoded with the delimiters of the
     *     message
     */
    record Taken(List<String> segments) implements Decision {}

    /** The message is refused, with every reason found, and changed nothing. */
    record Refused(List<Refusal> refusals) implements Decision {}
}
