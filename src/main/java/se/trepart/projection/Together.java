package se.trepart.projection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which messages have to be derived together: those that share a patient, a visit or a
 * consultation, directly or by others.
 */
public final class Together {
    private final Map<String, String> parents = new HashMap<>();
    private final Map<Long, String> keys = new LinkedHashMap<>();

    /** The message is about all of these. */
    public void add(long message, Collection<String> about) {
        var key = root(message(message));
        keys.put(message, key);
        for (var one : about) {
            parents.put(root(one), root(key));
        }
    }

    /** Whatever is about either is about both. */
    public void same(String one, String other) {
        parents.put(root(one), root(other));
    }

    /** How the message itself is called among what others are about. */
    static String message(long number) {
        return "message " + number;
    }

    /** Whether both are about the same. */
    boolean joined(String one, String other) {
        return root(one).equals(root(other));
    }

    private String root(String key) {
        var root = key;
        for (var next = parents.get(root); next != null && !next.equals(root); ) {
            root = next;
            next = parents.get(root);
        }
        if (!root.equals(key)) {
            parents.put(key, root);
        }
        return root;
    }

    /** Lots of about that many messages, or more where so many belong together. */
    public List<List<Long>> lots(int about) {
        var groups = new LinkedHashMap<String, List<Long>>();
        keys.forEach((message, key) ->
                groups.computeIfAbsent(root(key), unknown -> new ArrayList<>()).add(message));
        var lots = new ArrayList<List<Long>>();
        for (var theirs : groups.values()) {
            if (lots.isEmpty() || lots.getLast().size() + theirs.size() > about) {
                lots.add(new ArrayList<>());
            }
            lots.getLast().addAll(theirs);
        }
        return lots;
    }
}
