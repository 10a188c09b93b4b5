package se.trepart.delivery;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * One message to a destination as people see it, or what is owed and has no message yet.
 *
 * @param id absent as long as there is no message
 * @param operation what it does there, in the destination's words
 * @param attempts how often it was sent
 * @param dueAt when it is tried next; absent when nothing is to be tried
 * @param answer the destination's last answer to it
 */
public record DeliveryView(
        @Nullable Long id,
        StreamView.Key stream,
        String consultation,
        State state,
        @Nullable String operation,
        @Nullable String controlId,
        int attempts,
        @Nullable Instant createdAt,
        @Nullable Instant sentAt,
        @Nullable Instant settledAt,
        @Nullable Instant dueAt,
        byte @Nullable [] answer,
        @Nullable String cause,
        @Nullable String causeDetail) {

    /** What is known of the message's fate. */
    public enum State {
        /** Owed: not sent, or sent and known not to have been taken. */
        PENDING("pending"),
        /** Sent, or being sent; nobody knows yet what became of it. */
        IN_FLIGHT("in-flight"),
        /** The destination has it. */
        CONFIRMED("confirmed"),
        /** Stands still until a person or a newer state moves it. */
        HELD("held"),
        /** Something newer took its place. */
        SUPERSEDED("superseded");

        private final String code;

        State(String code) {
            this.code = code;
        }

        /** As in the API. */
        public String code() {
            return code;
        }

        /** Reads the code; empty for anything else. */
        public static Optional<State> of(String code) {
            return Arrays.stream(values()).filter(state -> state.code.equals(code)).findFirst();
        }
    }
}
