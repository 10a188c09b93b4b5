package se.trepart.log;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

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
     * An event of a message to append.
     *
     * @param recordedAt the commit time of the message's reception
     */
    public record Meant(long message, Instant recordedAt, New event) {}

    /** Appends the events in their order; each with its position, in the same order. */
    public List<Logged> append(String mappingVersion, List<Meant> meant) {
        if (meant.isEmpty()) {
            return List.of();
        }
        var events = meant.stream().map(Meant::event).toList();
        var positions =
                jdbc.queryForList(
                        """
                        insert into event (message, source, event_id, type, subject, visit, person, replaces, content, mapping_version, recorded_at)
                        select message, source, event_id, type, subject, visit, person, replaces, content, ?, recorded_at
                        from unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[])
                            with ordinality as made (message, source, event_id, type, subject, visit, person, replaces, content, recorded_at, ordinal)
                        order by ordinal returning position
                        """,
                        Long.class,
                        mappingVersion,
                        meant.stream().map(Meant::message).toArray(Long[]::new),
                        Columns.texts(events, New::source),
                        Columns.texts(events, New::id),
                        Columns.texts(events, New::type),
                        Columns.texts(events, New::subject),
                        Columns.texts(events, New::visit),
                        Columns.texts(events, New::person),
                        Columns.texts(events, New::replaces),
                        Columns.texts(events, New::content),
                        Columns.texts(meant, one -> one.recordedAt().toString()));
        positions.sort(Comparator.naturalOrder());
        var logged = new ArrayList<Logged>();
        for (var at = 0; at < positions.size(); at++) {
            var one = meant.get(at);
            logged.add(
                    new Logged(
                            positions.get(at),
                            one.message(),
                            one.event().subject(),
                            one.event().visit(),
                            one.event().person(),
                            one.recordedAt(),
                            one.event().content()));
        }
        return logged;
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

    /**
     * Says to every reader that the consultations now know these events, by consultation; once for
     * each.
     */
    public void tell(Map<String, ? extends Collection<Long>> events) {
        var consultations = new ArrayList<String>();
        var positions = new ArrayList<Long>();
        events.forEach((consultation, theirs) ->
                theirs.forEach(position -> {
                    consultations.add(consultation);
                    positions.add(position);
                }));
        if (!positions.isEmpty()) {
            jdbc.update(
                    """
                    insert into told (consultation, event) select consultation, event
                    from unnest(?::text[], ?::bigint[]) with ordinality as made (consultation, event, ordinal) order by ordinal on conflict do nothing
                    """,
                    consultations.toArray(String[]::new),
                    positions.toArray(Long[]::new));
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
