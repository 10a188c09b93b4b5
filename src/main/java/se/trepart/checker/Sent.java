package se.trepart.checker;

import java.util.Set;

/**
 * One try of a sender to tell one message, from {@code sent*.ndjson}.
 *
 * @param feed {@code mllp}, {@code http} or {@code jms}
 * @param sender MSH-3 and MSH-4 with a bar between them, or the CloudEvent's source
 * @param id MSH-10 or the CloudEvent's id; empty where the message has none
 * @param hash SHA-256 of the message's bytes, in hexadecimals
 * @param answer MSA-1 or the HTTP status; {@code none} when no whole answer came
 * @param answeredId MSA-2, or the id that the HTTP answer names; empty where it names none
 */
record Sent(String feed, String sender, String id, String hash, String answer, String answeredId) {
    private static final Set<String> TAKEN = Set.of("AA", "201", "200");
    private static final Set<String> REFUSED = Set.of("AR", "409", "422");

    /** The hub said that it has it. */
    boolean taken() {
        return TAKEN.contains(answer);
    }

    /** The hub said what became of it, so that a row of the log must tell of this try. */
    boolean settled() {
        return taken() || REFUSED.contains(answer);
    }

    Message message() {
        return new Message(sender, id, hash);
    }

    /** A message told, however often. */
    record Message(String sender, String id, String hash) {
        @Override
        public String toString() {
            return sender + " " + (id.isEmpty() ? hash.substring(0, 12) : id);
        }
    }
}
