package se.trepart.log;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.util.Optional;

/**
 * Gives the body of a message to a person who says why, and keeps who and why. The audit line in
 * the log holds ids only, since a stated reason is free text (law 9).
 */
@Component
public class Disclosures {
    private static final Logger AUDIT = LoggerFactory.getLogger("se.trepart.audit");

    private final JdbcTemplate jdbc;

    Disclosures(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The message byte for byte, a duplicate's from the message that it repeats; empty when it was
     * erased, or nothing was kept. The disclosure is kept in the same statement that reads it.
     */
    public Optional<byte[]> body(long message, String by, String reason) {
        return jdbc
                .query(
                        """
                        with told as (insert into disclosure (message, read_by, reason) values (?, ?, ?) returning id)
                        select (select id from told), coalesce(message.body, original.body) from message
                        left join message original on original.id = message.duplicate_of where message.id = ?
                        """,
                        (row, number) -> {
                            AUDIT.info(
                                    "body of message {} read, disclosure {}",
                                    message,
                                    row.getLong(1));
                            return Optional.ofNullable(row.getBytes(2));
                        },
                        message,
                        by,
                        reason,
                        message)
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }
}
