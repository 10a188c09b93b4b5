package se.trepart.facade.subscription;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * One thing that a subscription is told.
 *
 * @param number counted from 1 for each subscription
 * @param json the version of the focus as REST serves it; null where it was not asked for, or is
 *     gone
 */
record Event(long number, Instant at, String type, String id, int version, @Nullable String json) {
    String focus() {
        return type + "/" + id;
    }
}
