package se.trepart.log;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How far each received file has come. Its next message is kept in the same commit as that message,
 * so that a process that dies at any point has either taken a message and knows it, or has not.
 */
@Component
public class ReceivedFiles {
    private final JdbcTemplate jdbc;

    ReceivedFiles(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A file that is not yet out of the way.
     *
     * @param next ordinal of the message to take, from 1; beyond the last when all are in
     * @param leavesAs the name, without {@code .done} or {@code .rejected}, once finished
     */
    public record Progress(
            long id, int next, Optional<String> verdict, Optional<String> leavesAs) {}

    /** One message of a file, and what became of it. */
    public record Part(
            int ordinal,
            long message,
            @Nullable String controlId,
            Messages.Outcome outcome,
            String faults) {}

    /** The record of the file with this name and content, begun now unless it is under way. */
    public Progress open(Commit commit, String feed, String name, byte[] contentHash, int parts) {
        jdbc.update(
                """
                insert into received_file (feed, name, content_hash, parts, began_at) values (?, ?, ?, ?, ?)
                on conflict (feed, name, content_hash) where settled_at is null do nothing
                """,
                feed,
                name,
                contentHash,
                parts,
                Messages.time(commit.time()));
        return Objects.requireNonNull(
                jdbc.queryForObject(
                        """
                        select id, coalesce((select max(ordinal) from received_file_message where file = id), 0) + 1, verdict, leaves_as
                        from received_file where feed = ? and name = ? and content_hash = ? and settled_at is null
                        """,
                        (row, number) ->
                                new Progress(
                                        row.getLong(1),
                                        row.getInt(2),
                                        Optional.ofNullable(row.getString(3)),
                                        Optional.ofNullable(row.getString(4))),
                        feed,
                        name,
                        contentHash));
    }

    /** The ordinal of the message that is to be taken next. */
    public int next(long file) {
        return Objects.requireNonNull(
                        jdbc.queryForObject(
                                "select coalesce(max(ordinal), 0) from received_file_message where"
                                        + " file = ?",
                                Integer.class,
                                file))
                + 1;
    }

    /** Keeps that this message is taken; part of the message's commit. */
    public void taken(long file, int ordinal, long message) {
        jdbc.update(
                "insert into received_file_message (file, ordinal, message) values (?, ?, ?)",
                file,
                ordinal,
                message);
    }

    /** Keeps what is said of the whole file and the name that it leaves under. */
    public void finish(Commit commit, long file, String verdict, String leavesAs) {
        jdbc.update(
                "update received_file set verdict = ?, leaves_as = ?, finished_at = ? where id = ?",
                verdict,
                leavesAs,
                Messages.time(commit.time()),
                file);
    }

    /** Keeps that the file is out of the way. */
    public void settle(Commit commit, long file) {
        jdbc.update(
                "update received_file set settled_at = ? where id = ?",
                Messages.time(commit.time()),
                file);
    }

    /** When the file was begun. */
    public Instant began(long file) {
        return Objects.requireNonNull(
                        jdbc.queryForObject(
                                "select began_at from received_file where id = ?",
                                OffsetDateTime.class,
                                file))
                .toInstant();
    }

    /** Every message of the file so far, in the file's order. */
    public List<Part> parts(long file) {
        return jdbc.query(
                """
                select part.ordinal, part.message, message.control_id, message.outcome, message.faults
                from received_file_message part join message on message.id = part.message where part.file = ? order by part.ordinal
                """,
                (row, number) ->
                        new Part(
                                row.getInt(1),
                                row.getLong(2),
                                row.getString(3),
                                Messages.Outcome.of(row.getString(4)),
                                row.getString(5)),
                file);
    }
}
