package se.trepart.torture;

import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * Writes the hub's log and ledger as the checker reads them, in one snapshot: ids, hashes and
 * states, nothing of what they say.
 */
public final class Export {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Each file's lines as JSON. */
    private static final Map<String, String> FILES =
            Map.of(
                    "messages.ndjson",
                    """
                    select json_build_object('id', id, 'feed', feed, 'sender', sender, 'controlId', coalesce(control_id, ''),
                        'bodyHash', coalesce(encode(sha256(body), 'hex'), ''), 'outcome', outcome, 'duplicateOf', coalesce(duplicate_of, 0))
                    from message order by id
                    """,
                    "events.ndjson",
                    """
                    select json_build_object('position', position, 'message', message, 'source', source, 'id', event_id,
                        'superseded', superseded, 'recordedAt', to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
                    from event order by position
                    """,
                    "streams.ndjson",
                    """
                    select json_build_object('destination', destination, 'key', key, 'state', state, 'missing', missing,
                        'target', coalesce(md5(target), ''), 'confirmed', coalesce(md5(confirmed), ''))
                    from stream order by destination, key
                    """,
                    "deliveries.ndjson",
                    """
                    select json_build_object('destination', destination, 'key', key, 'serial', serial, 'controlId', control_id,
                        'hash', encode(sha256(message), 'hex'), 'state', state)
                    from delivery order by id
                    """);

    private Export() {}

    /** Writes all files; how many lines in all. */
    public static int write(Connection connection, Path folder) throws SQLException, IOException {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        var lines = 0;
        for (var file : FILES.entrySet()) {
            try (var statement = connection.createStatement();
                    var out =
                            Files.newBufferedWriter(
                                    folder.resolve(file.getKey()), StandardCharsets.UTF_8)) {
                statement.setFetchSize(1_000);
                try (var rows = statement.executeQuery(file.getValue())) {
                    for (; rows.next(); lines++) {
                        out.write(JSON.readTree(rows.getString(1)).toString());
                        out.write('\n');
                    }
                }
            }
        }
        connection.rollback();
        return lines;
    }
}
