package se.trepart.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import se.trepart.mapping.Times;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows that a message's commit wrote, and the messages to others that it led to. */
@Component
class TracedRows {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcTemplate jdbc;

    TracedRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** An event as its row says, in the order of the log. */
    record Row(long position, String type, @Nullable String subject, String content) {}

    List<Row> events(long message) {
        return jdbc.query(
                "select position, type, subject, content from event where message = ? and not"
                        + " superseded order by position",
                (row, number) ->
                        new Row(
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4)),
                message);
    }

    /** How many events earlier derivations of the message gave, which no longer count. */
    long superseded(long message) {
        var count =
                jdbc.queryForObject(
                        "select count(*) from event where message = ? and superseded",
                        Long.class,
                        message);
        return count == null ? 0 : count;
    }

    /** The set that the message was decided by last. */
    Optional<String> mappingVersion(long message) {
        return jdbc
                .queryForList(
                        """
                        select coalesce((select mapping_version from event where message = m.id and not superseded order by position limit 1),
                            (select mapping_version from derivation where message = m.id order by id desc limit 1), mapping_version) from message m where id = ?
                        """,
                        String.class,
                        message)
                .stream()
                .filter(java.util.Objects::nonNull)
                .findFirst();
    }

    /** The plan that a derivation was made by. */
    Optional<Long> plan(long derivation, long message) {
        return jdbc
                .queryForList(
                        "select plan from replay_message where message = ? and derivation = ?",
                        Long.class,
                        message,
                        derivation)
                .stream()
                .findFirst();
    }

    /** A resource version that the commit made, and the one before it. */
    record Version(String reference, JsonNode before, JsonNode after) {}

    /** As the Provenance of the message's events tells them. */
    List<Version> versions(long message) {
        return jdbc
                .queryForList(
                        """
                        select distinct target ->> 'reference' from resource, json_array_elements(json::json -> 'target') as target
                        where type = 'Provenance' and written in (select xid from event where message = ? and not superseded) order by 1
                        """,
                        String.class,
                        message)
                .stream()
                .map(this::version)
                .toList();
    }

    private Version version(String reference) {
        var parts = reference.split("/");
        var number = parts.length == 4 ? Integer.parseInt(parts[3]) : 1;
        return new Version(
                reference, json(parts[0], parts[1], number - 1), json(parts[0], parts[1], number));
    }

    private JsonNode json(String type, String id, int version) {
        return jdbc
                .queryForList(
                        "select json from resource_version where type = ? and id = ? and version ="
                                + " ? and json is not null",
                        String.class,
                        type,
                        id,
                        version)
                .stream()
                .map(text -> Comparison.read("resource", text))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    /**
     * The messages to a destination that carried this target, and how the stream stands.
     *
     * @param stream {@code pasis/K-1}
     */
    List<ObjectNode> deliveries(String stream, JsonNode target, Bodies bodies) {
        var cut = stream.indexOf('/');
        var destination = stream.substring(0, cut);
        var key = stream.substring(cut + 1);
        var found = new ArrayList<ObjectNode>();
        jdbc.query(
                """
                select id, operation, control_id, target, message, state, attempts, created_at, sent_at, settled_at, answer, cause, cause_detail
                from delivery where destination = ? and key = ? order by serial
                """,
                row -> {
                    if (target.equals(read(row.getString(4)))) {
                        found.add(delivery(row, destination, bodies));
                    }
                },
                destination,
                key);
        if (found.isEmpty() && !target.isMissingNode()) {
            owed(destination, key, target).ifPresent(found::add);
        }
        return found;
    }

    private static ObjectNode delivery(ResultSet row, String destination, Bodies bodies)
            throws SQLException {
        var json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", row.getLong(1))
                        .put("destination", destination)
                        .put("operation", row.getString(2))
                        .put("controlId", row.getString(3))
                        .put("state", row.getString(6))
                        .put("attempts", row.getInt(7));
        time(json, "createdAt", row, 8);
        time(json, "sentAt", row, 9);
        time(json, "settledAt", row, 10);
        json.set("message", bodies.of(row.getBytes(5)));
        json.set("answer", bodies.of(row.getBytes(11)));
        code(row.getBytes(11)).ifPresent(code -> json.put("answerCode", code));
        if (row.getString(12) != null) {
            json.put("cause", row.getString(12));
        }
        return json;
    }

    /** What is not sent yet, or was overtaken by something newer before it was. */
    private Optional<ObjectNode> owed(String destination, String key, JsonNode target) {
        return jdbc
                .query(
                        "select target, state, cause, missing, confirmed from stream where"
                                + " destination = ? and key = ?",
                        (row, number) -> {
                            var json =
                                    JsonNodeFactory.instance
                                            .objectNode()
                                            .put("destination", destination);
                            var state =
                                    !target.equals(read(row.getString(1)))
                                            ? "overtaken"
                                            : target.equals(read(row.getString(5)))
                                                    ? "confirmed before"
                                                    : row.getString(2);
                            json.put("state", state);
                            if (row.getString(3) != null) {
                                json.put("cause", row.getString(3));
                            }
                            if (!row.getString(4).isEmpty()) {
                                json.put("missing", row.getString(4));
                            }
                            return json;
                        },
                        destination,
                        key)
                .stream()
                .findFirst();
    }

    private static void time(ObjectNode json, String name, ResultSet row, int column)
            throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        if (time != null) {
            json.put(name, Times.text(time.toInstant()));
        }
    }

    /** MSA-1 of an answer. */
    static Optional<String> code(byte @Nullable [] answer) {
        if (answer == null) {
            return Optional.empty();
        }
        var text = new String(answer, StandardCharsets.ISO_8859_1);
        var at = text.indexOf("\rMSA");
        return at < 0 || text.length() < at + 7
                ? Optional.empty()
                : Optional.of(text.substring(at + 5, at + 7));
    }

    private static JsonNode read(@Nullable String json) {
        try {
            return json == null ? MissingNode.getInstance() : JSON.readTree(json);
        } catch (JsonProcessingException notWhatWasStored) {
            throw new UncheckedIOException(notWhatWasStored);
        }
    }
}
