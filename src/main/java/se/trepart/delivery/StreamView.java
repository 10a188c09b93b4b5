package se.trepart.delivery;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;

/**
 * A stream as people see it: what the destination must hold, and what it has confirmed.
 *
 * @param target JSON; absent when the destination must hold nothing
 * @param confirmed JSON; absent when it holds nothing that it has confirmed
 * @param confirmedAt absent as long as nothing was ever confirmed
 * @param state {@code idle}, {@code pending}, {@code held}
 * @param cause the fault's code, why it is pending or held
 * @param inFlight a message was sent, and its outcome is not settled
 */
public record StreamView(
        Key key,
        String consultation,
        @Nullable String target,
        @Nullable String confirmed,
        @Nullable Instant confirmedAt,
        @Nullable String contactNumber,
        String state,
        @Nullable String cause,
        @Nullable String causeDetail,
        boolean inFlight) {

    /** Names a stream: the destination, and the consultation or visit that it is about. */
    public record Key(String destination, String key) {}

    /** Nothing is owed, under way or held, and the destination holds what it must. */
    public boolean agrees() {
        return state.equals("idle") && !inFlight && Objects.equals(target, confirmed);
    }

    /** As in the operator's API: {@code none}, {@code pending}, {@code confirmed}, {@code held}. */
    public String registration() {
        return state.equals("idle") ? confirmed == null ? "none" : "confirmed" : state;
    }
}
