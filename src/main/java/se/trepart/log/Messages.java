package se.trepart.log;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Everything that ever came in, byte for byte, with what was answered (law 2). */
@Component
public class Messages {
    /** The feed of the hub's own events: a search finds them only when it names it. */
    static final String OWN = "hub";

    private final JdbcTemplate jdbc;
    private final MessageIdentifiers identifiers;

    Messages(JdbcTemplate jdbc, MessageIdentifiers identifiers) {
        this.jdbc = jdbc;
        this.identifiers = identifiers;
    }

    /** What the sender was told in the end; the five add up to what was received (law 7). */
    public enum Outcome {
        ACCEPTED,
        DUPLICATE,
        REFUSED,
        NOT_CONCERNED,
        PARKED;

        /** As in the API: {@code not-concerned}. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        /** Reads what {@link #code} wrote; throws IllegalArgumentException for anything else. */
        public static Outcome of(String code) {
            return valueOf(code.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
        }
    }

    /**
     * A message to keep.
     *
     * @param contentHash SHA-256 of what "same content" means for the feed (contract 3)
     * @param body as it came; absent where it repeats the message that it duplicates
     * @param faults as JSON, an array
     */
    public record New(
            String feed,
            String sender,
            @Nullable String controlId,
            @Nullable String type,
            byte[] contentHash,
            byte @Nullable [] body,
            Outcome outcome,
            byte[] answer,
            String faults,
            @Nullable Long duplicateOf,
            @Nullable String dialect,
            String mappingVersion) {}

    /** A message that decides what a later one with the same key is answered. */
    public record Earlier(long id, byte[] contentHash, byte[] answer) {}

    /** A message as operators see it; the body only by {@link Disclosures}. */
    public record Stored(
            long id,
            Instant receivedAt,
            String feed,
            String sender,
            @Nullable String controlId,
            @Nullable String type,
            Outcome outcome,
            byte @Nullable [] answer,
            String faults,
            @Nullable Long duplicateOf,
            @Nullable String dialect,
            @Nullable String mappingVersion) {}

    /** Keeps the message, and by which identifiers it is found; its id. */
    public long keep(Commit commit, New message) {
        return keep(commit, List.of(message)).getFirst();
    }

    /** The same for several, in their order. */
    public List<Long> keep(Commit commit, List<New> messages) {
        var owners = new ArrayList<Integer>();
        var hashes = new ArrayList<Long>();
        for (var at = 0; at < messages.size(); at++) {
            for (var hash : identifiers.of(messages.get(at).body())) {
                owners.add(at + 1);
                hashes.add(hash);
            }
        }
        return jdbc.queryForList(
                """
                with kept as (
                    insert into message (received_at, feed, sender, control_id, type, content_hash, body, outcome, answer, faults, duplicate_of, dialect, mapping_version)
                    select ?, feed, sender, control_id, type, content_hash, body, outcome, answer, faults, duplicate_of, dialect, mapping_version
                    from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bytea[], ?::bytea[], ?::text[], ?::bytea[], ?::text[], ?::bigint[], ?::text[], ?::text[])
                        with ordinality as one (feed, sender, control_id, type, content_hash, body, outcome, answer, faults, duplicate_of, dialect, mapping_version, at)
                    order by at returning id),
                counted as (select id, row_number() over (order by id) as at from kept),
                found as (insert into message_identifier (hash, message) select hash, id from unnest(?::int[], ?::bigint[]) as one (at, hash) join counted using (at))
                select id from counted order by at
                """,
                Long.class,
                time(commit.time()),
                Columns.texts(messages, New::feed),
                Columns.texts(messages, New::sender),
                Columns.texts(messages, New::controlId),
                Columns.texts(messages, New::type),
                bytes(messages, New::contentHash),
                bytes(messages, New::body),
                Columns.texts(messages, one -> one.outcome().code()),
                bytes(messages, New::answer),
                Columns.texts(messages, New::faults),
                Columns.texts(messages, New::duplicateOf),
                Columns.texts(messages, New::dialect),
                Columns.texts(messages, New::mappingVersion),
                owners.toArray(Integer[]::new),
                hashes.toArray(Long[]::new));
    }

    private static byte[][] bytes(List<New> messages, Function<New, byte @Nullable []> value) {
        return messages.stream().map(value).toArray(byte[][]::new);
    }

    /** Under what a message is known to its sender. */
    public record Key(String sender, String controlId) {}

    /**
     * The latest message of the sender with that control id, not refused itself, since the window
     * began.
     */
    public Optional<Earlier> earlier(
            Commit commit, String sender, String controlId, Duration window) {
        var key = new Key(sender, controlId);
        return Optional.ofNullable(earlier(commit, List.of(key), window).get(key));
    }

