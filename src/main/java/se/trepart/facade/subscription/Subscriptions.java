package se.trepart.facade.subscription;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The subscriptions. One is made while nobody numbers events, so that its first event is the first
 * that was not yet written then: none before, none left out.
 */
@Component
public class Subscriptions {
    static final String READER = "subscriptions";
    private static final String COLUMNS =
            "id, version, json, base, state, error, counted, delivered, changed_at";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Definitions definitions;
    private final Endpoints endpoints;

    Subscriptions(
            JdbcTemplate jdbc,
            org.springframework.transaction.PlatformTransactionManager transactions,
            Definitions definitions,
            Endpoints endpoints) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.definitions = definitions;
        this.endpoints = endpoints;
    }

    /**
     * Makes one.
     *
     * @param resource a Subscription in JSON
     * @param base our own address as the subscriber reached it
     * @throws FaultException TRP-541 or TRP-542 when it cannot be served
     */
    public Subscription create(ObjectNode resource, String base) {
        var definition = readable(resource, base);
        var id = UUID.randomUUID().toString();
        var headers = hidden(resource, Map.of());
        transactions.executeWithoutResult(status -> {
            whileNobodyNumbers();
            jdbc.update(
                    """
                    insert into subscription (id, json, headers, base, state, shaken, endpoint, heartbeat, ends_at, due_at)
                    values (?, ?, ?::text[], ?, case when ? then 'requested' else 'active' end, not ?, ?, ?, ?,
                        case when ? then clock_timestamp() else 'infinity' end)
                    """,
                    id,
                    resource.toString(),
                    headers.toArray(String[]::new),
                    base,
                    definition.ofTopic(),
                    definition.ofTopic(),
                    definition.endpoint().toString(),
                    definition.heartbeat(),
                    end(definition),
                    definition.ofTopic());
        });
        return find(id).orElseThrow();
    }

    /**
     * Replaces what one asks for. Its numbers go on; a handshake is made again; {@code off} ends
     * it, anything else asks for it anew.
     */
    public Subscription update(Subscription seen, ObjectNode resource, String base) {
        var off = resource.path("status").asText().equals("off");
        var definition = off ? definitions.read(resource, base) : readable(resource, base);
        var changed =
                transactions.execute(status -> {
                    whileNobodyNumbers();
                    var kept =
                            jdbc
                                    .query(
                                            "select headers from subscription where id = ? for"
                                                    + " update",
                                            (row, number) ->
                                                    Definitions.headers(
                                                            List.of(
                                                                    (String[])
                                                                            row.getArray(1)
                                                                                    .getArray())),
                                            seen.id())
                                    .stream()
                                    .findFirst()
                                    .orElseThrow(Subscriptions::nowhere);
                    var headers = hidden(resource, kept);
                    return jdbc.update(
                            """
                            update subscription set version = version + 1, json = ?, headers = ?::text[], base = ?, error = null,
                                state = case when ? then 'off' when ? then 'requested' else 'active' end,
                                since = case when state = 'off' then pg_current_snapshot() else since end,
                                shaken = not ?, endpoint = ?, heartbeat = ?, ends_at = ?, changed_at = clock_timestamp(),
                                due_at = clock_timestamp(), attempts = 0, failing_since = null, fence = fence + 1, leased_until = '-infinity'
                            where id = ? and version = ?
                            """,
                            resource.toString(),
                            headers.toArray(String[]::new),
                            base,
                            off,
                            definition.ofTopic(),
                            definition.ofTopic(),
                            definition.endpoint().toString(),
                            definition.heartbeat(),
                            end(definition),
                            seen.id(),
                            seen.version());
                });
        var now = find(seen.id()).orElseThrow(Subscriptions::nowhere);
        if (changed == null || changed == 0) {
            throw new FaultException(
                    FaultCode.TRP_521,
                    "http.if-match",
                    "the current version is W/\"" + now.version() + "\"");
        }
        return now;
    }

    /** Takes it away, with its events. */
    public boolean delete(String id) {
        definitions.forget(id);
        return jdbc.update("delete from subscription where id = ?", id) > 0;
    }

    /** One, by its id. */
    public Optional<Subscription> find(String id) {
        return jdbc
                .query(
                        "select " + COLUMNS + " from subscription where id = ?",
                        (row, number) -> subscription(row),
                        id)
                .stream()
                .findFirst();
    }

    /**
     * Which are looked for: those that have one of the values of each.
     *
     * @param states none: any
     * @param urls endpoints; none: any
     * @param ids none: any
     */
    public record Asked(List<String> states, List<String> urls, List<String> ids) {
        private static final String CONDITION =
                " where (cardinality(?::text[]) = 0 or state = any(?::text[])) and"
                        + " (cardinality(?::text[]) = 0 or endpoint = any(?::text[])) and"
                        + " (cardinality(?::text[]) = 0 or id = any(?::text[]))";

        private List<Object> values() {
            return Stream.of(states, states, urls, urls, ids, ids)
                    .<Object>map(list -> list.toArray(String[]::new))
                    .toList();
        }
    }

    /** Those that are looked for, in the order of their ids, after one of them. */
    public List<Subscription> search(Asked asked, String after, int most) {
        var values = new ArrayList<>(asked.values());
        values.add(after);
        values.add(most);
        return jdbc.query(
                "select "
                        + COLUMNS
                        + " from subscription"
                        + Asked.CONDITION
                        + " and id > ? order by id limit ?",
                (row, number) -> subscription(row),
                values.toArray());
    }

    /** How many are looked for. */
    public long count(Asked asked) {
        var count =
                jdbc.queryForObject(
                        "select count(*) from subscription" + Asked.CONDITION,
                        Long.class,
                        asked.values().toArray());
        return count == null ? 0 : count;
    }

    private Definition readable(ObjectNode resource, String base) {
        var definition = definitions.read(resource, base);
        endpoints
                .refusal(definition.endpoint())
                .ifPresent(why -> {
                    throw new FaultException(
                            List.of(
                                    new Fault(
                                            FaultCode.TRP_542,
                                            "Subscription.channel.endpoint",
                                            why)));
                });
        return definition;
    }

    /**
     * Takes the values of the headers out of the resource, and what the server says out of what the
     * client does; a value that was read hidden keeps what it was.
     */
    private static List<String> hidden(ObjectNode resource, Map<String, String> kept) {
        resource.remove(List.of("status", "error", "id"));
        var headers = new ArrayList<String>();
        if (resource.path("channel").path("header")
                instanceof com.fasterxml.jackson.databind.node.ArrayNode list) {
            for (var at = 0; at < list.size(); at++) {
                var text = list.get(at).asText();
                var name = text.substring(0, text.indexOf(':'));
                var value = text.substring(name.length() + 1).strip();
                headers.add(
                        name
                                + ": "
                                + (value.equals(Subscription.HIDDEN)
                                        ? kept.getOrDefault(name, "")
                                        : value));
                list.set(at, TextNode.valueOf(name + ": " + Subscription.HIDDEN));
            }
        }
        return headers;
    }

    private static java.time.@org.jspecify.annotations.Nullable OffsetDateTime end(
            Definition definition) {
        var end = definition.end();
        return end == null ? null : end.atOffset(ZoneOffset.UTC);
    }

    /** Locks the reader; where nothing is subscribed to yet, it begins at what is written now. */
    private void whileNobodyNumbers() {
        jdbc.update("insert into reader (name) values (?) on conflict do nothing", READER);
        jdbc.queryForList("select 1 from reader where name = ? for update", READER);
        jdbc.update(
                """
                update reader set xid = (pg_snapshot_xmin(pg_current_snapshot())::text::numeric - 1)::text::xid8
                where name = ? and not exists (select from subscription where state <> 'off')
                """,
                READER);
    }

    static FaultException nowhere() {
        return new FaultException(FaultCode.TRP_501, "", "no such resource");
    }

    static Subscription subscription(ResultSet row) throws SQLException {
        return new Subscription(
                row.getString("id"),
                row.getInt("version"),
                row.getString("json"),
                row.getString("base"),
                row.getString("state"),
                row.getString("error"),
                row.getLong("counted"),
                row.getLong("delivered"),
                row.getObject("changed_at", OffsetDateTime.class).toInstant());
    }
}
