package se.trepart.feed;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** How much of one kind each sender's address has under way, and how much it may have. */
final class Turnstile {
    private final int most;
    private final int mostOfOne;
    private final Map<InetAddress, Integer> open = new HashMap<>();
    private int all;

    /**
     * With both limits.
     *
     * @param most of all senders together
     * @param mostOfOne of one address
     */
    Turnstile(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /** Counts one more; false, and nothing counted, when that would be too many. */
    synchronized boolean enter(InetAddress sender) {
        var its = open.getOrDefault(sender, 0);
        if (all >= most || its >= mostOfOne) {
            return false;
        }
        open.put(sender, its + 1);
        all++;
        return true;
    }

    synchronized void leave(InetAddress sender) {
        all--;
        open.computeIfPresent(sender, (address, its) -> its > 1 ? its - 1 : null);
    }
}
