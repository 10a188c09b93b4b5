package se.trepart.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All slots of an original, each once, so that a copy works out each of them once. */
final class Words {
    private final Map<Slot, Integer> numbers = new HashMap<>();
    private final List<Slot> slots = new ArrayList<>();

    /** The slot's number. */
    int number(Slot slot) {
        return numbers.computeIfAbsent(
                slot,
                first -> {
                    slots.add(first);
                    return slots.size() - 1;
                });
    }

    /** What stands in that copy, by number. */
    byte[][] in(Slot.Copy copy) {
        var words = new byte[slots.size()][];
        for (var number = 0; number < words.length; number++) {
            words[number] = slots.get(number).in(copy).getBytes(StandardCharsets.UTF_8);
        }
        return words;
    }
}
