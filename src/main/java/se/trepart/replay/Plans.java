package se.trepart.replay;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Plans and what becomes of their messages, in PostgreSQL: a killed hub goes on where it was. */
@Component
class Plans {
    private final JdbcTemplate jdbc;

    Plans(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A plan that somebody asks for. */
    record New(
            String by,
            String reason,
            Selection selection,
            String start,
            String mappingVersion,
            String mode,
            int perSecond,
            byte @Nullable [] corrected) {}

    /** Keeps the plan and which messages it is about; its number. */
    long create(New plan) {
        var id =
                Objects.requireNonNull(
                        jdbc.queryForObject(
                                """
                                insert into replay_plan (created_by, reason, selection, start, mapping_version, mode, per_second, corrected, state)
                                values (?, ?, ?, ?, ?, ?, ?, ?, 'dry-running') returning id
                                """,
                                Long.class,
                                plan.by(),
                                plan.reason(),
                                plan.selection().json().toString(),
                                plan.start(),
                                plan.mappingVersion(),
                                plan.mode(),
                                plan.perSecond(),
                                plan.corrected()));
        var arguments = new ArrayList<Object>();
        arguments.add(id);
        arguments.addAll(plan.selection().arguments());
        jdbc.update(
                "insert into replay_message (plan, message) select ?, id from message where outcome"
                        + " <> 'duplicate' and feed <> 'hub' and "
                        + plan.selection().sql(),
                arguments.toArray());
        return id;
    }

    Optional<Plan> find(long id) {
        return jdbc.query(SELECT + " where id = ?", Plans::plan, id).stream().findFirst();
    }

    /** The newest first. */
    List<Plan> latest(int count) {
        return jdbc.query(SELECT + " order by id desc limit ?", Plans::plan, count);
    }

    /** Those that a hub was busy with when it stopped. */
    List<Plan> unfinished() {
        return jdbc.query(
                SELECT + " where state in ('dry-running', 'running') order by id", Plans::plan);
    }

    /** Moves the plan if it is in one of the states; whether it was. */
    boolean move(long id, String to, String... from) {
        return jdbc.update(
                        "update replay_plan set state = ? where id = ? and state = any (?)",
                        to,
                        id,
                        from)
                > 0;
    }

    /** Keeps what the dry run found, and which messages it would change. */
    void found(long id, String hash, String summary, boolean approvalNeeded) {
        jdbc.update(
                "update replay_plan set hash = ?, summary = ?, approval_needed = ?, approved_by ="
                        + " null, approved_at = null where id = ?",
                hash,
                summary,
                approvalNeeded,
                id);
    }

    void failed(long id, String cause) {
        jdbc.update("update replay_plan set state = 'failed', cause = ? where id = ?", cause, id);
    }

    /** Whether the plan still waits for this approval of exactly this dry run. */
    boolean approve(long id, String hash, String by) {
        return jdbc.update(
                        """
                        update replay_plan set approved_by = ?, approved_at = clock_timestamp()
                        where id = ? and state = 'ready' and hash = ? and created_by <> ?
                        """,
                        by,
                        id,
                        hash,
                        by)
                > 0;
    }

    /** The state of the plan, which nobody changes until the commit ends. */
    String locked(long id) {
        return Objects.requireNonNull(
                jdbc.queryForObject(
                        "select state from replay_plan where id = ? for share", String.class, id));
    }

    /** The next message that the dry run would change. */
    Optional<Long> next(long id, long after) {
        return jdbc
                .queryForList(
                        "select message from replay_message where plan = ? and state = 'changed'"
                                + " and message > ? order by message limit 1",
                        Long.class,
                        id,
                        after)
                .stream()
                .findFirst();
    }

    /** Says what became of a message, once; whether nobody had said it before. */
    boolean done(long id, long message, String state, String result, @Nullable Long derivation) {
        return jdbc.update(
                        "update replay_message set state = ?, result = ?, derivation = ? where plan"
                                + " = ? and message = ? and state = 'changed'",
                        state,
                        result,
                        derivation,
                        id,
                        message)
                > 0;
    }

    /** How many messages are in each state. */
    Map<String, Long> progress(long id) {
        var progress = new TreeMap<String, Long>();
        jdbc.query(
                "select state, count(*) from replay_message where plan = ? group by state",
                row -> {
                    progress.put(row.getString(1), row.getLong(2));
                },
                id);
        return progress;
    }

    /** One message of a plan. */
    record Item(long message, String state, @Nullable String result) {}

    List<Item> items(long id, long after, int count) {
        return jdbc.query(
                "select message, state, result from replay_message where plan = ? and message > ?"
                        + " order by message limit ?",
                (row, number) -> new Item(row.getLong(1), row.getString(2), row.getString(3)),
                id,
                after,
                count);
    }

    /** One thing that would change; the changes as JSON. */
    record Found(String kind, String id, String changes) {}

    List<Found> differences(long id, int count) {
        return jdbc.query(
                "select kind, id, changes from replay_difference where plan = ? order by ordinal"
                        + " limit ?",
                (row, number) -> new Found(row.getString(1), row.getString(2), row.getString(3)),
                id,
                count);
    }

    private static final String SELECT =
            """
            select id, created_at, created_by, reason, selection, start, mapping_version, mode, per_second, corrected, state, hash, summary,
                approval_needed, approved_by, cause from replay_plan
            """;

    private static Plan plan(ResultSet row, int number) throws SQLException {
        return new Plan(
                row.getLong(1),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getInt(9),
                row.getBytes(10),
                row.getString(11),
                row.getString(12),
                row.getString(13),
                row.getBoolean(14),
                row.getString(15),
                row.getString(16));
    }
}
