package se.trepart.delivery;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;

/** Reads the streams, changes nothing. */
@Component
public class Streams {
    private final JdbcTemplate jdbc;

    Streams(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The streams of these names, and all that last were about one of the consultations. */
    public List<StreamView> of(Collection<StreamView.Key> keys, Collection<String> consultations) {
        return jdbc.query(
                """
                select destination, key, consultation, target, confirmed, confirmed_at, contact_number, state, cause, cause_detail,
                    exists (select from delivery where destination = stream.destination and key = stream.key and state = 'in-flight')
                from stream
                where (destination, key) in (select * from unnest(?, ?)) or consultation = any (?)
                order by destination, key
                """,
                Streams::stream,
                keys.stream().map(StreamView.Key::destination).toArray(String[]::new),
                keys.stream().map(StreamView.Key::key).toArray(String[]::new),
                consultations.toArray(String[]::new));
    }

    private static StreamView stream(ResultSet row, int number) throws SQLException {
        var confirmedAt = row.getObject(6, OffsetDateTime.class);
        return new StreamView(
                new StreamView.Key(row.getString(1), row.getString(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                confirmedAt == null ? null : confirmedAt.toInstant(),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getBoolean(11));
    }
}
