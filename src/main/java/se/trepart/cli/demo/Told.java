package se.trepart.cli.demo;

import java.time.Duration;

/**
 * A message that was sent, and what the hub said.
 *
 * @param answer MSA-1, the HTTP status, {@code sent} where the feed gives no answer, else why there
 *     is none
 * @param time how long the answer took
 */
record Told(Telling telling, String answer, Duration time) {

    /** JMS and a folder take a message without a word about what becomes of it. */
    static final String SENT = "sent";

    /** How an answer begins that never came. */
    static final String NOTHING = "no answer";

    /** Whether the sender has been told to try later until it had no patience left. */
    boolean gaveUp() {
        return answer.equals("AE") || answer.equals("503") || answer.startsWith(NOTHING);
    }

    /** Whether the hub said what it had to. */
    boolean asItMustBe() {
        return switch (telling.fate()) {
            case Telling.Fate.Accepted _, Telling.Fate.NotConcerned _ ->
                    answer.equals("AA") || answer.equals("201") || answer.equals(SENT);
            case Telling.Fate.Duplicate _ ->
                    answer.equals("AA") || answer.equals("200") || answer.equals(SENT);
            case Telling.Fate.Refused refused -> answer.equals(refused.answer());
        };
    }
}
