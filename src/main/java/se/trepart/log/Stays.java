package se.trepart.log;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;

/** When each patient was at which vårdcentral: a view over all visits, kept by patient. */
@Component
public class Stays {
    private final JdbcTemplate jdbc;

    Stays(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One visit.
     *
     * @param visit {@code unit|id}
     * @param person the opaque key in force; absent until an event tells it
     * @param from absent while the visit has not begun, or when it was cancelled
     */
    public record Row(
            String visit,
            @Nullable String person,
            @Nullable Instant from,
            @Nullable Instant until) {}

    /** Those of these visits, and those of these persons that have begun. */
    public List<Row> near(Collection<String> visits, Collection<String> persons) {
        return visits.isEmpty() && persons.isEmpty()
                ? List.of()
                : jdbc.query(
                        SELECT
                                + " where visit = any (?) or (person = any (?) and from_at is not"
                                + " null) order by visit",
                        Stays::row,
                        visits.toArray(String[]::new),
                        persons.toArray(String[]::new));
    }

    public void save(Collection<Row> rows) {
        jdbc.update(
                """
                insert into stay (visit, person, from_at, until_at)
                select * from unnest(?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[])
                on conflict (visit) do update set person = excluded.person, from_at = excluded.from_at, until_at = excluded.until_at
                """,
                Columns.texts(rows, Row::visit),
                Columns.texts(rows, Row::person),
                Columns.texts(rows, Row::from),
                Columns.texts(rows, Row::until));
    }

    private static final String SELECT = "select visit, person, from_at, until_at from stay";

    private static Row row(ResultSet row, int number) throws SQLException {
        var from = row.getObject(3, OffsetDateTime.class);
        var until = row.getObject(4, OffsetDateTime.class);
        return new Row(
                row.getString(1),
                row.getString(2),
                from == null ? null : from.toInstant(),
                until == null ? null : until.toInstant());
    }
}