    /** The same for several; those that there are. */
    public Map<Key, Earlier> earlier(Commit commit, Collection<Key> keys, Duration window) {
        var found = new HashMap<Key, Earlier>();
        if (!keys.isEmpty()) {
            jdbc.query(
                    """
                    select distinct on (sender, control_id) sender, control_id, id, content_hash, answer
                    from unnest(?::text[], ?::text[]) as asked (sender, control_id) join message using (sender, control_id)
                    where outcome in ('accepted', 'not-concerned', 'parked') and received_at > ?
                    order by sender, control_id, id desc
                    """,
                    row -> {
                        found.put(
                                new Key(row.getString(1), row.getString(2)),
                                new Earlier(row.getLong(3), row.getBytes(4), row.getBytes(5)));
                    },
                    Columns.texts(keys, Key::sender),
                    Columns.texts(keys, Key::controlId),
                    time(commit.time().minus(window)));
        }
        return found;
    }

    /**
     * Says anew what became of messages: what was not concerned is accepted once its visit is
     * joined, and the other way round.
     */
    public void become(Map<Long, Outcome> outcomes) {
        if (!outcomes.isEmpty()) {
            jdbc.update(
                    """
                    update message set outcome = told.outcome from unnest(?::bigint[], ?::text[]) as told (id, outcome)
                    where message.id = told.id and message.outcome in ('accepted', 'not-concerned', 'parked') and message.outcome <> told.outcome
                    """,
                    Columns.texts(outcomes.keySet(), number -> number),
                    Columns.texts(outcomes.values(), Outcome::code));
        }
    }

    /**
     * Says what a later derivation makes of a message, and what its sender is told when it comes
     * again; the message itself stays.
     */
    public void rederived(long message, Outcome outcome, byte[] answer) {
        jdbc.update(
                "update message set outcome = ?, answer = ?, faults = '[]' where id = ?",
                outcome.code(),
                answer,
                message);
    }

    /** Says that the first is a person's correction of the second. */
    public void corrects(long message, long original) {
        jdbc.update("update message set corrects = ? where id = ?", original, message);
    }

    /**
     * How messages are joined by people's corrections.
     *
     * @param original the message that this one corrects
     * @param corrections those that correct this one, in their order
     */
    public record Corrections(Optional<Long> original, List<Long> corrections) {}

    /** What a message corrects, and what corrects it. */
    public Corrections corrections(long id) {
        return new Corrections(
                jdbc
                        .queryForList(
                                "select corrects from message where id = ? and corrects is not"
                                        + " null",
                                Long.class,
                                id)
                        .stream()
                        .findFirst(),
                jdbc.queryForList(
                        "select id from message where corrects = ? order by id", Long.class, id));
    }

    public Optional<Stored> find(long id) {
        return jdbc.query(SELECT + " where id = ?", Messages::stored, id).stream().findFirst();
    }

    /**
     * A message as it came, for passing it on unchanged; people read bodies by {@link Disclosures}.
     */
    public record Raw(String controlId, byte[] body) {}

    /** The message byte for byte; empty when it was erased, or has no control id. */
    public Optional<Raw> raw(long id) {
        return jdbc
                .query(
                        "select control_id, body from message where id = ? and control_id is not"
                                + " null and body is not null",
                        (row, number) -> new Raw(row.getString(1), row.getBytes(2)),
                        id)
                .stream()
                .findFirst();
    }

    /**
     * How many messages came in, and how many of each outcome; the hub's own events are not among
     * them.
     *
     * @param received counted by itself, so that a message without an outcome would show (law 7)
     */
    public record Totals(long received, Map<Outcome, Long> outcomes) {}

    /** All totals, as of one moment. */
    public Totals totals() {
        var received = new AtomicLong();
        var outcomes = new EnumMap<Outcome, Long>(Outcome.class);
        for (var outcome : Outcome.values()) {
            outcomes.put(outcome, 0L);
        }
        jdbc.query(
                """
                select null, count(*) from message where feed <> ?
                union all select outcome, count(*) from message where feed <> ? group by outcome
                """,
                row -> {
                    var outcome = row.getString(1);
                    if (outcome == null) {
                        received.set(row.getLong(2));
                    } else {
                        outcomes.put(Outcome.of(outcome), row.getLong(2));
                    }
                },
                OWN,
                OWN);
        return new Totals(received.get(), outcomes);
    }

    /** How many messages each feed has brought, and when the last one came. */
    public record Brought(long messages, Instant last) {}

    /** By the feed's name; a feed that has brought nothing is not there. */
    public Map<String, Brought> byFeed() {
        var feeds = new TreeMap<String, Brought>();
        jdbc.query(
                "select feed, count(*), max(received_at) from message where feed <> ? group by"
                        + " feed",
                row -> {
                    feeds.put(
                            row.getString(1),
                            new Brought(
                                    row.getLong(2),
                                    row.getObject(3, OffsetDateTime.class).toInstant()));
                },
                OWN);
        return feeds;
    }

    static final String SELECT =
            """
            select id, received_at, feed, sender, control_id, type, outcome, answer, faults, duplicate_of, dialect, mapping_version from message
            """;

    static Stored stored(ResultSet row, int number) throws SQLException {
        var duplicateOf = row.getLong(10);
        return new Stored(
                row.getLong(1),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                Outcome.of(row.getString(7)),
                row.getBytes(8),
                row.getString(9),
                duplicateOf == 0 ? null : duplicateOf,
                row.getString(11),
                row.getString(12));
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
