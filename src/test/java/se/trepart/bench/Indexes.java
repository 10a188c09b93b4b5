package se.trepart.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The indexes of tables that are being filled: taken away before, made at once afterwards. */
final class Indexes {
    private final Connection connection;
    private final List<String> made;

    private Indexes(Connection connection, List<String> made) {
        this.connection = connection;
        this.made = made;
    }

    /** Takes them away, within the caller's transaction. */
    static Indexes taken(Connection connection, ViewTable... tables) throws SQLException {
        var names =
                Arrays.stream(tables)
                        .map(table -> "'" + table.name().toLowerCase(Locale.ROOT) + "'::regclass")
                        .collect(Collectors.joining(", "));
        var made = new ArrayList<String>();
        var dropped = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                """
                                select i.indrelid::regclass::text, i.indexrelid::regclass::text,
                                    coalesce('alter table ' || i.indrelid::regclass || ' add constraint ' || c.conname || ' '
                                        || pg_get_constraintdef(c.oid), pg_get_indexdef(i.indexrelid)), c.conname is not null
                                from pg_index i left join pg_constraint c on c.conindid = i.indexrelid and c.conrelid = i.indrelid
                                where i.indrelid in (%s)
                                """
                                        .formatted(names))) {
            while (rows.next()) {
                made.add(rows.getString(3));
                dropped.add(
                        rows.getBoolean(4)
                                ? "alter table "
                                        + rows.getString(1)
                                        + " drop constraint "
                                        + rows.getString(2)
                                : "drop index " + rows.getString(2));
            }
        }
        var indexes = new Indexes(connection, made);
        indexes.execute(dropped);
        return indexes;
    }

    void putBack() throws SQLException {
        execute(made);
    }

    private void execute(List<String> all) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var sql : all) {
                statement.execute(sql);
            }
        }
    }
}
