package se.trepart.log;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.function.Function;

/** Rows as columns, for statements that write many at once by {@code unnest}. */
public final class Columns {
    private Columns() {}

    /** One column as PostgreSQL reads text, whatever its type; null where a row has nothing. */
    public static <T> String[] texts(Collection<T> rows, Function<T, @Nullable Object> value) {
        return rows.stream()
                .map(value)
                .map(one -> one == null ? null : one.toString())
                .toArray(String[]::new);
    }
}
