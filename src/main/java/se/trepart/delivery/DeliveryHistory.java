package se.trepart.delivery;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Every message that was sent or is owed, for people to look at; changes nothing. */
@Component
public class DeliveryHistory {
    private final JdbcClient jdbc;

    DeliveryHistory(JdbcTemplate jdbc) {
        this.jdbc = JdbcClient.create(jdbc);
    }

    /**
     * What people ask for; absent fields do not narrow.
     *
     * @param keys streams by their keys, whatever the destination
     */
    public record Query(
            Optional<String> destination,
            Optional<DeliveryView.State> state,
            Optional<Collection<String>> keys,
            int count) {}

    /** What is owed and has no message yet, by destination and key, after the one named. */
    public List<DeliveryView> waiting(Query query, Optional<StreamView.Key> after) {
        if (query.state().filter(state -> state != DeliveryView.State.PENDING).isPresent()) {
            return List.of();
        }
        return narrowed(
                        query,
                        """
                        select null::bigint as id, destination, key, consultation, 'pending' as state, null as operation, null as control_id,
                            0 as attempts, caused_at as created_at, null::timestamptz as sent_at, null::timestamptz as settled_at,
                            due_at, null::bytea as answer, cause, cause_detail
                        from stream
                        where state = 'pending' and (cast(:destination as text) is null or destination = :destination)
                          and (cast(:keys as text[]) is null or key = any (:keys))
                          and (cast(:afterKey as text) is null or (destination, key) > (:afterDestination, :afterKey))
                          and not exists (select from delivery where destination = stream.destination and key = stream.key and state = 'in-flight')
                        order by destination, key limit :count
                        """)
                .param("afterDestination", after.map(StreamView.Key::destination).orElse(null))
                .param("afterKey", after.map(StreamView.Key::key).orElse(null))
                .query(DeliveryHistory::view)
                .list();
    }

    /** The messages, the newest first, older than the one named. */
    public List<DeliveryView> sent(Query query, Optional<Long> before) {
        return narrowed(
                        query,
                        SELECT
                                + """
                                where (cast(:destination as text) is null or delivery.destination = :destination)
                                  and (cast(:keys as text[]) is null or delivery.key = any (:keys))
                                  and (cast(:before as bigint) is null or delivery.id < :before)
                                  and (cast(:state as text) is null or delivery.state in (:state, 'in-flight') and
                                """
                                + STATE
                                + " = :state) order by delivery.id desc limit :count")
                .param("before", before.orElse(null))
                .param("state", query.state().map(DeliveryView.State::code).orElse(null))
                .query(DeliveryHistory::view)
                .list();
    }

    /** One message. */
    public Optional<DeliveryView> find(long id) {
        return jdbc.sql(SELECT + "where delivery.id = :id")
                .param("id", id)
                .query(DeliveryHistory::view)
                .optional();
    }

    private JdbcClient.StatementSpec narrowed(Query query, String sql) {
        return jdbc.sql(sql)
                .param("destination", query.destination().orElse(null))
                .param("keys", query.keys().map(keys -> keys.toArray(String[]::new)).orElse(null))
                .param("count", query.count());
    }

    /**
     * A refused connection or an AE says that it was not taken; anything else leaves it unknown.
     */
    private static final String STATE =
            """
            case when delivery.state <> 'in-flight' then delivery.state
                 when stream.state = 'held' then 'held'
                 when stream.leased_until <= clock_timestamp() and delivery.cause in ('TRP-401', 'TRP-404') then 'pending'
                 else 'in-flight' end
            """;

    private static final String SELECT =
            """
            select delivery.id, delivery.destination, delivery.key, delivery.consultation,
            """
                    + STATE
                    + """
                     as state, operation, control_id, delivery.attempts, created_at, sent_at, settled_at,
                        case when delivery.state = 'in-flight' and stream.state = 'pending' then stream.due_at end as due_at,
                        answer, delivery.cause, delivery.cause_detail
                    from delivery join stream on stream.destination = delivery.destination and stream.key = delivery.key
                    """;

    private static DeliveryView view(ResultSet row, int number) throws SQLException {
        var id = row.getLong("id");
        return new DeliveryView(
                row.wasNull() ? null : id,
                new StreamView.Key(row.getString("destination"), row.getString("key")),
                row.getString("consultation"),
                DeliveryView.State.of(Objects.requireNonNull(row.getString("state"))).orElseThrow(),
                row.getString("operation"),
                row.getString("control_id"),
                row.getInt("attempts"),
                instant(row, "created_at"),
                instant(row, "sent_at"),
                instant(row, "settled_at"),
                instant(row, "due_at"),
                row.getBytes("answer"),
                row.getString("cause"),
                row.getString("cause_detail"));
    }

    /** Absent too for what never comes (infinity). */
    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null || time.getYear() > 9999 ? null : time.toInstant();
    }
}
