package se.trepart.torture;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A message to tell.
 *
 * @param sender as the log knows it: MSH-3 and MSH-4, or the event's source
 * @param id empty where the message has none
 * @param due milliseconds after the traffic's start before which it is not told
 * @param times how often it is told in all
 * @param stubborn told again until it is answered for good; poison is told once
 */
record Item(
        Feed feed, String sender, String id, byte[] bytes, long due, int times, boolean stubborn) {
    /** By which door it is told. */
    enum Feed {
        MLLP,
        HTTP,
        JMS
    }

    /** What a hub keeps of a message that is larger than it may be: that it is. */
    private static final int KEPT = (4 << 20) + 1;

    /** Of what a hub keeps of it. */
    String hash() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, Math.min(bytes.length, KEPT));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    Item at(long later) {
        return new Item(feed, sender, id, bytes, later, times, stubborn);
    }

    Item times(int often) {
        return new Item(feed, sender, id, bytes, due, often, stubborn);
    }

    Item by(Feed other) {
        return new Item(other, sender, id, bytes, due, 1, false);
    }
}
