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
import java.util.Optional;

/**
 * The states that follow from the log, one for each consultation: a cache of the fold, never its
 * source.
 */
@Component
public class Consultations {
    private final JdbcTemplate jdbc;

    Consultations(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One consultation's state, and what joining and searching need of it.
     *
     * @param person opaque key of the patient, canonical
     * @param unit the vårdcentral's HSA-id
     * @param day of the planned start, in Stockholm
     * @param namedVisit the visit that its own events name, {@code unit|id}
     * @param visit the visit in the state, joined ones included
     * @param referralDue the last day for the most urgent of what is owed about its referrals
     * @param state JSON
     */
    public record Row(
            String id,
            @Nullable String person,
            @Nullable String unit,
            @Nullable LocalDate day,
            @Nullable Instant startAt,
            @Nullable String namedVisit,
            @Nullable String visit,
            boolean tookPlace,
            String phase,
            @Nullable LocalDate referralDue,
            String state,
            String mappingVersion) {}

    public Optional<Row> find(String id) {
        return jdbc.query(SELECT + " where id = ?", Consultations::row, id).stream().findFirst();
    }

    /** Those that are known. */
    public List<Row> find(Collection<String> ids) {
        return ids.isEmpty()
                ? List.of()
                : jdbc.query(
                        SELECT + " where id = any (?)",
                        Consultations::row,
                        (Object) ids.toArray(String[]::new));
    }

    /** Those that name one of the visits. */
    public List<Row> naming(Collection<String> visits) {
        return jdbc.query(
                SELECT + " where named_visit = any (?)",
                Consultations::row,
                (Object) visits.toArray(String[]::new));
    }

    /** Those whose state has one of the visits. */
    public List<Row> ofVisits(Collection<String> visits) {
        return visits.isEmpty()
                ? List.of()
                : jdbc.query(
                        SELECT + " where visit = any (?) order by id",
                        Consultations::row,
                        (Object) visits.toArray(String[]::new));
    }

    public List<Row> ofPersons(Collection<String> persons) {
        return persons.isEmpty()
                ? List.of()
                : jdbc.query(
                        SELECT + " where person = any (?)",
                        Consultations::row,
                        (Object) persons.toArray(String[]::new));
    }

    /**
     * Those about whose referrals somebody owes something, the most urgent first, after the given
     * one when it is named.
     *
     * @param until only those whose last day is this one or before
     */
    public List<Row> owingReferrals(LocalDate until, Optional<String> after, int count) {
        return jdbc.query(
                SELECT
                        + " where referral_due <= ? and (?::text is null or (referral_due, id) >"
                        + " (select referral_due, id from consultation where id = ?)) order by"
                        + " referral_due, id limit ?",
                Consultations::row,
                until,
                after.orElse(null),
                after.orElse(null),
                count);
    }

    /** The latest first, before the given one when it is named. */
    public List<Row> latest(Optional<String> before, int count) {
        return before.isEmpty()
                ? jdbc.query(
                        SELECT + " order by first_at desc, id desc limit ?",
                        Consultations::row,
                        count)
                : jdbc.query(
                        SELECT
                                + " where (first_at, id) < (select first_at, id from consultation"
                                + " where id = ?) order by first_at desc, id desc limit ?",
                        Consultations::row,
                        before.orElseThrow(),
                        count);
    }

    /** Keeps the states, in the caller's commit. */
    public void save(Commit commit, Collection<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        var at = Messages.time(commit.time());
        jdbc.update(
                """
                insert into consultation (id, person, unit, day, start_at, named_visit, visit, took_place, phase, referral_due, state, mapping_version, first_at, updated_at)
                select made.*, ?, ? from unnest(?::text[], ?::text[], ?::text[], ?::date[], ?::timestamptz[], ?::text[], ?::text[], ?::boolean[], ?::text[], ?::date[],
                    ?::text[], ?::text[]) as made
                on conflict (id) do update set person = excluded.person, unit = excluded.unit, day = excluded.day, start_at = excluded.start_at,
                    named_visit = excluded.named_visit, visit = excluded.visit, took_place = excluded.took_place, phase = excluded.phase,
                    referral_due = excluded.referral_due,
                    state = excluded.state, mapping_version = excluded.mapping_version, updated_at = excluded.updated_at
                """,
                at,
                at,
                Columns.texts(rows, Row::id),
                Columns.texts(rows, Row::person),
                Columns.texts(rows, Row::unit),
                Columns.texts(rows, Row::day),
                Columns.texts(rows, Row::startAt),
                Columns.texts(rows, Row::namedVisit),
                Columns.texts(rows, Row::visit),
                Columns.texts(rows, Row::tookPlace),
                Columns.texts(rows, Row::phase),
                Columns.texts(rows, Row::referralDue),
                Columns.texts(rows, Row::state),
                Columns.texts(rows, Row::mappingVersion));
    }

    private static final String SELECT =
            "select id, person, unit, day, start_at, named_visit, visit, took_place, phase,"
                    + " referral_due, state, mapping_version from consultation";

    private static Row row(ResultSet row, int number) throws SQLException {
        var start = row.getObject(5, OffsetDateTime.class);
        return new Row(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getObject(4, LocalDate.class),
                start == null ? null : start.toInstant(),
                row.getString(6),
                row.getString(7),
                row.getBoolean(8),
                row.getString(9),
                row.getObject(10, LocalDate.class),
                row.getString(11),
                row.getString(12));
    }
}
