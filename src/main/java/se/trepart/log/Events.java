package se.trepart.log;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * The log itself: what the messages mean. Events are appended and never changed; a newer derivation
 * of a message supersedes the earlier one.
 */
@Component
public class Events {
    private final JdbcTemplate jdbc;

    Events(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * An event to append.
     *
     * @param subject the consultation that it names; absent for a visit or a person that names none
     * @param visit the visit that it names, {@code unit|id}
     * @param person the opaque key of the patient that it tells
     * @param replaces the opaque key of the identity that this one replaces
     * @param content the CloudEvent as JSON
     */
    public record New(
            String source,
            String id,
            String type,
            @Nullable String subject,
            @Nullable String visit,
            @Nullable String person,
            @Nullable String replaces,
            String content) {}

    /** An event as the log holds it. */
    public record Logged(
            long position,
            long message,
            @Nullable String subject,
            @Nullable String visit,
            @Nullable String person,
            Instant recordedAt,
            String content) {}

    /**
     * Appends the event; its position.
     *
     * @param recordedAt the commit time of the message's reception
     */
    public Logged append(Instant recordedAt, long message, String mappingVersion, New event) {
        var position =
                Objects.requireNonNull(
                        jdbc.queryForObject(
                                """
                                insert into event (message, source, event_id, type, subject, visit, person, replaces, content, mapping_version, recorded_at)
                                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning position
                                """,
                                Long.class,
                                message,
                                event.source(),
                                event.id(),
                                event.type(),
                                text(event.subject()),
                                text(event.visit()),
                                text(event.person()),
                                text(event.replaces()),
                                event.content(),
                                mappingVersion,
                                Messages.time(recordedAt)));
        return new Logged(
                position,
                message,
                event.subject(),
                event.visit(),
                event.person(),
                recordedAt,
                event.content());
    }

    /** Says of an absent text too that it is one: a statement is prepared for its types. */
    private static SqlParameterValue text(@Nullable String text) {
        return new SqlParameterValue(Types.VARCHAR, text);
    }

    /** What the messages mean by their newest derivation, in the order of the log. */
    public List<Logged> ofMessages(Collection<Long> messages) {
        return jdbc.query(
                SELECT + " and message = any (?) order by position",
                Events::logged,
                (Object) messages.toArray(Long[]::new));
    }

    /** Marks all that these messages meant until now as superseded (law 2). */
    public void supersede(Commit commit, Collection<Long> messages) {
        jdbc.update(
                "update event set superseded = true where message = any (?) and not superseded",
                (Object) messages.toArray(Long[]::new));
    }

    /** All that names one of the consultations or visits, or tells one of the identities. */
    public List<Logged> naming(
            Collection<String> consultations,
            Collection<String> visits,
            Collection<String> persons) {
        return jdbc.query(
                SELECT
                        + " and (subject = any (?) or visit = any (?) or person = any (?)) order by"
                        + " position",
                Events::logged,
                consultations.toArray(String[]::new),
                visits.toArray(String[]::new),
                persons.toArray(String[]::new));
    }

    /** All that names the consultation itself. */
    public List<Logged> ofConsultation(String id) {
        return jdbc.query(SELECT + " and subject = ? order by position", Events::logged, id);
    }

    /** All that names the visit, with a consultation or without. */
    public List<Logged> ofVisitAndItsConsultations(String visit) {
        return jdbc.query(SELECT + " and visit = ? order by position", Events::logged, visit);
    }

    /** Those at these positions. */
    public List<Logged> at(Collection<Long> positions) {
        return jdbc.query(
                SELECT + " and position = any (?) order by position",
                Events::logged,
                (Object) positions.toArray(Long[]::new));
    }

    /** All that tells one of these identities, each an opaque key. */
    public List<Logged> ofPersons(Collection<String> persons) {
        return jdbc.query(
                SELECT + " and person = any (?) order by position",
                Events::logged,
                (Object) persons.toArray(String[]::new));
    }

    /** Says to every reader that the consultation now knows the event; once for each. */
    public void tell(String consultation, Collection<Long> events) {
        if (!events.isEmpty()) {
            jdbc.update(
                    """
                    insert into told (consultation, event) select ?, position from unnest(?) as position order by position on conflict do nothing
                    """,
                    consultation,
                    events.toArray(Long[]::new));
        }
    }

    private static final String SELECT =
            "select position, message, subject, visit, person, recorded_at, content from event"
                    + " where not superseded";

    private static Logged logged(ResultSet row, int number) throws SQLException {
        return new Logged(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getObject(6, OffsetDateTime.class).toInstant(),
                row.getString(7));
    }
}
