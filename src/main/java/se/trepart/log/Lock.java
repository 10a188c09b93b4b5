package se.trepart.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Set;

/**
 * Something that only one commit at a time may change: an advisory lock of the database, held until
 * the transaction ends.
 *
 * @param number 64 bits of the key's hash; two keys that share them only wait for each other
 */
public record Lock(long number) implements Comparable<Lock> {
    /** All locks that there are, as one holds them where nobody else writes. */
    static final Set<Lock> EVERY =
            new AbstractSet<>() {
                @Override
                public boolean contains(Object lock) {
                    return lock instanceof Lock;
                }

                @Override
                public Iterator<Lock> iterator() {
                    throw new UnsupportedOperationException("too many to name");
                }

                @Override
                public int size() {
                    return Integer.MAX_VALUE;
                }
            };

    public static Lock onMessage(String sender, String controlId) {
        return on("message", sender + "|" + controlId);
    }

    public static Lock onConsultation(String id) {
        return on("consultation", id);
    }

    public static Lock onVisit(String key) {
        return on("visit", key);
    }

    /** The key is the person's opaque one, never the identity number. */
    public static Lock onPerson(String key) {
        return on("person", key);
    }

    /** The remiss with that id, whoever numbered it. */
    public static Lock onReferral(String id) {
        return on("referral", id);
    }

    public static Lock onPractitioner(String hsaId) {
        return on("practitioner", hsaId);
    }

    /** The number is that of the received file's record. */
    public static Lock onFile(long file) {
        return on("file", String.valueOf(file));
    }

    private static Lock on(String kind, String key) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest((kind + "|" + key).getBytes(StandardCharsets.UTF_8));
            return new Lock(ByteBuffer.wrap(digest).getLong());
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    @Override
    public int compareTo(Lock other) {
        return Long.compare(number, other.number);
    }
}
