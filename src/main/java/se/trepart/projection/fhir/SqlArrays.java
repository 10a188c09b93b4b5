package se.trepart.projection.fhir;

import org.jspecify.annotations.Nullable;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.stream.Stream;

/** Binds a column of values as one PostgreSQL array, for {@code unnest} and {@code any}. */
final class SqlArrays {
    private SqlArrays() {}

    static void set(
            PreparedStatement statement,
            int position,
            String type,
            Stream<? extends @Nullable Object> values)
            throws SQLException {
        statement.setArray(
                position, statement.getConnection().createArrayOf(type, values.toArray()));
    }
}
