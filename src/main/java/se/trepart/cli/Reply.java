package se.trepart.cli;

import java.util.List;

/**
 * What became of one thing that was sent.
 *
 * @param outcome whether the receiver took it
 * @param line the answer in one line
 * @param reasons what the receiver said beside, a line each
 */
record Reply(Outcome outcome, String line, List<String> reasons) {
    static Reply unanswered(String id, String why) {
        return new Reply(Outcome.UNANSWERED, "no answer  " + id, List.of(why));
    }

    /** How it went. */
    enum Outcome {
        TAKEN,
        REFUSED,
        UNANSWERED
    }
}
