package se.trepart.bench;

import org.springframework.jdbc.core.JdbcTemplate;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts copies of the log and the ledger beside the originals, each a day earlier under keys of its
 * own: what a hub has kept of consultations that are long over. Nobody reads what they say, so that
 * stays as it is.
 */
final class LogCopies {
    private final JdbcTemplate jdbc;

    LogCopies(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A table.
     *
     * @param numbers keys that are numbers, of its own or of other rows
     * @param names keys that are texts
     */
    private record Table(String name, Set<String> numbers, Set<String> names) {
        /** The value of a column in the copy {@code n}. */
        String value(String column, String type, long span) {
            if (numbers.contains(column)) {
                return column + " + copy.n * " + span;
            }
            if (names.contains(column)) {
                return column + " || '-' || copy.n";
            }
            return switch (type) {
                case "date" -> column + " - copy.n";
                case "timestamp with time zone" -> column + " - copy.n * interval '1 day'";
                default -> column;
            };
        }
    }

    private static final List<Table> TABLES =
            List.of(
                    new Table(
                            "message",
                            Set.of("id", "duplicate_of", "corrects"),
                            Set.of("control_id")),
                    new Table("message_identifier", Set.of("hash", "message"), Set.of()),
                    new Table("message_duration", Set.of("message"), Set.of()),
                    new Table(
                            "event",
                            Set.of("position", "message"),
                            Set.of("event_id", "subject", "visit", "person", "replaces")),
                    new Table("told", Set.of("position", "event"), Set.of("consultation")),
                    new Table("person", Set.of(), Set.of("key", "canonical")),
                    new Table(
                            "consultation",
                            Set.of(),
                            Set.of("id", "person", "named_visit", "visit")),
                    new Table("visit", Set.of(), Set.of("key", "person")),
                    new Table("visit_join", Set.of(), Set.of("visit", "consultation")),
                    new Table("stay", Set.of(), Set.of("visit", "person")),
                    new Table(
                            "stray",
                            Set.of("event"),
                            Set.of("visit", "person", "contact", "referral")),
                    new Table("stray_join", Set.of("event"), Set.of("consultation")),
                    new Table(
                            "consultation_referral", Set.of(), Set.of("referral", "consultation")),
                    new Table("contact_number", Set.of(), Set.of("number", "consultation")),
                    new Table("stream", Set.of(), Set.of("key", "consultation")),
                    new Table(
                            "delivery", Set.of("id"), Set.of("key", "consultation", "control_id")));

    /** So many of each, the originals included; the hub's readers have read them all. */
    void write(int copies) {
        jdbc.execute("set session_replication_role = replica");
        var span = span();
        TABLES.forEach(table -> write(table, copies, span));
        jdbc.execute("set session_replication_role = default");
        TABLES.forEach(this::raiseSequence);
        jdbc.update("update reader set xid = pg_current_xact_id(), position = 0");
        jdbc.update(
                "update cause_reader set position = (select coalesce(max(id), 0) from message)");
        jdbc.execute(
                "vacuum (analyze) "
                        + TABLES.stream().map(Table::name).collect(Collectors.joining(", ")));
    }

    /** More than any number that the originals have. */
    private long span() {
        return TABLES.stream()
                .flatMap(table ->
                        table.numbers().stream()
                                .filter(column -> !column.equals("hash"))
                                .map(column ->
                                        jdbc.queryForObject(
                                                "select coalesce(max(%s), 0) + 1 from %s"
                                                        .formatted(column, table.name()),
                                                Long.class)))
                .mapToLong(Objects::requireNonNull)
                .max()
                .orElseThrow();
    }

    private void write(Table table, int copies, long span) {
        var columns =
                jdbc.query(
                        """
                        select column_name, data_type from information_schema.columns
                        where table_schema = 'public' and table_name = ? order by ordinal_position
                        """,
                        (row, number) -> List.of(row.getString(1), row.getString(2)),
                        table.name());
        jdbc.execute(
                "insert into %s (%s) overriding system value select %s from %s cross join generate_series(1, %d) as copy (n) order by copy.n"
                        .formatted(
                                table.name(),
                                columns.stream()
                                        .map(List::getFirst)
                                        .collect(Collectors.joining(", ")),
                                columns.stream()
                                        .map(column ->
                                                table.value(
                                                        column.getFirst(), column.getLast(), span))
                                        .collect(Collectors.joining(", ")),
                                table.name(),
                                copies - 1));
    }

    private void raiseSequence(Table table) {
        jdbc.query(
                "select column_name from information_schema.columns where table_schema = 'public'"
                        + " and table_name = ? and is_identity = 'YES'",
                row -> {
                    jdbc.queryForObject(
                            "select setval(pg_get_serial_sequence('%s', '%s'), (select max(%s) from %s))"
                                    .formatted(
                                            table.name(),
                                            row.getString(1),
                                            row.getString(1),
                                            table.name()),
                            Long.class);
                },
                table.name());
    }
}
