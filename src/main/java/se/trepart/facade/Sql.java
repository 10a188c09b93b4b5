package se.trepart.facade;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A statement in the making: its text, and the values of its placeholders in the same order. */
final class Sql {
    private final StringBuilder text = new StringBuilder();
    private final List<@Nullable Object> values = new ArrayList<>();
    private int aliases;

    /** Adds text with as many placeholders as values. */
    Sql add(String part, Object... partValues) {
        text.append(part);
        values.addAll(List.of(partValues));
        return this;
    }

    Sql add(Test test) {
        text.append(test.text());
        values.addAll(test.values());
        return this;
    }

    /** A name for one more table, which no other part uses. */
    String alias() {
        aliases++;
        return "x" + aliases;
    }

    /** How many values there are so far. */
    int size() {
        return values.size();
    }

    String text() {
        return text.toString();
    }

    @Nullable Object[] values() {
        return values.toArray();
    }

    /**
     * A condition with its values, complete in itself.
     *
     * @param alternatives of which one must hold, where it consists of some; each may be looked for
     *     by itself
     * @param few whether few resources pass it, however many there are
     */
    record Test(String text, List<Object> values, List<Test> alternatives, boolean few) {
        Test(String text, List<Object> values) {
            this(text, values, List.of(), false);
        }

        static Test of(String text, Object... values) {
            return new Test(text, List.of(values));
        }

        static Test anyOf(List<Test> tests) {
            return new Test(
                    tests.stream().map(Test::text).collect(Collectors.joining(" or ", "(", ")")),
                    tests.stream().flatMap(test -> test.values().stream()).toList(),
                    tests.stream().flatMap(test -> test.each().stream()).toList(),
                    tests.stream().allMatch(Test::few));
        }

        Test ofFew() {
            return new Test(text, values, alternatives, true);
        }

        /** The alternatives, or itself alone. */
        List<Test> each() {
            return alternatives.isEmpty() ? List.of(this) : alternatives;
        }

        /** Both; the alternatives of this one, each with the other. */
        Test and(Test other) {
            return new Test(
                    text + " and " + other.text,
                    Stream.concat(values.stream(), other.values.stream()).toList(),
                    alternatives.stream().map(one -> one.and(other)).toList(),
                    few || other.few);
        }
    }
}
