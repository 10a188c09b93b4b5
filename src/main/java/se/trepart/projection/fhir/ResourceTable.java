package se.trepart.projection.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;

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
            select r.key, r.type, r.id, r.version, r.last_updated, r.content, r.consultation from resource r
            where r.key in (
                select key from resource
                    join unnest(?::text[], ?::text[]) as named (type, id) using (type, id)
                union select key from resource where consultation = any(?))
            order by r.type, r.id
            """;
    private static final String INSERT =
            """
            insert into resource (type, id, version, last_updated, deleted, json, content, consultation)
            select type, id, version, last_updated::timestamptz, false, json, content, consultation
            from unnest(?::text[], ?::text[], ?::text[], ?::int[], ?::text[], ?::text[], ?::text[])
                as made (consultation, type, id, version, last_updated, json, content)
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
                    consultation = coalesce(made.consultation, r.consultation)
                from unnest(?::bigint[], ?::text[], ?::int[], ?::text[], ?::text[], ?::text[])
                    as made (key, consultation, version, last_updated, json, content)
                where r.key = made.key and r.version = made.version - 1;
            """;

    private final JdbcTemplate jdbc;

    ResourceTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Which resource, whatever its version. */
    record Name(String type, String id) {
        static Name of(ObjectNode resource) {
            return new Name(resource.path("resourceType").asText(), resource.path("id").asText());
        }
    }

    /** A first version, and the consultation that it belongs to unless it is shared. */
    record Placed(@Nullable String consultation, ResourceVersion version) {}

    /**
     * A version under the key of its resource.
     *
     * @param consultation that it belongs to from now on; absent when that stays as it is
     */
    record Keyed(long key, @Nullable String consultation, ResourceVersion version) {}

    /** The named resources and all of the consultations. */
    Map<Name, StoredResource> current(Collection<String> consultations, Collection<Name> names) {
        var found = new LinkedHashMap<Name, StoredResource>();
        if (consultations.isEmpty() && names.isEmpty()) {
            return found;
        }
        jdbc.query(
                CURRENT,
                statement -> {
                    SqlArrays.set(statement, 1, "text", names.stream().map(Name::type));
                    SqlArrays.set(statement, 2, "text", names.stream().map(Name::id));
                    SqlArrays.set(statement, 3, "text", consultations.stream());
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
                row.getString(6),
                row.getString(7));
    }

    /**
     * Inserts first versions; the answer lacks those that another transaction inserted meanwhile.
     */
    Map<Name, Long> insert(Collection<Placed> placed) {
        var keys = new HashMap<Name, Long>();
        var versions = placed.stream().map(Placed::version).toList();
        jdbc.query(
                INSERT,
                statement -> {
                    SqlArrays.set(statement, 1, "text", placed.stream().map(Placed::consultation));
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
     * In one round trip: the replaced versions to the history, the new ones in their place, and
     * these index rows in place of those of the replaced.
     */
    void replace(List<Keyed> changed, IndexRows rows) {
        replace(REPLACE + IndexRows.REPLACE, changed, rows);
    }

    /** The same where there is no index. */
    void replace(List<Keyed> changed) {
        replace(REPLACE, changed, null);
    }

    private void replace(String sql, List<Keyed> changed, @Nullable IndexRows rows) {
        var keys = changed.stream().map(Keyed::key).toList();
        var updated =
                jdbc.execute(
                        sql,
                        (PreparedStatementCallback<Integer>)
                                statement -> {
                                    SqlArrays.set(statement, 1, "bigint", keys.stream());
                                    SqlArrays.set(statement, 2, "bigint", keys.stream());
                                    SqlArrays.set(
                                            statement,
                                            3,
                                            "text",
                                            changed.stream().map(Keyed::consultation));
                                    setFacts(
                                            statement,
                                            4,
                                            changed.stream().map(Keyed::version).toList());
                                    if (rows != null) {
                                        rows.bind(statement, 8, keys);
                                    }
                                    statement.execute();
                                    statement.getMoreResults();
                                    return statement.getUpdateCount();
                                });
        if (updated == null || updated != changed.size()) {
            throw new ConcurrencyFailureException("another transaction wrote the same resources");
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
