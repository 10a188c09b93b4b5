package se.trepart.log;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What tells of which consultation, as things stand: events that name it, events of the visits that
 * are joined to it, and events of its patient that it was told of.
 */
@Component
public class Telling {
    /** Rows of (position, message, consultation), of events that are not superseded. */
    static final String TOLD_NOW =
            """
            (select position, message, subject as consultation from event where subject is not null and not superseded
             union all
             select position, message, visit_join.consultation from event join visit_join on visit_join.visit = event.visit
             where subject is null and not parked and not superseded
             union all
             select event.position, message, told.consultation from event join told on told.event = event.position
             where subject is null and event.visit is null and event.person is not null and not superseded
             union all
             select position, message, stray_join.consultation from event join stray_join on stray_join.event = position
             where subject is null and not parked and not superseded) as told_now
            """;

    private final JdbcTemplate jdbc;

    Telling(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** An event as people read it: its CloudEvent as JSON. */
    public record Told(Instant recordedAt, String content) {}

    /** The consultations that each of the messages tells of; none is an absent key. */
    public Map<Long, List<String>> consultationsOf(Collection<Long> messages) {
        var found = new HashMap<Long, List<String>>();
        jdbc.query(
                "select distinct message, consultation from "
                        + TOLD_NOW
                        + " where message = any (?) order by message, consultation",
                row -> {
                    found.computeIfAbsent(row.getLong(1), message -> new ArrayList<>())
                            .add(row.getString(2));
                },
                (Object) messages.toArray(Long[]::new));
        return found;
    }

    /** All that tells of the consultation, in the order of the log. */
    public List<Told> of(String consultation) {
        return jdbc.query(
                "select recorded_at, content from event where position in (select position from "
                        + TOLD_NOW
                        + " where consultation = ?) order by position",
                (row, number) ->
                        new Told(
                                row.getObject(1, OffsetDateTime.class).toInstant(),
                                row.getString(2)),
                consultation);
    }

    /**
     * What the vårdcentral's system has told of each visit's KVÅ codes, in the order of the log.
     */
    public Map<String, List<Told>> codesOf(Collection<String> visits) {
        var found = new HashMap<String, List<Told>>();
        jdbc.query(
                """
                select visit, recorded_at, content from event
                where visit = any (?) and type = 'se.trepart.visit.codes-recorded.v1' and not superseded order by position
                """,
                row -> {
                    found.computeIfAbsent(row.getString(1), visit -> new ArrayList<>())
                            .add(
                                    new Told(
                                            row.getObject(2, OffsetDateTime.class).toInstant(),
                                            row.getString(3)));
                },
                (Object) visits.toArray(String[]::new));
        return found;
    }
}
