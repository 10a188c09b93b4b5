package se.trepart.facade.subscription;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Instant;

/**
 * What a Subscription asks for, read and found possible.
 *
 * @param topic the canonical URL of its topic; null in the form of R4 alone, by criteria
 * @param payload what a notification holds; null in the R4 form without payload: nothing at all
 * @param heartbeat seconds after which silence is broken; null: never
 * @param timeout seconds that the subscriber gives itself for an answer; null: the hub's setting
 * @param maxCount how many events a notification may hold
 * @param end when it ends by itself
 */
public record Definition(
        Trigger trigger,
        @Nullable String topic,
        URI endpoint,
        @Nullable Payload payload,
        @Nullable Integer heartbeat,
        @Nullable Integer timeout,
        int maxCount,
        @Nullable Instant end) {

    /** How much of what happened a notification holds. */
    public enum Payload {
        EMPTY("empty"),
        ID_ONLY("id-only"),
        FULL_RESOURCE("full-resource");

        private final String code;

        Payload(String code) {
            this.code = code;
        }

        /** As the backport guide writes it. */
        public String code() {
            return code;
        }
    }

    /** Whether it is told in Bundles with a status, after a handshake. */
    public boolean ofTopic() {
        return topic != null;
    }
}
