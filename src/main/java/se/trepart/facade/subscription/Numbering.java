package se.trepart.facade.subscription;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Gives every subscription's events their numbers: one reader at a time, over all instances, goes
 * through the new versions of resources by their transactions, and only those older than every one
 * still open, so that no number is given twice and nothing is passed by. The commits that write the
 * versions pay nothing for it.
 */
@Component
class Numbering {
    private static final int STEP = 200;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Definitions definitions;

    Numbering(JdbcTemplate jdbc, PlatformTransactionManager transactions, Definitions definitions) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.definitions = definitions;
    }

    private record Subscriber(String id, Snapshot since, Trigger trigger) {}

    private record Change(
            String type,
            String id,
            int version,
            OffsetDateTime at,
            String xid,
            JsonNode current,
            @Nullable JsonNode previous) {}

    /** One step: the next transactions; false when there are none, or another instance reads. */
    boolean step() {
        return Boolean.TRUE.equals(transactions.execute(status -> read()));
    }

    private boolean read() {
        var from =
                jdbc
                        .queryForList(
                                "select xid::text from reader where name = ? and exists (select"
                                        + " from subscription where state <> 'off') for update skip"
                                        + " locked",
                                String.class,
                                Subscriptions.READER)
                        .stream()
                        .findFirst();
        var to = from.flatMap(this::upTo);
        if (to.isEmpty()) {
            return false;
        }
        var subscribers = subscribers();
        var types = subscribers.stream().map(one -> one.trigger().type()).distinct().toList();
        number(subscribers, changes(types, from.orElseThrow(), to.orElseThrow()));
        jdbc.update(
                "update reader set xid = ?::xid8 where name = ?",
                to.orElseThrow(),
                Subscriptions.READER);
        return true;
    }

    /** The last transaction of the step: all versions of one transaction are read together. */
    private java.util.Optional<String> upTo(String from) {
        return jdbc
                .queryForList(
                        """
                        with next as (
                            (select written from resource where written > ?::xid8 and written < pg_snapshot_xmin(pg_current_snapshot())
                             order by written limit ?)
                            union all
                            (select written from resource_history where written > ?::xid8 and written < pg_snapshot_xmin(pg_current_snapshot())
                             order by written limit ?)),
                        first as (select next.written from next order by next.written limit ?)
                        select first.written::text from first order by first.written desc limit 1
                        """,
                        String.class,
                        from,
                        STEP,
                        from,
                        STEP,
                        STEP)
                .stream()
                .findFirst();
    }

    private List<Subscriber> subscribers() {
        record Row(String id, int version, String base, Snapshot since) {}
        var rows =
                jdbc.query(
                        "select id, version, base, since::text from subscription where state <>"
                                + " 'off'",
                        (row, number) ->
                                new Row(
                                        row.getString(1),
                                        row.getInt(2),
                                        row.getString(3),
                                        Snapshot.parse(row.getString(4))));
        var unread =
                rows.stream()
                        .filter(row -> !definitions.knows(row.id(), row.version()))
                        .map(Row::id)
                        .toArray(String[]::new);
        Map<String, JsonNode> resources = new LinkedHashMap<>();
        if (unread.length > 0) {
            jdbc.query(
                    "select id, json from subscription where id = any(?::text[])",
                    row -> {
                        resources.put(row.getString(1), Subscription.parsed(row.getString(2)));
                    },
                    (Object) unread);
        }
        return rows.stream()
                .filter(row ->
                        definitions.knows(row.id(), row.version())
                                || resources.containsKey(row.id()))
                .map(row ->
                        new Subscriber(
                                row.id(),
                                row.since(),
                                definitions
                                        .of(
                                                row.id(),
                                                row.version(),
                                                () ->
                                                        Objects.requireNonNull(
                                                                resources.get(row.id())),
                                                row.base())
                                        .trigger()))
                .toList();
    }

    private List<Change> changes(List<String> types, String from, String to) {
        return jdbc.query(
                """
                select v.type, v.id, v.version, v.last_updated, v.written::text, v.json, before.json
                from resource_version v
                left join resource_version before on before.type = v.type and before.id = v.id and before.version = v.version - 1
                where v.written > ?::xid8 and v.written <= ?::xid8 and v.type = any(?::text[]) and v.json is not null
                order by v.written, v.key, v.version
                """,
                (row, number) -> change(row),
                from,
                to,
                types.toArray(String[]::new));
    }

    private static Change change(ResultSet row) throws SQLException {
        var previous = row.getString(7);
        return new Change(
                row.getString(1),
                row.getString(2),
                row.getInt(3),
                row.getObject(4, OffsetDateTime.class),
                row.getString(5),
                Subscription.parsed(row.getString(6)),
                previous == null ? null : Subscription.parsed(previous));
    }

    private void number(List<Subscriber> subscribers, List<Change> changes) {
        record Told(String subscription, Change change) {}
        var told = new ArrayList<Told>();
        for (var change : changes) {
            for (var one : subscribers) {
                if (!one.since().sees(change.xid())
                        && one.trigger().fires(change.previous(), change.current())) {
                    told.add(new Told(one.id(), change));
                }
            }
        }
        if (told.isEmpty()) {
            return;
        }
        jdbc.update(
                """
                with told as (
                    select * from unnest(?::text[], ?::timestamptz[], ?::text[], ?::text[], ?::int[])
                        with ordinality as one (subscription, at, type, id, version, place)),
                counted as (
                    select told.*, s.counted + row_number() over (partition by told.subscription order by told.place) as number
                    from told join subscription s on s.id = told.subscription),
                kept as (
                    insert into subscription_event (subscription, number, at, type, id, version)
                    select subscription, number, at, type, id, version from counted)
                update subscription s set counted = latest.number,
                    due_at = case when s.failing_since is null then least(s.due_at, clock_timestamp()) else s.due_at end
                from (select subscription, max(number) as number from counted group by subscription) latest
                where s.id = latest.subscription
                """,
                told.stream().map(Told::subscription).toArray(String[]::new),
                told.stream().map(one -> one.change().at().toString()).toArray(String[]::new),
                told.stream().map(one -> one.change().type()).toArray(String[]::new),
                told.stream().map(one -> one.change().id()).toArray(String[]::new),
                told.stream().map(one -> one.change().version()).toArray(Integer[]::new));
    }
}
