package se.trepart.delivery;

/** Port: says to whoever delivers that a destination is owed something. */
public interface Waking {
    /** Wakes the destination; never makes the caller wait. */
    void wake(String destination);
}
