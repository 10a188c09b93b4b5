package se.trepart.delivery;

import org.jspecify.annotations.Nullable;

/**
 * One message to send now, and the right to settle it: the fence is the stream's at the claim, and
 * a later claim makes it void.
 *
 * @param message empty when nothing is to be sent: a refused registration is not wanted any more
 * @param refused the log says that the destination has refused this stream's registration
 */
public record Claim(
        String destination,
        String key,
        String consultation,
        long fence,
        long delivery,
        String operation,
        String controlId,
        @Nullable String target,
        byte[] message,
        boolean refused) {}
