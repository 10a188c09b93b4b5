package se.trepart.log;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;

/**
 * Visits told by messages that name no consultation, and which consultations they belong to or
 * could belong to.
 */
@Component
public class Visits {
    private final JdbcTemplate jdbc;

    Visits(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A visit: {@code unit|id}, whose it is and when it started, as far as it is told. */
    public record Row(
            String key,
            @Nullable String person,
            String unit,
            @Nullable LocalDate day,
            @Nullable Instant startAt) {}

    /** The visit belongs to the consultation or, parked, could. */
    public record Join(String visit, String consultation, boolean parked) {}

    public List<Row> find(Collection<String> keys) {
        return keys.isEmpty()
                ? List.of()
                : jdbc.query(
                        SELECT + " where key = any (?)",
                        Visits::row,
                        (Object) keys.toArray(String[]::new));
    }

    /** Those with these keys, and all of these persons. */
    public List<Row> near(Collection<String> keys, Collection<String> persons) {
        return keys.isEmpty() && persons.isEmpty()
                ? List.of()
                : jdbc.query(
                        SELECT + " where key = any (?) or person = any (?)",
                        Visits::row,
                        keys.toArray(String[]::new),
                        persons.toArray(String[]::new));
    }

    public void save(Collection<Row> rows) {
        if (!rows.isEmpty()) {
            jdbc.update(
                    """
                    insert into visit (key, person, unit, day, start_at)
                    select * from unnest(?::text[], ?::text[], ?::text[], ?::date[], ?::timestamptz[])
                    on conflict (key) do update set person = excluded.person, day = excluded.day, start_at = excluded.start_at
                    """,
                    Columns.texts(rows, Row::key),
                    Columns.texts(rows, Row::person),
                    Columns.texts(rows, Row::unit),
                    Columns.texts(rows, Row::day),
                    Columns.texts(rows, Row::startAt));
        }
    }

    public List<Join> joins(Collection<String> visits) {
        return visits.isEmpty()
                ? List.of()
                : jdbc.query(
                        "select visit, consultation, parked from visit_join where visit = any (?)",
                        Visits::join,
                        (Object) visits.toArray(String[]::new));
    }

    /** Replaces all joins of these visits. */
    public void join(Collection<String> visits, Collection<Join> joins) {
        jdbc.update(
                "delete from visit_join where visit = any (?)",
                (Object) visits.toArray(String[]::new));
        if (!joins.isEmpty()) {
            jdbc.update(
                    """
                    insert into visit_join (visit, consultation, parked) select * from unnest(?::text[], ?::text[], ?::boolean[])
                    """,
                    Columns.texts(joins, Join::visit),
                    Columns.texts(joins, Join::consultation),
                    Columns.texts(joins, Join::parked));
        }
    }

    private static final String SELECT = "select key, person, unit, day, start_at from visit";

    private static Row row(ResultSet row, int number) throws SQLException {
        var start = row.getObject(5, OffsetDateTime.class);
        return new Row(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getObject(4, LocalDate.class),
                start == null ? null : start.toInstant());
    }

    private static Join join(ResultSet row, int number) throws SQLException {
        return new Join(row.getString(1), row.getString(2), row.getBoolean(3));
    }
}
