package se.trepart.projection.fhir;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The statements of the view: one for each thing that is done, whatever the number of resources.
 */
final class ResourceTable {
    private static final String CURRENT =
            """
            select r.key, r.type, r.id, r.version, r.last_updated, r.content from resource r
            where r.key in (
                select key from resource
                    join unnest(?::text[], ?::text[]) as named (type, id) using (type, id)
                union select key from resource where consultation = ?)
            order by r.type, r.id
            """;
    private static final String INSERT =
            """
            insert into resource (type, id, version, last_updated, deleted, json, content, consultation)
            select type, id, version, last_updated::timestamptz, false, json, content, ?
            from unnest(?::text[], ?::text[], ?::int[], ?::text[], ?::text[], ?::text[])
                as made (type, id, version, last_updated, json, content)
            order by type, id
            on conflict (type, id) do nothing
            returning key, type, id
            """;
    private static final String REPLACE =
            """
            insert into resource_history (key, type, id, version, last_updated, deleted, json, written)
                select key, type, id, version, last_updated, deleted, json, written from resource where key = any(?);
            update resource r set version = made.version, last_updated = made.last_updated::timestamptz,
                    deleted = made.json is null, json = made.json, content = made.content, written = pg_current_xact_id(),
                    consultation = coalesce(?, r.consultation)
                from unnest(?::bigint[], ?::int[], ?::text[], ?::text[], ?::text[])
                    as made (key, version, last_updated, json, content)
                where r.key = made.key and r.version = made.version - 1;
            """;

    private final JdbcTemplate jdbc;

    ResourceTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Which resource, whatever its version. */
    record Name(String type, String id) {}

    /** A version under the key of its resource. */
    record Keyed(long key, ResourceVersion version) {}

    /** The named resources and all of the consultation. */
    Map<Name, StoredResource> current(@Nullable String consultation, Collection<Name> names) {
        return query(CURRENT, consultation, names);
    }

    /** The named resources, which nobody else changes before the transaction ends. */
    Map<Name, StoredResource> locked(Collection<Name> names) {
        return query(CURRENT + " for update of r", null, names);
    }

    private Map<Name, StoredResource> query(
            String sql, @Nullable String consultation, Collection<Name> names) {
        var found = new LinkedHashMap<Name, StoredResource>();
        jdbc.query(
                sql,
                statement -> {
                    SqlArrays.set(statement, 1, "text", names.stream().map(Name::type));
                    SqlArrays.set(statement, 2, "text", names.stream().map(Name::id));
                    statement.setString(3, consultation);
                },
                row -> {
                    var stored = stored(row);
                    found.put(new Name(stored.type(), stored.id()), stored);
                });
        return found;
    }

    private static StoredResource stored(ResultSet row) throws SQLException {
        return new StoredResource(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getInt(4),
                row.getObject(5, OffsetDateTime.class).toInstant(),
                row.getString(6));
    }

    /**
     * Inserts first versions; the answer lacks those that another transaction inserted meanwhile.
     */
    Map<Name, Long> insert(@Nullable String consultation, Collection<ResourceVersion> versions) {
        var keys = new HashMap<Name, Long>();
        jdbc.query(
                INSERT,
                statement -> {
                    statement.setString(1, consultation);
                    SqlArrays.set(
                            statement, 2, "text", versions.stream().map(made -> made.id().type()));
                    SqlArrays.set(
                            statement, 3, "text", versions.stream().map(made -> made.id().id()));
                    setFacts(statement, 4, versions);
                },
                row -> {
                    keys.put(new Name(row.getString(2), row.getString(3)), row.getLong(1));
                });
        return keys;
    }

    /**
     * In one round trip: the replaced versions to the history, the new ones in their place, and all
     * index rows of the new and the replaced.
     */
    void replace(
            @Nullable String consultation,
            List<Keyed> changed,
            List<Long> indexed,
            IndexRows rows) {
        replace(REPLACE + IndexRows.REPLACE, consultation, changed, rows, indexed);
    }

    /** The same where there is no index. */
    void replace(@Nullable String consultation, List<Keyed> changed) {
        replace(REPLACE, consultation, changed, null, List.of());
    }

    private void replace(
            String sql,
            @Nullable String consultation,
            List<Keyed> changed,
            @Nullable IndexRows rows,
            List<Long> indexed) {
        var keys = changed.stream().map(Keyed::key).toList();
        var versions = changed.stream().map(Keyed::version).toList();
        var updated =
                jdbc.execute(
                        sql,
                        (PreparedStatementCallback<Integer>)
                                statement -> {
                                    SqlArrays.set(statement, 1, "bigint", keys.stream());
                                    statement.setString(2, consultation);
                                    SqlArrays.set(statement, 3, "bigint", keys.stream());
                                    setFacts(statement, 4, versions);
                                    if (rows != null) {
                                        rows.bind(statement, 8, indexed);
                                    }
                                    statement.execute();
                                    statement.getMoreResults();
                                    return statement.getUpdateCount();
                                });
        if (updated == null || updated != changed.size()) {
            throw new ConcurrencyFailureException(
                    "another transaction wrote resources of the same consultation");
        }
    }

    /** Replaces the index rows of these resources alone. */
    void index(List<Long> keys, IndexRows rows) {
        jdbc.execute(
                IndexRows.REPLACE,
                (PreparedStatementCallback<Boolean>)
                        statement -> {
                            rows.bind(statement, 1, keys);
                            return statement.execute();
                        });
    }

    private static void setFacts(
            PreparedStatement statement, int from, Collection<ResourceVersion> versions)
            throws SQLException {
        SqlArrays.set(statement, from, "int", versions.stream().map(made -> made.id().version()));
        SqlArrays.set(
                statement,
                from + 1,
                "text",
                versions.stream().map(made -> made.lastUpdated().toString()));
        SqlArrays.set(statement, from + 2, "text", versions.stream().map(ResourceVersion::json));
        SqlArrays.set(statement, from + 3, "text", versions.stream().map(ResourceVersion::content));
    }
}
