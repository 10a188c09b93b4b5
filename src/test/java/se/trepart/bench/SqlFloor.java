package se.trepart.bench;

import org.awaitility.Awaitility;
import org.springframework.jdbc.core.JdbcTemplate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The bare SQL of what a message's commit writes: {@code pgbench} inserts, by one prepared
 * statement for each table, as many rows as the hub has inserted or changed there for each message,
 * copies of real ones under new keys, into tables with the same indexes in the same database. What
 * the hub reads, locks and deletes is left out, so the floor is lower than any hub can be.
 */
final class SqlFloor {
    private static final int SAMPLES = 1000;
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
    private static final String WRITTEN =
            "select relname, n_tup_ins + n_tup_upd from pg_stat_user_tables where schemaname ="
                    + " 'public'";

    private final int port;
    private final Path folder;
    private final Path script;

    private final JdbcTemplate jdbc;
    private final String tables;

    private SqlFloor(int port, Path folder, Path script, JdbcTemplate jdbc, String tables) {
        this.port = port;
        this.folder = folder;
        this.script = script;
        this.jdbc = jdbc;
        this.tables = tables;
    }

    /** Where pgbench is, if it is anywhere on the path. */
    static Optional<String> pgbench() {
        return List.of(System.getenv("PATH").split(":")).stream()
                .map(folder -> Path.of(folder, "pgbench"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /**
     * How many rows have been inserted or changed, by table; waits until the server's sessions have
     * told, which idle ones do within ten seconds.
     */
    static Map<String, Long> written(JdbcTemplate jdbc) {
        Awaitility.await("what the sessions have written")
                .atMost(Duration.ofMinutes(1))
                .until(() ->
                        Boolean.TRUE.equals(
                                jdbc.queryForObject(
                                        """
                                        select n_tup_ins >= (select count(*) from message) from pg_stat_user_tables
                                        where schemaname = 'public' and relname = 'message'
                                        """,
                                        Boolean.class)));
        var rows = new TreeMap<String, Long>();
        jdbc.query(
                WRITTEN,
                row -> {
                    rows.put(row.getString(1), row.getLong(2));
                });
        return rows;
    }

    /** How many rows each message has had written since, by table. */
    static Map<String, Double> perMessage(
            Map<String, Long> before, Map<String, Long> after, long messages) {
        var rows = new TreeMap<String, Double>();
        after.forEach((table, count) -> {
            var each = (count - before.getOrDefault(table, 0L)) / (double) messages;
            if (each >= 0.005) {
                rows.put(table, each);
            }
        });
        return rows;
    }

    /** Makes the tables and the script. */
    static SqlFloor of(JdbcTemplate jdbc, int port, Path folder, Map<String, Double> perMessage)
            throws IOException {
        jdbc.execute("drop schema if exists floor cascade");
        jdbc.execute("create schema floor");
        jdbc.execute("create sequence floor.number cache 100");
        var script = new ArrayList<String>();
        perMessage.keySet().forEach(table -> make(jdbc, table));
        jdbc.execute("analyze");
        script.add("\\set sample random(0, " + (SAMPLES - 1) + ")");
        perMessage.forEach((table, rows) ->
                script.add(
                        String.format(
                                Locale.ROOT,
                                "\\set %s %d + case when random(1, 1000) <= %d then 1 else 0 end",
                                table,
                                (long) Math.floor(rows),
                                Math.round((rows - Math.floor(rows)) * 1000))));
        script.add("begin;");
        perMessage.keySet().forEach(table -> script.add(insert(jdbc, table)));
        script.add("end;");
        return new SqlFloor(
                port,
                folder,
                Files.write(folder.resolve("floor.sql"), script),
                jdbc,
                perMessage.keySet().stream()
                        .map(table -> "floor." + table)
                        .collect(Collectors.joining(", ")));
    }

    private static void make(JdbcTemplate jdbc, String table) {
        jdbc.execute(
                "create table floor.%s (like public.%s including all excluding constraints)"
                        .formatted(table, table));
        jdbc.execute(
                """
                create unlogged table floor.%s_sample as
                with chosen as (select * from public.%s order by random() limit %d)
                select * from (select row_number() over () - 1 as sample from generate_series(1, %d)) as numbers
                join (select row_number() over () - 1 as one, count(*) over () as of_all, chosen.* from chosen) as rows on one = sample %% of_all
                """
                        .formatted(table, table, SAMPLES, 2 * SAMPLES));
        jdbc.execute("alter table floor.%s_sample add primary key (sample)".formatted(table));
    }

    /**
     * Keys get new values: numbers rise, and texts that differ in most rows, or may not be there
     * twice, get a new end; so nobody waits for another's row.
     */
    private static String insert(JdbcTemplate jdbc, String table) {
        var columns =
                jdbc.query(
                        """
                        select attname, format_type(atttypid, atttypmod), attidentity,
                            exists (select from pg_index where indrelid = attrelid and attnum = any (indkey)),
                            exists (select from pg_index where indrelid = attrelid and attnum = any (indkey) and indisunique)
                        from pg_attribute where attrelid = ('public.' || ?)::regclass and attnum > 0 and not attisdropped
                        and attgenerated = '' order by attnum
                        """,
                        (row, number) ->
                                new Column(
                                        row.getString(1),
                                        row.getString(2),
                                        !row.getString(3).isEmpty(),
                                        row.getBoolean(4),
                                        row.getBoolean(5)),
                        table);
        var values = columns.stream().map(column -> column.value(jdbc, table)).toList();
        return "insert into floor.%s (%s) overriding system value select %s from floor.%s_sample where sample >= :sample::int and sample < :sample::int + :%s::int on conflict do nothing;"
                .formatted(
                        table,
                        columns.stream().map(Column::name).collect(Collectors.joining(", ")),
                        String.join(", ", values),
                        table,
                        table);
    }

    private record Column(
            String name, String type, boolean identity, boolean indexed, boolean unique) {
        String value(JdbcTemplate jdbc, String table) {
            return switch (type) {
                case "bigint" -> "nextval('floor.number')";
                case "xid8" -> "pg_current_xact_id()";
                case "text" ->
                        unique || (indexed && differs(jdbc, table))
                                ? name + " || '-' || nextval('floor.number')"
                                : name;
                default -> name;
            };
        }

        private boolean differs(JdbcTemplate jdbc, String table) {
            return Boolean.TRUE.equals(
                    jdbc.queryForObject(
                            "select 2 * count(distinct %s) > min(of_all) from floor.%s_sample"
                                    .formatted(name, table),
                            Boolean.class));
        }
    }

    /**
     * Commits a second with so many connections, into tables that are empty again: filled by the
     * runs before, they would make it slower than the hub, whose tables grow by its own rate alone.
     */
    double rate(String pgbench, int connections, int seconds) throws Exception {
        jdbc.execute("truncate " + tables);
        var log = folder.resolve("pgbench.log");
        var threads = Math.min(connections, Runtime.getRuntime().availableProcessors());
        var line =
                List.of(
                        pgbench,
                        "--host=127.0.0.1",
                        "--port=" + port,
                        "--username=postgres",
                        "--no-vacuum",
                        "--protocol=prepared",
                        "--file=" + script,
                        "--client=" + connections,
                        "--jobs=" + threads,
                        "--time=" + seconds,
                        "postgres");
        Files.deleteIfExists(log);
        try (var run = Child.quiet(folder, log, line)) {
            if (run.await() != 0) {
                throw new IOException("pgbench failed:\n" + run.lastWords());
            }
        }
        var rate = RATE.matcher(Files.readString(log));
        if (!rate.find()) {
            throw new IOException("pgbench told no rate:\n" + Files.readString(log));
        }
        return Double.parseDouble(rate.group(1));
    }
}
