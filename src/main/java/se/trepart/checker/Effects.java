package se.trepart.checker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the partners did, as their witnesses tell: a message has its effect when it is taken for the
 * first time. One that was answered AE or AR had none; one that was taken without an answer had.
 */
final class Effects {
    /** By destination and control id, in the order in which they happened. */
    private final Map<Key, Frame> first = new LinkedHashMap<>();

    private final Map<Key, Integer> places = new HashMap<>();
    private final List<Frame> received = new ArrayList<>();

    /** What one message is to one destination. */
    record Key(String destination, String controlId) {
        @Override
        public String toString() {
            return destination + " " + controlId;
        }
    }

    Effects(List<Frame> frames) {
        var refused = refused(frames);
        for (var place = 0; place < frames.size(); place++) {
            var frame = frames.get(place);
            if (frame.in()) {
                received.add(frame);
            }
            if (frame.taking() && !refused.contains(place)) {
                var key = new Key(frame.destination(), frame.controlId());
                first.putIfAbsent(key, frame);
                places.putIfAbsent(key, place);
            }
        }
    }

    /** The places of messages that their own conversation answered with anything but AA. */
    private static Set<Integer> refused(List<Frame> frames) {
        var refused = new java.util.HashSet<Integer>();
        var last = new HashMap<String, Integer>();
        for (var place = 0; place < frames.size(); place++) {
            var frame = frames.get(place);
            var conversation = frame.destination() + frame.conversation();
            if (frame.in()) {
                last.put(conversation, place);
            } else if (!frame.code().orElse("AA").equals("AA")) {
                Optional.ofNullable(last.get(conversation)).ifPresent(refused::add);
            }
        }
        return refused;
    }

    /** Every message that came, with or without effect. */
    List<Frame> received() {
        return received;
    }

    /** The messages that had an effect, in order. */
    List<Frame> all() {
        return List.copyOf(first.values());
    }

    boolean happened(Key key) {
        return first.containsKey(key);
    }

    Optional<Frame> of(Key key) {
        return Optional.ofNullable(first.get(key));
    }

    /** Its place in what the witness wrote; only for one that happened. */
    int place(Key key) {
        return places.getOrDefault(key, -1);
    }
}
