package se.trepart.cause;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The causes and what stands under each; written by one instance at a time, read by any. A cause
 * opens with the first that stands under it and is resolved with the last that is mended; each
 * tells one alert.
 */
@Component
public class Causes {
    private static final int NAMED = 20;

    private final JdbcTemplate jdbc;

    Causes(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What stands under a cause.
     *
     * @param name {@code message/17}, {@code stream/pasis/K-1}, {@code silence/mllp/SE…}
     * @param message its id, for a message
     */
    public record Member(
            String name,
            Optional<Long> message,
            String sender,
            Collection<String> consultations,
            Instant since) {}

    /** Puts something under its cause, where it stands again if it was mended before. */
    void stands(Fingerprint cause, Member member, Instant now) {
        jdbc.update(
                """
                insert into cause (id, kind, place, code, field, rule, opened_at, resolved_at) values (?, ?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing
                """,
                cause.id(),
                cause.kind().code(),
                cause.place(),
                cause.code(),
                cause.field(),
                cause.rule(),
                time(now),
                time(now));
        jdbc.update(
                """
                insert into cause_member (cause, member, kind, message, sender, consultations, since) values (?, ?, ?, ?, ?, ?, ?)
                on conflict (cause, member) do update set mended_at = null, since = excluded.since where cause_member.mended_at is not null
                """,
                cause.id(),
                member.name(),
                cause.kind().code(),
                member.message().orElse(null),
                member.sender(),
                member.consultations().stream().sorted().distinct().toArray(String[]::new),
                time(member.since()));
    }

    /** What of the kind stands, as {@link Grouping.Standing} names it. */
    Set<String> standing(Fingerprint.Kind kind) {
        return new HashSet<>(
                jdbc.queryForList(
                        "select cause || ' ' || member from cause_member where kind = ? and"
                                + " mended_at is null",
                        String.class,
                        kind.code()));
    }

    /** Mends what stands under these names. */
    void mend(Fingerprint.Kind kind, Collection<String> names, Instant now) {
        jdbc.update(
                "update cause_member set mended_at = ? where kind = ? and mended_at is null and"
                        + " cause || ' ' || member = any (?)",
                time(now),
                kind.code(),
                names.toArray(String[]::new));
    }

    /** What waited for something has been joined with it. */
    void mendParked(Instant now) {
        jdbc.update(
                """
                update cause_member set mended_at = ? where kind = 'parked' and mended_at is null and message = any (array(
                    select message from cause_member where kind = 'parked' and mended_at is null
                    except select id from message where outcome = 'parked'))
                """,
                time(now));
    }

    /**
     * A refusal is mended when the message was taken after all, or the sender or a person has sent
     * it right.
     */
    void mendRefused(Instant now) {
        jdbc.update(
                """
                update cause_member c set mended_at = ? from message m
                where c.kind = 'refused' and c.mended_at is null and m.id = c.message and (m.outcome <> 'refused'
                    or exists (select from message later where later.sender = m.sender and later.control_id = m.control_id and later.id > m.id
                        and later.outcome in ('accepted', 'not-concerned', 'parked'))
                    or exists (select from message correction where correction.corrects = m.id
                        and correction.outcome in ('accepted', 'not-concerned', 'parked')))
                """,
                time(now));
    }

    /** A person says that what stands under the cause is settled; how many that were. */
    public int settle(String cause, Instant now) {
        return jdbc.update(
                "update cause_member set mended_at = ? where cause = ? and mended_at is null",
                time(now),
                cause);
    }

    /** Opens and resolves what has come to it since; the alerts that tell of it. */
    List<Alert> turn(Instant now) {
        return jdbc.query(
                """
                with standing as (select cause, count(*) as members from cause_member where mended_at is null group by cause),
                opened as (
                    update cause set opened_at = ?, resolved_at = null
                    where resolved_at is not null and id in (select cause from standing) returning id),
                resolved as (
                    update cause set resolved_at = ? where resolved_at is null and id not in (select cause from standing) returning id),
                told as (
                    insert into alert (at, cause, kind, members)
                    select ?, o.id, 'opened', s.members from opened o join standing s on s.cause = o.id
                    union all
                    select ?, r.id, 'resolved', (select count(*) from cause_member m join cause c on c.id = m.cause
                        where m.cause = r.id and m.mended_at >= c.opened_at) from resolved r
                    returning id, at, cause, kind, members)
                select t.id, t.at, t.cause, t.kind, t.members, c.kind, c.place, c.code, c.field, c.rule
                from told t join cause c on c.id = t.cause order by t.id
                """,
                (row, number) -> alert(row),
                time(now),
                time(now),
                time(now),
                time(now));
    }

    /**
     * That a cause has opened or is resolved.
     *
     * @param members how many stood under it then, or were mended while it was open
     */
    public record Alert(
            long id, Instant at, String cause, String kind, long members, Fingerprint of) {}

    /** The alerts after one, in their order. */
    public List<Alert> alerts(long after, int most) {
        return jdbc.query(
                """
                select a.id, a.at, a.cause, a.kind, a.members, c.kind, c.place, c.code, c.field, c.rule
                from alert a join cause c on c.id = a.cause where a.id > ? order by a.id limit ?
                """,
                (row, number) -> alert(row),
                after,
                most);
    }

    /**
     * A cause as people see it.
     *
     * @param standing how many stand under it now
     * @param ever how many ever did
     * @param senders some of them, of those that stand or, when none does, of all
     * @param consultations some of those concerned, likewise
     */
    public record Card(
            String id,
            Fingerprint of,
            Instant openedAt,
            Optional<Instant> resolvedAt,
            Instant first,
            Instant last,
            long standing,
            long ever,
            List<String> senders,
            List<String> consultations,
            long consultationCount) {}

    /** What cards are asked for. */
    public record Query(
            Optional<String> id, Optional<String> kind, Optional<Boolean> open, int count) {}

    /** The open ones first, then by how many stand under them. */
    public List<Card> cards(Query query) {
        return jdbc.query(
                """
                select c.id, c.kind, c.place, c.code, c.field, c.rule, c.opened_at, c.resolved_at, m.first, m.last, m.standing, m.ever,
                    m.senders, coalesce(k.consultations, '{}'), coalesce(k.count, 0)
                from cause c
                cross join lateral (
                    select min(since) as first, max(since) as last, count(*) filter (where mended_at is null) as standing, count(*) as ever,
                        (array_agg(distinct sender order by sender) filter (where sender <> ''))[1:?] as senders
                    from cause_member where cause = c.id) m
                cross join lateral (
                    select (array_agg(distinct one order by one))[1:?] as consultations, count(distinct one) as count
                    from cause_member, unnest(consultations) one where cause = c.id and (mended_at is null or m.standing = 0)) k
                where (?::text is null or c.id = ?) and (?::text is null or c.kind = ?) and (?::boolean is null or (c.resolved_at is null) = ?)
                order by c.resolved_at is null desc, m.standing desc, c.opened_at desc, c.id limit ?
                """,
                (row, number) -> card(row),
                NAMED,
                NAMED,
                query.id().orElse(null),
                query.id().orElse(null),
                query.kind().orElse(null),
                query.kind().orElse(null),
                query.open().orElse(null),
                query.open().orElse(null),
                query.count());
    }

    /** What stands or stood under a cause, the newest first. */
    public record Standing(Member member, Optional<Instant> mendedAt) {}

    public List<Standing> members(String cause, int most) {
        return jdbc.query(
                """
                select member, message, sender, consultations, since, mended_at from cause_member
                where cause = ? order by mended_at is null desc, since desc, member limit ?
                """,
                (row, number) ->
                        new Standing(
                                new Member(
                                        row.getString(1),
                                        Optional.ofNullable(row.getObject(2, Long.class)),
                                        row.getString(3),
                                        texts(row, 4),
                                        instant(row, 5).orElseThrow()),
                                instant(row, 6)),
                cause,
                most);
    }

    private static Card card(ResultSet row) throws SQLException {
        return new Card(
                row.getString(1),
                fingerprint(row, 2),
                instant(row, 7).orElseThrow(),
                instant(row, 8),
                instant(row, 9).orElseThrow(),
                instant(row, 10).orElseThrow(),
                row.getLong(11),
                row.getLong(12),
                texts(row, 13),
                texts(row, 14),
                row.getLong(15));
    }

    private static Alert alert(ResultSet row) throws SQLException {
        return new Alert(
                row.getLong(1),
                instant(row, 2).orElseThrow(),
                row.getString(3),
                row.getString(4),
                row.getLong(5),
                fingerprint(row, 6));
    }

    private static Fingerprint fingerprint(ResultSet row, int from) throws SQLException {
        return new Fingerprint(
                Fingerprint.Kind.valueOf(row.getString(from).toUpperCase(java.util.Locale.ROOT)),
                row.getString(from + 1),
                row.getString(from + 2),
                row.getString(from + 3),
                row.getString(from + 4));
    }

    private static List<String> texts(ResultSet row, int column) throws SQLException {
        var array = row.getArray(column);
        return array == null
                ? List.of()
                : Arrays.stream((Object[]) array.getArray()).map(Object::toString).toList();
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
