package se.trepart.log;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/** Keeps how long each step of a message took: what a trace cannot compute again. */
@Component
public class Durations {
    private final JdbcTemplate jdbc;

    Durations(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What was done for a message alone, in microseconds.
     *
     * @param decoded until it was read, mapped and checked
     * @param waited from then until its commit could begin
     */
    public record Own(long message, long decoded, long waited) {}

    /** Keeps what the commit's steps took until now, for each of its messages the whole. */
    public void keep(Commit commit, Collection<Own> messages) {
        var micros = commit.steps().micros();
        jdbc.update(
                """
                insert into message_duration (message, decoded, waited, kept, appended, folded, projected)
                select message, decoded, waited, ?, ?, ?, ? from unnest(?::bigint[], ?::int[], ?::int[]) as own (message, decoded, waited)
                """,
                micros.get(Steps.Step.KEPT),
                micros.get(Steps.Step.APPENDED),
                micros.get(Steps.Step.FOLDED),
                micros.get(Steps.Step.PROJECTED),
                Columns.texts(messages, Own::message),
                Columns.texts(messages, Own::decoded),
                Columns.texts(messages, Own::waited));
    }

    /** In microseconds; a step that the message did not come to is not there. */
    public Map<Steps.Step, Integer> of(long message) {
        var found = new EnumMap<Steps.Step, Integer>(Steps.Step.class);
        jdbc.query(
                "select decoded, waited, kept, appended, folded, projected from message_duration"
                        + " where message = ?",
                row -> {
                    for (var step : Steps.Step.values()) {
                        var micros = row.getInt(step.code());
                        if (!row.wasNull()) {
                            found.put(step, micros);
                        }
                    }
                },
                message);
        return found;
    }
}
