package se.trepart.delivery;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The destinations, how much each is owed, and the right to pause one: a paused destination gets
 * nothing until it is resumed, and what is on its way is settled (PASiS closes at night).
 */
@Component
public class Destinations {
    private final List<DestinationSettings> settings;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Wakeups wakeups;
    private final Releases releases;

    Destinations(
            List<DestinationSettings> settings,
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            Wakeups wakeups,
            Releases releases) {
        this.settings = settings;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.wakeups = wakeups;
        this.releases = releases;
    }

    /** Since when it gets nothing, and why. */
    public record Pause(String reason, Instant since) {}

    /**
     * How one destination stands.
     *
     * @param pause absent while it is served
     * @param pending streams that owe it something
     * @param held streams that stand still
     * @param oldest when the oldest of what is owed was caused
     */
    public record Standing(
            DestinationSettings settings,
            @Nullable Pause pause,
            long pending,
            long held,
            @Nullable Instant oldest) {}

    private record Owed(String destination, long pending, long held, @Nullable Instant oldest) {}

    /** All, in the order of the settings. */
    public List<Standing> all() {
        var pauses = pauses();
        var owed =
                jdbc
                        .query(
                                """
                                select destination, count(*) filter (where state = 'pending'), count(*) filter (where state = 'held'), min(caused_at)
                                from stream where state <> 'idle' group by destination
                                """,
                                (row, number) ->
                                        new Owed(
                                                row.getString(1),
                                                row.getLong(2),
                                                row.getLong(3),
                                                row.getObject(4, OffsetDateTime.class).toInstant()))
                        .stream()
                        .collect(Collectors.toMap(Owed::destination, Function.identity()));
        return settings.stream()
                .map(destination -> {
                    var name = destination.name();
                    var owes = owed.getOrDefault(name, new Owed(name, 0, 0, null));
                    return new Standing(
                            destination,
                            pauses.get(name),
                            owes.pending(),
                            owes.held(),
                            owes.oldest());
                })
                .toList();
    }

    /** Pauses it, or gives a new reason for its pause. */
    public void pause(String name, Interventions.Why why) {
        known(name);
        transactions.executeWithoutResult(status -> {
            jdbc.update(
                    "insert into pause (name, reason) values (?, ?) on conflict (name) do update"
                            + " set reason = excluded.reason",
                    name,
                    why.reason());
            note("pause", name, why);
        });
    }

    /** Serves it again, at once; nothing changes where it was not paused. */
    public void resume(String name, Interventions.Why why) {
        known(name);
        transactions.executeWithoutResult(status -> {
            jdbc.update("delete from pause where name = ?", name);
            note("resume", name, why);
        });
        wakeups.wake(name);
    }

    /** Lets go all streams that are held for one of these causes; how many. */
    public int release(String name, Collection<FaultCode> causes, Interventions.Why why) {
        known(name);
        return releases.release(name, causes, why);
    }

    private void known(String name) {
        var names = settings.stream().map(DestinationSettings::name).sorted().toList();
        if (!names.contains(name)) {
            throw new FaultException(
                    FaultCode.TRP_501, "name", "possible are: " + String.join(", ", names));
        }
    }

    private Map<String, Pause> pauses() {
        return jdbc
                .query(
                        "select name, reason, since from pause",
                        (row, number) ->
                                Map.entry(
                                        row.getString(1),
                                        new Pause(
                                                row.getString(2),
                                                row.getObject(3, OffsetDateTime.class)
                                                        .toInstant())))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void note(String kind, String destination, Interventions.Why why) {
        jdbc.update(
                "insert into intervention (kind, destination, done_by, reason) values (?, ?, ?, ?)",
                kind,
                destination,
                why.by(),
                why.reason());
    }
}
