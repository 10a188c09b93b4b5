package se.trepart.facade.subscription;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import se.trepart.projection.fhir.Shielding;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;

/** The numbered events of the subscriptions, as long as they are kept. */
@Component
class SubscriptionEvents {
    private static final String SELECT =
            "select e.number, e.at, e.type, e.id, e.version, case when ? then v.json end, "
                    + Shielding.LABEL
                    + " from subscription_event e left join resource_version v on v.type = e.type"
                    + " and v.id = e.id and v.version = e.version where e.subscription = ? and"
                    + " e.number between ? and ? order by e.number limit ?";

    private final JdbcTemplate jdbc;

    SubscriptionEvents(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Those with these numbers, the first so many. */
    List<Event> between(String subscription, long first, long last, int most, boolean whole) {
        return jdbc.query(
                SELECT,
                (row, number) ->
                        new Event(
                                row.getLong(1),
                                row.getObject(2, OffsetDateTime.class).toInstant(),
                                row.getString(3),
                                row.getString(4),
                                row.getInt(5),
                                Shielding.shielded(
                                        row.getString(3), row.getString(6), row.getString(7))),
                whole,
                subscription,
                first,
                last,
                most);
    }

    /** Drops what was delivered so long ago. */
    void dropDelivered(Duration kept) {
        jdbc.update(
                """
                delete from subscription_event e using subscription s
                where s.id = e.subscription and e.number <= s.delivered and e.at < clock_timestamp() - make_interval(secs => ?)
                """,
                kept.toSeconds());
    }
}
