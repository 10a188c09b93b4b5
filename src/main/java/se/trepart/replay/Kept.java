package se.trepart.replay;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * A kept message as a replay reads it.
 *
 * @param events what it means by its newest derivation, a JSON array
 * @param projections the mapping sets that its consultations were last projected by
 */
record Kept(
        long id,
        Instant receivedAt,
        String feed,
        String outcome,
        String faults,
        @Nullable String type,
        byte @Nullable [] body,
        String events,
        List<String> consultations,
        List<String> projections) {
    /** Of the lasting tables; {@code %1$s} stands before each table's name. */
    static final String SELECT =
            """
            select m.id, m.received_at, m.feed, m.outcome, m.faults, m.type, m.body,
                (select '[' || coalesce(string_agg(content, ',' order by position), '') || ']' from %1$sevent e where e.message = m.id and not superseded),
                told.consultations, told.projections
            from %1$smessage m left join lateral (
                select array_agg(distinct c.id) as consultations, array_agg(distinct c.mapping_version) as projections
                from %1$sconsultation c where c.id in (
                    select subject from %1$sevent e where e.message = m.id and not superseded
                    union select j.consultation from %1$sevent e join %1$svisit_join j on j.visit = e.visit
                    where e.message = m.id and e.subject is null and not superseded and not parked)) as told on true
            """;

    /** The same without what its consultations are: cheap enough to go through all messages. */
    static final String WITHOUT_CONSULTATIONS =
            """
            select m.id, m.received_at, m.feed, m.outcome, m.faults, m.type, m.body,
                (select '[' || coalesce(string_agg(content, ',' order by position), '') || ']' from %1$sevent e where e.message = m.id and not superseded),
                null::text[], null::text[]
            from %1$smessage m
            """;

    static List<Kept> of(JdbcTemplate jdbc, String prefix, Collection<Long> ids) {
        return jdbc.query(
                SELECT.formatted(prefix) + " where m.id = any (?) order by m.id",
                Kept::row,
                (Object) ids.toArray(Long[]::new));
    }

    static Kept row(ResultSet row, int number) throws SQLException {
        return new Kept(
                row.getLong(1),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getBytes(7),
                Objects.requireNonNull(row.getString(8)),
                texts(row, 9),
                texts(row, 10));
    }

    private static List<String> texts(ResultSet row, int column) throws SQLException {
        var array = row.getArray(column);
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }

    boolean refused() {
        return outcome.equals("refused");
    }
}
