package se.trepart.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.awaitility.Awaitility;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;

import se.trepart.mapping.Times;

import java.sql.Timestamp;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the hub's database holds of the case that is being played. */
final class Memory {
    private static final DateTimeFormatter DTM = DateTimeFormatter.ofPattern("uuuuMMddHHmmssxx");

    /** What does not come from messages and stays between the cases. */
    private static final Set<String> KEPT =
            Set.of(
                    "flyway_schema_history",
                    "hub_key",
                    "mapping_set",
                    "mapping_file",
                    "reader",
                    "page_key",
                    "search_parameter",
                    "search_definitions",
                    "scheduled_tasks");

    private final JdbcTemplate jdbc;

    Memory(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Forgets every message and all that followed from it. */
    void forget() {
        var tables =
                jdbc.queryForList(
                        "select table_name from information_schema.tables where table_schema ="
                                + " 'public' and table_type = 'BASE TABLE'",
                        String.class);
        var truncate =
                tables.stream()
                        .filter(table -> !KEPT.contains(table))
                        .sorted()
                        .collect(Collectors.joining(", ", "truncate ", ""));
        // What the hub does beside can hold one table and want another.
        Awaitility.await()
                .ignoreExceptionsInstanceOf(PessimisticLockingFailureException.class)
                .until(() -> {
                    jdbc.execute(truncate);
                    return true;
                });
    }

    /** Whether every stream that can be sent has been confirmed. */
    boolean settled() {
        var open =
                jdbc.queryForObject(
                        "select count(*) from stream where state = 'pending' and missing = ''",
                        Integer.class);
        return Objects.requireNonNull(open) == 0;
    }

    List<Told> log() {
        return jdbc.query(
                """
                with messages as (select id, row_number() over (order by id) as number from message where feed <> 'hub')
                select messages.number, event.content, coalesce(
                    case when event.subject is not null then event.subject end,
                    (select string_agg(consultation, ' ' order by consultation) from visit_join where visit_join.visit = event.visit and not parked),
                    (select string_agg(consultation, ' ' order by consultation) from stray_join where stray_join.event = event.position and not parked), '')
                from event join messages on messages.id = event.message where not event.superseded order by event.position
                """,
                (row, number) ->
                        new Told(
                                row.getInt(1),
                                row.getString(3).isEmpty()
                                        ? List.of()
                                        : List.of(row.getString(3).split(" ")),
                                Json.read(row.getString(2))));
    }

    JsonNode states() {
        var states = Json.MAPPER.createObjectNode();
        jdbc.query(
                "select id, state from consultation order by id collate \"C\"",
                row -> {
                    states.set(row.getString(1), Json.read(row.getString(2)));
                });
        return states;
    }

    /** The current resources, without what tells of commits alone and what the registry makes. */
    JsonNode resources() {
        var resources = Json.MAPPER.createArrayNode();
        jdbc.query(
                """
                select json from resource where not deleted
                and type not in ('Provenance', 'Organization', 'Location', 'HealthcareService') order by type, id
                """,
                row -> {
                    var resource = (ObjectNode) Json.read(row.getString(1));
                    var meta = (ObjectNode) resource.path("meta");
                    meta.remove(List.of("versionId", "lastUpdated"));
                    resources.add(resource);
                });
        return resources;
    }

    /**
     * The message with the commit's own minute of the cases in place of the real time, so that it
     * tells which message of the case caused it.
     */
    String withCaseTimes(String message) {
        var numbers = new TreeMap<String, Integer>(Comparator.naturalOrder());
        jdbc.query(
                "select received_at, row_number() over (order by id) from message where feed <>"
                        + " 'hub'",
                row -> {
                    numbers.put(local(row.getTimestamp(1)), row.getInt(2));
                });
        return message.lines()
                .map(segment -> {
                    var fields = segment.split("\\|", -1);
                    var index = segment.startsWith("MSH") ? 6 : segment.startsWith("EVN") ? 2 : -1;
                    if (index > 0) {
                        var second = fields[index].replaceAll("\\.\\d+", "");
                        var number = numbers.get(second);
                        fields[index] = number == null ? fields[index] : committed(number);
                    }
                    return String.join("|", fields);
                })
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String local(Timestamp time) {
        return DTM.format(time.toInstant().atZone(Times.STOCKHOLM));
    }

    private static String committed(int message) {
        return DTM.format(Told.committed(message).atZone(Times.STOCKHOLM));
    }
}
