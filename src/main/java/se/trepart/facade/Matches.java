package se.trepart.facade;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import se.trepart.projection.fhir.SortValues;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds what a search matches, a page at a time.
 *
 * <p>Without a sort the order is that of creation, which nothing changes. With one, resources can
 * move while a client pages. So that none is lost or comes twice, every page has the places of the
 * first page's snapshot: what has been written since then is looked up apart and put where its
 * version of that time stood.
 */
@Component
class Matches {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcTemplate jdbc;

    Matches(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** How many there are now. */
    long count(SearchRequest search) {
        var sql = new Sql().add("select ");
        new Found(search).addCount(sql);
        return Planning.FOR_VALUES.query(jdbc, sql, (row, number) -> row.getLong(1)).getFirst();
    }

    /**
     * Some matches, in order.
     *
     * @param rows one more than are on the page, where there are more
     * @param beside what is wanted beside them
     * @param total how many there are, where it is wanted and there is more than the first page
     * @param snapshot in which they were found, as PostgreSQL writes it; empty where nothing was
     */
    record Page(List<Row> rows, List<Version> beside, @Nullable Long total, String snapshot) {}

    /** Whether one statement tells all about a page, so that it needs no transaction. */
    static boolean atOnce(SearchRequest search, @Nullable Cursor cursor) {
        return cursor == null || search.sorts().isEmpty();
    }

    /** The page after the cursor. */
    Page page(SearchRequest search, @Nullable Cursor cursor) {
        var told = told(search, cursor);
        if (cursor == null || atOnce(search, cursor)) {
            return told;
        }
        var rows =
                Stream.concat(told.rows().stream(), moved(search, cursor).stream())
                        .sorted(inOrderOf(search.sorts()))
                        .limit(search.count() + 1)
                        .toList();
        var total = search.total() ? count(search) : null;
        return new Page(rows, beside(search, rows), total, told.snapshot());
    }

    private Page told(SearchRequest search, @Nullable Cursor cursor) {
        var statement = new PageStatement(search, cursor);
        var told =
                statement
                        .planning()
                        .query(jdbc, statement.sql(), (row, number) -> told(row, search.sorts()));
        return new Page(
                told.stream().filter(one -> !one.beside()).map(Told::row).toList(),
                told.stream().filter(Told::beside).map(one -> one.row().version()).toList(),
                told.isEmpty() ? null : told.getFirst().total(),
                told.isEmpty() ? "" : told.getFirst().snapshot());
    }

    /** A row of what a {@link PageStatement} tells. */
    private record Told(Row row, boolean beside, @Nullable Long total, String snapshot) {}

    private static Told told(ResultSet row, List<Sort> sorts) throws SQLException {
        return new Told(
                row(row, sorts),
                row.getBoolean("beside"),
                row.getObject("total", Long.class),
                row.getString("snapshot"));
    }

    private List<Version> beside(SearchRequest search, List<Row> rows) {
        if (search.includes().isEmpty() || rows.isEmpty()) {
            return List.of();
        }
        var keys =
                rows.stream().limit(search.count()).mapToLong(row -> row.version().key()).toArray();
        var sql = new Sql().add("with recursive ");
        new Includes(search.includes()).addReached(sql, "unnest(?::bigint[])", (Object) keys);
        sql.add(" select r.key, r.type, r.id, r.version, r.last_updated, r.json from ");
        Includes.addKeys(sql);
        sql.add(" n join resource r on r.key = n.key order by r.key");
        return Planning.FOR_SHAPE.query(jdbc, sql, Versions.ROW);
    }

    /** What was there at the snapshot, has been written since, and stood after the cursor then. */
    private List<Row> moved(SearchRequest search, Cursor cursor) {
        var sql = new Sql().add("select r.key, r.type, r.id, r.version, r.last_updated, r.json, ");
        sql.add(
                "(select v.json from resource_version v where v.type = r.type and v.id = r.id"
                        + " and pg_visible_in_snapshot(v.written, ?::pg_snapshot)"
                        + " order by v.version desc limit 1) as before from ",
                cursor.snapshot());
        new Found(search).addRows(sql);
        sql.add(" and r.written >= pg_snapshot_xmin(?::pg_snapshot)", cursor.snapshot());
        sql.add(" and not pg_visible_in_snapshot(r.written, ?::pg_snapshot)", cursor.snapshot());
        var sorts = search.sorts();
        var last =
                new Row(new Version(cursor.key(), "", "", 0, Instant.EPOCH, null), cursor.order());
        return Planning.FOR_VALUES
                .query(
                        jdbc,
                        sql,
                        (row, number) -> {
                            var before = row.getString("before");
                            return before == null
                                    ? List.<Row>of()
                                    : List.of(new Row(Versions.version(row), order(before, sorts)));
                        })
                .stream()
                .flatMap(List::stream)
                .filter(row -> inOrderOf(sorts).compare(row, last) > 0)
                .toList();
    }

    private static Row row(ResultSet row, List<Sort> sorts) throws SQLException {
        var order = new ArrayList<@Nullable String>();
        for (var index = 0; index < sorts.size(); index++) {
            var column = "s" + index;
            order.add(
                    sorts.get(index).order() == Order.TIME
                            ? time(row, column)
                            : row.getString(column));
        }
        return new Row(Versions.version(row), order);
    }

    private static @Nullable String time(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        if (time == null) {
            return null;
        }
        if (time.equals(OffsetDateTime.MIN)) {
            return "-infinity";
        }
        return time.equals(OffsetDateTime.MAX) ? "infinity" : time.toInstant().toString();
    }

    private static List<@Nullable String> order(String json, List<Sort> sorts) {
        try {
            var resource = JSON.readTree(json);
            var order = new ArrayList<@Nullable String>();
            for (var sort : sorts) {
                var parameter = sort.parameter();
                if (parameter != null) {
                    order.add(sort.valueOf(SortValues.of(parameter, resource)));
                } else if (sort.name().equals("_id")) {
                    order.add(resource.path("id").asText());
                } else {
                    var time =
                            OffsetDateTime.parse(
                                    resource.path("meta").path("lastUpdated").asText());
                    order.add(time.toInstant().toString());
                }
            }
            return order;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored resource is no JSON");
        }
    }

    private static Comparator<Row> inOrderOf(List<Sort> sorts) {
        return (one, other) -> {
            for (var index = 0; index < sorts.size(); index++) {
                var compared =
                        sorts.get(index).compare(one.order().get(index), other.order().get(index));
                if (compared != 0) {
                    return compared;
                }
            }
            return Long.compare(one.version().key(), other.version().key());
        };
    }
}
