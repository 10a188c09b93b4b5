package se.trepart.log;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The conditions of one search, joined by "and", with their arguments in order. */
final class Conditions {
    private final List<String> conditions = new ArrayList<>();
    private final List<@Nullable Object> arguments = new ArrayList<>();

    void and(String condition, @Nullable Object argument) {
        conditions.add(condition);
        arguments.add(argument);
    }

    void limit(int rows) {
        arguments.add(rows);
    }

    String sql() {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    @Nullable Object[] arguments() {
        return arguments.toArray();
    }
}
