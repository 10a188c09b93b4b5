package se.trepart.delivery;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Port: how the difference between target and confirmed becomes one message of a destination, and
 * what its answer means. Pure.
 */
public interface Rendering {
    /**
     * What a stream owes.
     *
     * @param target what the destination must hold, JSON; absent when it must hold nothing
     * @param confirmed what it last confirmed, JSON; absent when it holds nothing
     * @param context what the message also tells, JSON
     * @param causedAt commit time of the event that caused the target
     * @param contactNumber the destination's own number
     * @param serial counts the stream's messages; with the key it makes the control id
     */
    record Owed(
            String key,
            @Nullable String target,
            @Nullable String confirmed,
            String context,
            Instant causedAt,
            @Nullable String contactNumber,
            int serial) {}

    /** A message ready to send; the control id is the same at every try. */
    record Rendered(String operation, String controlId, byte[] message) {}

    /** The destination that this is for: {@code pasis}. */
    String destination();

    Rendered render(Owed owed);

    /**
     * Reads the answer to the message with that control id; an answer to another message is
     * ambiguous.
     */
    Outcome read(String operation, String controlId, byte[] answer);
}
