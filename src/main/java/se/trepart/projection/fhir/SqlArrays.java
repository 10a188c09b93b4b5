package se.trepart.projection.fhir;

import org.jspecify.annotations.Nullable;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Binds a column of values as one PostgreSQL array, for {@code unnest} and {@code any}. Arrays of
 * their values' own class travel as bytes; of any other, as text in which each quotation mark of
 * JSON is escaped.
 */
final class SqlArrays {
    private static final Map<String, IntFunction<Object[]>> KINDS =
            Map.of("text", String[]::new, "bigint", Long[]::new, "int", Integer[]::new);

    private SqlArrays() {}

    static void set(
            PreparedStatement statement,
            int position,
            String type,
            Stream<? extends @Nullable Object> values)
            throws SQLException {
        var array = values.toArray(Objects.requireNonNull(KINDS.get(type)));
        statement.setArray(position, statement.getConnection().createArrayOf(type, array));
    }
}
