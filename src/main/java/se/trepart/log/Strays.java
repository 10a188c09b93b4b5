package se.trepart.log;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;

/**
 * Events that name neither consultation nor visit nor patient in their data, and which consultation
 * each belongs to or could belong to.
 */
@Component
public class Strays {
    private final JdbcTemplate jdbc;

    Strays(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** One of them: its position in the log, and what its message tells of where it belongs. */
    public record Row(
            long event,
            @Nullable String visit,
            @Nullable String person,
            @Nullable String clinic,
            @Nullable LocalDate day,
            @Nullable String contact,
            @Nullable String referral) {}

    /** It belongs to the consultation or, parked, could. */
    public record Join(long event, String consultation, boolean parked) {}

    /**
     * What strays are looked for by.
     *
     * @param events positions of those that are known
     */
    public record Keys(
            Collection<Long> events,
            Collection<String> persons,
            Collection<String> visits,
            Collection<String> contacts,
            Collection<String> referrals) {}

    public void add(Collection<Row> rows) {
        if (!rows.isEmpty()) {
            jdbc.update(
                    """
                    insert into stray (event, visit, person, clinic, day, contact, referral)
                    select * from unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::date[], ?::text[], ?::text[])
                    """,
                    Columns.texts(rows, Row::event),
                    Columns.texts(rows, Row::visit),
                    Columns.texts(rows, Row::person),
                    Columns.texts(rows, Row::clinic),
                    Columns.texts(rows, Row::day),
                    Columns.texts(rows, Row::contact),
                    Columns.texts(rows, Row::referral));
        }
    }

    /** All that one of the keys finds. */
    public List<Row> find(Keys keys) {
        // The last condition goes row by row: a join would read all events where nobody knows how
        // many match.
        return jdbc.query(
                """
                select event, visit, person, clinic, day, contact, referral from stray
                where (person = any (?) or visit = any (?) or contact = any (?) or referral = any (?) or event = any (?))
                  and (select not superseded from event where position = stray.event) order by event
                """,
                Strays::row,
                array(keys.persons()),
                array(keys.visits()),
                array(keys.contacts()),
                array(keys.referrals()),
                keys.events().toArray(Long[]::new));
    }

    public List<Join> joins(Collection<Long> events) {
        return events.isEmpty()
                ? List.of()
                : jdbc.query(
                        "select event, consultation, parked from stray_join where event = any (?)",
                        Strays::join,
                        (Object) events.toArray(Long[]::new));
    }

    /** Replaces all joins of these strays. */
    public void join(Collection<Long> events, Collection<Join> joins) {
        jdbc.update(
                "delete from stray_join where event = any (?)",
                (Object) events.toArray(Long[]::new));
        if (!joins.isEmpty()) {
            jdbc.update(
                    """
                    insert into stray_join (event, consultation, parked) select * from unnest(?::bigint[], ?::text[], ?::boolean[])
                    """,
                    Columns.texts(joins, Join::event),
                    Columns.texts(joins, Join::consultation),
                    Columns.texts(joins, Join::parked));
        }
    }

    /** Forgets what is superseded; the consultations that it belonged to or could belong to. */
    public List<String> forget(Collection<Long> events) {
        if (events.isEmpty()) {
            return List.of();
        }
        var positions = (Object) events.toArray(Long[]::new);
        var known =
                jdbc.queryForList(
                        "delete from stray_join where event = any (?) returning consultation",
                        String.class,
                        positions);
        jdbc.update("delete from stray where event = any (?)", positions);
        return known;
    }

    /** Keeps that the consultation has told of the remiss. */
    public void referred(String consultation, String referral) {
        jdbc.update(
                "insert into consultation_referral (referral, consultation) values (?, ?) on"
                        + " conflict do nothing",
                referral,
                consultation);
    }

    /** The consultations that have told of the remiss, or were given the contact number. */
    public List<String> consultations(@Nullable String contact, @Nullable String referral) {
        return jdbc.queryForList(
                "select consultation from contact_number where number = ? union select consultation"
                        + " from consultation_referral where referral = ?",
                String.class,
                contact,
                referral);
    }

    private static Object array(Collection<String> keys) {
        return keys.toArray(String[]::new);
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getObject(5, LocalDate.class),
                row.getString(6),
                row.getString(7));
    }

    private static Join join(ResultSet row, int number) throws SQLException {
        return new Join(row.getLong(1), row.getString(2), row.getBoolean(3));
    }
}
