package se.trepart.bench;

import java.util.Map;
import java.util.Objects;

/** The rounds of several values that were measured together, by name. */
record Spreads(Map<String, Spread> byName) {
    Spread of(String name) {
        return Objects.requireNonNull(byName.get(name), name);
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }
}
