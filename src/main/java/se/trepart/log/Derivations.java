package se.trepart.log;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;

/** What was derived anew after the reception, in order: a rebuild goes through it too (law 2). */
@Component
public class Derivations {
    private final JdbcTemplate jdbc;

    Derivations(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps that a message was derived anew; its number. */
    public long ofMessage(
            Commit commit,
            Messages.Stored before,
            String mappingVersion,
            Messages.Outcome outcome,
            String faults) {
        return number(
                jdbc.queryForObject(
                        """
                        insert into derivation (derived_at, kind, message, mapping_version, outcome_before, outcome, faults, answer_before, faults_before)
                        values (?, 'message', ?, ?, ?, ?, ?, ?, ?) returning id
                        """,
                        Long.class,
                        Messages.time(commit.time()),
                        before.id(),
                        mappingVersion,
                        before.outcome().code(),
                        outcome.code(),
                        faults,
                        before.answer(),
                        before.faults()));
    }

    /** Keeps that a consultation's records were made anew; its number. */
    public long ofConsultation(Commit commit, String consultation, String mappingVersion) {
        return number(
                jdbc.queryForObject(
                        """
                        insert into derivation (derived_at, kind, consultation, mapping_version) values (?, 'projection', ?, ?) returning id
                        """,
                        Long.class,
                        Messages.time(commit.time()),
                        consultation,
                        mappingVersion));
    }

    /** That a message was derived anew: when, by which set, and what it was before and after. */
    public record Made(long id, Instant at, String mappingVersion, String before, String after) {}

    /** All of a message, in their order. */
    public List<Made> of(long message) {
        return jdbc.query(
                "select id, derived_at, mapping_version, outcome_before, outcome from derivation"
                        + " where message = ? order by id",
                (row, number) ->
                        new Made(
                                row.getLong(1),
                                row.getObject(2, OffsetDateTime.class).toInstant(),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5)),
                message);
    }

    private static long number(@Nullable Long id) {
        return Objects.requireNonNull(id);
    }
}
