package se.trepart.cases;

import se.trepart.mapping.MappingSet;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What must hold under the mappings, read once and asked of each altered set.
 *
 * @param reads which files it can fall by, below {@code mappings/}
 */
record Proof(String name, Pattern reads, Predicate<MappingSet> check) {
    static Proof of(String name, String reads, Predicate<MappingSet> check) {
        return new Proof(name, Pattern.compile(reads), check);
    }

    boolean concerns(String file) {
        return reads.matcher(file).lookingAt();
    }

    @Override
    public String toString() {
        return name;
    }

    boolean holds(MappingSet mappings) {
        try {
            return check.test(mappings);
        } catch (RuntimeException fell) {
            return false;
        }
    }
}
