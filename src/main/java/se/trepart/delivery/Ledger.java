package se.trepart.delivery;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import se.trepart.fault.FaultCode;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What each destination must hold, in PostgreSQL and nowhere else (law 5). */
@Component
public class Ledger {
    private final JdbcTemplate jdbc;

    Ledger(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What a stream must bring about.
     *
     * @param target JSON; absent when the destination must hold nothing
     * @param context what the message also tells, not compared, JSON; absent keeps what it told
     * @param missing what must be known before it can be sent; none when complete
     */
    public record Aim(
            String destination,
            String key,
            String consultation,
            @Nullable String target,
            @Nullable String context,
            List<String> missing) {}

    private record Stream(String destination, String key) {}

    private record Row(@Nullable String target, String missing, String context) {}

    /**
     * Sets the targets, in the caller's transaction; the destinations that are owed something now.
     * A target that changed releases a held stream; one that equals what is confirmed owes nothing.
     *
     * @param aims one for each stream
     */
    public Set<String> aim(List<Aim> aims, Instant causedAt) {
        var known = known(aims);
        var owed = new TreeSet<String>();
        for (var aim : aims) {
            var row = known.get(new Stream(aim.destination(), aim.key()));
            if (aim(aim, row, causedAt)) {
                owed.add(aim.destination());
            }
        }
        return owed;
    }

    /** The streams as they are, which nobody else changes before the transaction ends. */
    private Map<Stream, Row> known(List<Aim> aims) {
        var known = new HashMap<Stream, Row>();
        jdbc.query(
                """
                select destination, key, target, missing, context from stream
                where (destination, key) in (select * from unnest(?, ?)) order by destination, key for update
                """,
                row -> {
                    known.put(
                            new Stream(row.getString(1), row.getString(2)),
                            new Row(row.getString(3), row.getString(4), row.getString(5)));
                },
                aims.stream().map(Aim::destination).toArray(String[]::new),
                aims.stream().map(Aim::key).toArray(String[]::new));
        return known;
    }

    private boolean aim(Aim aim, @Nullable Row row, Instant causedAt) {
        var missing = String.join(", ", aim.missing());
        if (row == null) {
            return aim.target() != null && begin(aim, missing, causedAt);
        }
        var same = Objects.equals(row.target(), aim.target()) && row.missing().equals(missing);
        if (same) {
            if (aim.context() != null && !row.context().equals(aim.context())) {
                jdbc.update(
                        "update stream set context = ? where destination = ? and key = ?",
                        aim.context(),
                        aim.destination(),
                        aim.key());
            }
            return false;
        }
        return change(aim, missing, causedAt);
    }

    /** Holds back what the commit of that time has just made owed, for a person to let go. */
    public void hold(Instant causedAt, FaultCode cause) {
        jdbc.update(
                "update stream set state = 'held', cause = ?, cause_detail = null where caused_at ="
                        + " ? and state = 'pending' and missing = ''",
                cause.code(),
                time(causedAt));
    }

    /** Lets go what was held back for that cause; the destinations that are owed something now. */
    public List<String> letGo(java.util.Collection<String> consultations, FaultCode cause) {
        return jdbc.queryForList(
                """
                with gone as (update stream set state = 'pending', cause = null, cause_detail = null, due_at = clock_timestamp()
                    where consultation = any (?) and state = 'held' and cause = ? returning destination)
                select distinct destination from gone order by 1
                """,
                String.class,
                consultations.toArray(String[]::new),
                cause.code());
    }

    /**
     * For a destination that sets the target in its own system and is only watched: what was last
     * seen there is what is confirmed, and nothing is sent. The stream is pending, with its cause,
     * until what is seen is what is wanted.
     *
     * @param seen whether the destination was seen to hold it; false too when nothing was seen
     */
    public void watch(String destination, String key, boolean seen) {
        jdbc.update(
                """
                update stream set
                    confirmed = case when ? then coalesce(target, confirmed, '{}') end,
                    confirmed_at = case when ? then clock_timestamp() end,
                    state = case when (target is not null) = ? then 'idle' else 'pending' end,
                    cause = case when (target is not null) = ? then null else ? end, cause_detail = null, due_at = 'infinity'
                where destination = ? and key = ?
                """,
                seen,
                seen,
                seen,
                seen,
                FaultCode.TRP_407.code(),
                destination,
                key);
    }

    private boolean begin(Aim aim, String missing, Instant causedAt) {
        jdbc.update(
                """
                insert into stream (destination, key, consultation, target, context, caused_at, state, missing, cause, cause_detail, due_at)
                values (?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?, case when ? = '' then clock_timestamp() else 'infinity' end)
                """,
                aim.destination(),
                aim.key(),
                aim.consultation(),
                aim.target(),
                aim.context() == null ? "{}" : aim.context(),
                time(causedAt),
                missing,
                missing.isEmpty() ? null : FaultCode.TRP_406.code(),
                missing.isEmpty() ? null : missing,
                missing);
        return missing.isEmpty();
    }

    private boolean change(Aim aim, String missing, Instant causedAt) {
        jdbc.update(
                """
                update delivery set state = 'superseded', settled_at = clock_timestamp() where destination = ? and key = ?
                  and (state = 'held' or (state = 'in-flight' and in_doubt = 0))
                """,
                aim.destination(),
                aim.key());
        jdbc.update(
"""
                update stream set consultation = coalesce(nullif(?, ''), consultation), target = ?, context = coalesce(?, context), caused_at = ?, missing = ?, attempts = 0, failing_since = null,
                    state = case when ?::text is not distinct from confirmed and not refused
                                  and not exists (select from delivery where destination = stream.destination and key = stream.key and state = 'in-flight')
                                 then 'idle' else 'pending' end,
                    cause = ?, cause_detail = ?,
                    due_at = case when ? = '' then clock_timestamp() else 'infinity' end
                where destination = ? and key = ?
""",
                aim.consultation(),
                aim.target(),
                aim.context(),
                time(causedAt),
                missing,
                aim.target(),
                missing.isEmpty() ? null : FaultCode.TRP_406.code(),
                missing.isEmpty() ? null : missing,
                missing,
                aim.destination(),
                aim.key());
        return missing.isEmpty();
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
