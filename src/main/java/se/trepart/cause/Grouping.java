package se.trepart.cause;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import se.trepart.cause.Causes.Member;
import se.trepart.cause.Fingerprint.Kind;
import se.trepart.fault.FaultCode;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Puts what is refused, parked, held or silent under its cause. Beside the intake, by one instance
 * at a time: a refusal costs its sender nothing more. A turn compares what stands with what is
 * known to stand, so one that was missed is made good by the next.
 */
@Component
public class Grouping {
    private static final Logger LOG = LoggerFactory.getLogger(Grouping.class);
    private static final long LOCK = 0x7472657061634361L;
    private static final int STEP = 500;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Causes causes;
    private final Refusals refusals;
    private final Silence silence;
    private final Clock clock;

    Grouping(
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            Causes causes,
            Refusals refusals,
            Silence silence,
            Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.causes = causes;
        this.refusals = refusals;
        this.silence = silence;
        this.clock = clock;
    }

    /** One turn; nothing when another instance is at it. */
    public void group() {
        var now = clock.instant();
        while (Boolean.TRUE.equals(transactions.execute(status -> refused(now)))) {
            LOG.debug("more refusals than one step takes");
        }
        var alerts = transactions.execute(status -> turn(now));
        if (alerts != null) {
            alerts.forEach(alert ->
                    LOG.warn(
                            "cause {} {}: {} {} at {}, {} members",
                            alert.cause(),
                            alert.kind(),
                            alert.of().kind().code(),
                            alert.of().code(),
                            alert.of().place(),
                            alert.members()));
        }
    }

    private boolean alone() {
        return Boolean.TRUE.equals(
                jdbc.queryForObject("select pg_try_advisory_xact_lock(?)", Boolean.class, LOCK));
    }

    private boolean refused(Instant now) {
        if (!alone()) {
            return false;
        }
        var found = refusals.next(STEP, now);
        found.forEach(refusal ->
                refusal.causes().forEach(cause -> causes.stands(cause, refusal.member(), now)));
        return found.size() == STEP;
    }

    private List<Causes.Alert> turn(Instant now) {
        if (!alone()) {
            return List.of();
        }
        causes.mendRefused(now);
        causes.mendParked(now);
        parked().forEach(one -> causes.stands(one.cause(), one.member(), now));
        stand(Kind.HELD, held(), now);
        stand(Kind.SILENT, silence.silent(now), now);
        return causes.turn(now);
    }

    /** Something that stands, and why. */
    record Standing(Fingerprint cause, Member member) {
        String name() {
            return cause.id() + " " + member.name();
        }
    }

    /** Writes what differs alone: what stands, stands through many turns. */
    private void stand(Kind kind, List<Standing> present, Instant now) {
        var gone = causes.standing(kind);
        for (var one : present) {
            if (!gone.remove(one.name())) {
                causes.stands(one.cause(), one.member(), now);
            }
        }
        if (!gone.isEmpty()) {
            causes.mend(kind, gone, now);
        }
    }

    /** Those that are not known to stand, which mostly are none: only of these more is read. */
    private List<Standing> parked() {
        return jdbc.query(
                """
                with fresh as materialized (
                    select id from message m where outcome = 'parked' and not exists (
                        select from cause_member c where c.message = m.id and c.kind = 'parked' and c.mended_at is null))
                select m.id, m.feed, m.sender, m.received_at, array_agg(distinct j.consultation) filter (where j.consultation is not null)
                from fresh join message m on m.id = fresh.id left join event e on e.message = m.id and not e.superseded
                left join lateral (
                    select consultation from visit_join where visit = e.visit and parked
                    union select consultation from stray_join where event = e.position and parked) j on true
                group by m.id
                """,
                (row, number) ->
                        new Standing(
                                Fingerprint.of(
                                        Kind.PARKED, row.getString(2), FaultCode.TRP_214, ""),
                                new Member(
                                        "message/" + row.getLong(1),
                                        Optional.of(row.getLong(1)),
                                        row.getString(3),
                                        texts(row, 5),
                                        instant(row, 4))));
    }

    private List<Standing> held() {
        return jdbc.query(
                """
                select destination, key, consultation, cause, coalesce(cause_detail, ''), coalesce(failing_since, caused_at)
                from stream where state = 'held'
                """,
                (row, number) ->
                        new Standing(
                                Fingerprint.of(
                                        Kind.HELD,
                                        row.getString(1),
                                        Optional.ofNullable(row.getString(4)).orElse(""),
                                        "",
                                        row.getString(5)),
                                new Member(
                                        "stream/" + row.getString(1) + "/" + row.getString(2),
                                        Optional.empty(),
                                        "",
                                        new TreeSet<>(List.of(row.getString(3))),
                                        instant(row, 6))));
    }

    private static List<String> texts(ResultSet row, int column) throws SQLException {
        var array = row.getArray(column);
        return array == null ? List.of() : Arrays.asList((String[]) array.getArray());
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
