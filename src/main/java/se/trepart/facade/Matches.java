package se.trepart.facade;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ArgumentPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.RowMapperResultSetExtractor;
import org.springframework.stereotype.Component;

import se.trepart.projection.fhir.SortValues;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
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

    /** So long may one statement take. */
    static final Duration LONGEST = Duration.ofSeconds(20);

    /**
     * How searches are planned: for their values, since after a few rounds PostgreSQL would keep
     * one plan for all, and what is right for a rare value is a hundred times too slow for a common
     * one; by many small steps, each as cheap as it is where most is in memory; and by one process,
     * since others take longer to begin than a page takes.
     */
    static final String PLANNED =
            "select set_config('plan_cache_mode', 'force_custom_plan', true),"
                    + " set_config('random_page_cost', '1.1', true),"
                    + " set_config('max_parallel_workers_per_gather', '0', true),"
                    + " set_config('statement_timeout', '%d', true)".formatted(LONGEST.toMillis());

    private final JdbcTemplate jdbc;

    Matches(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** How many there are now. */
    long count(SearchRequest search) {
        var found = new Found(search);
        var sql = new Sql().add("select count(*) from ");
        if (found.byIndex()) {
            found.addKeys(sql, "r");
        } else {
            found.addRows(sql);
        }
        return planned(sql, (row, number) -> row.getLong(1)).getFirst();
    }

    /**
     * Asks by the plans that searches get, in one journey to the database and back, and in one
     * transaction where there is none.
     */
    private <T> List<T> planned(Sql sql, RowMapper<T> mapper) {
        return Objects.requireNonNull(
                jdbc.execute(
                        PLANNED + "; " + sql.text(),
                        (PreparedStatementCallback<List<T>>)
                                statement -> {
                                    new ArgumentPreparedStatementSetter(sql.values())
                                            .setValues(statement);
                                    statement.execute();
                                    statement.getMoreResults();
                                    try (var rows = statement.getResultSet()) {
                                        return new RowMapperResultSetExtractor<>(mapper)
                                                .extractData(rows);
                                    }
                                }));
    }

    /**
     * Some matches, in order.
     *
     * @param total how many there are, where that came to be known
     * @param snapshot in which they were found, as PostgreSQL writes it; empty where nothing was
     */
    record Page(List<Row> rows, @Nullable Long total, String snapshot) {}

    /** At most {@code limit} matches after the cursor, in order. */
    Page page(SearchRequest search, @Nullable Cursor cursor, int limit) {
        var unmoved = unmoved(search, cursor, limit);
        if (search.sorts().isEmpty() || cursor == null) {
            return unmoved;
        }
        return new Page(
                Stream.concat(unmoved.rows().stream(), moved(search, cursor).stream())
                        .sorted(inOrderOf(search.sorts()))
                        .limit(limit)
                        .toList(),
                null,
                unmoved.snapshot());
    }

    private Page unmoved(SearchRequest search, @Nullable Cursor cursor, int limit) {
        var sql =
                new Sql()
                        .add(
                                "select r.key, r.type, r.id, r.version, r.last_updated, r.json,"
                                        + " pg_current_snapshot()::text as snapshot");
        var sorts = search.sorts();
        each(sorts, (index, sort) -> sql.add(", m.s" + index));
        var found = new Found(search);
        var moving = sorts.isEmpty() ? null : cursor;
        // Where nobody asks for all, the first of them are soon found among the resources.
        var byIndex = found.byIndex() && (search.total() || !sorts.isEmpty());
        var counted = byIndex && search.total() && moving == null;
        sql.add(counted ? ", m.total" : "");
        sql.add(" from (select * from (select r.key");
        each(sorts, (index, sort) -> sql.add(", " + sort.expression() + " as s" + index));
        sql.add(counted ? ", count(*) over () as total" : "").add(" from ");
        if (!byIndex) {
            found.addRows(sql);
        } else if (moving != null || sorts.stream().anyMatch(sort -> sort.parameter() == null)) {
            found.addKeys(sql, "k");
            sql.add(" join resource r on r.key = k.key where true");
        } else {
            found.addKeys(sql, "r");
        }
        if (moving != null) {
            sql.add(" and pg_visible_in_snapshot(r.written, ?::pg_snapshot)", moving.snapshot());
        }
        sql.add(") m");
        if (cursor != null) {
            sql.add(" where ");
            after(sql, sorts, cursor, 0);
        }
        var order = new StringBuilder(" order by ");
        each(
                sorts,
                (index, sort) ->
                        order.append(
                                "m.s"
                                        + index
                                        + (sort.descending() ? " desc" : "")
                                        + " nulls last, "));
        sql.add(order + "m.key limit ?", limit);
        sql.add(") m join resource r on r.key = m.key" + order + "m.key");
        var totals = new ArrayList<Long>();
        var snapshots = new ArrayList<String>();
        var rows =
                planned(
                        sql,
                        (row, number) -> {
                            snapshots.add(row.getString("snapshot"));
                            if (counted) {
                                totals.add(row.getLong("total"));
                            }
                            return row(row, sorts);
                        });
        return new Page(
                rows,
                totals.isEmpty() ? null : totals.getFirst(),
                snapshots.isEmpty() ? "" : snapshots.getFirst());
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
        return planned(
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

    private static void after(Sql sql, List<Sort> sorts, Cursor cursor, int index) {
        if (index == sorts.size()) {
            sql.add("m.key > ?", cursor.key());
            return;
        }
        var sort = sorts.get(index);
        var column = "m.s" + index;
        var value = cursor.order().get(index);
        if (value == null) {
            sql.add("(" + column + " is null and ");
        } else {
            var typed = "?::" + sort.order().sqlType();
            sql.add(
                    "("
                            + column
                            + " is null or "
                            + column
                            + (sort.descending() ? " < " : " > ")
                            + typed,
                    value);
            sql.add(" or " + column + " = " + typed + " and ", value);
        }
        after(sql, sorts, cursor, index + 1);
        sql.add(")");
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

    private interface Indexed {
        void accept(int index, Sort sort);
    }

    private static void each(List<Sort> sorts, Indexed action) {
        IntStream.range(0, sorts.size()).forEach(index -> action.accept(index, sorts.get(index)));
    }
}
