package se.trepart.bench;

import static java.util.Objects.requireNonNull;

import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Puts copies of a view's resources in its place, with all their index rows: the same consultations
 * on the days before, of other patients, with the same practitioners and units. Of versions that
 * were replaced there is none.
 */
final class Copies {
    /** What copies do not have of their own. */
    private static final String SHARED =
            "type in ('Organization', 'Location', 'HealthcareService', 'Practitioner',"
                    + " 'PractitionerRole')";

    private static final String PROVENANCE = "type = 'Provenance'";

    private static final int BUFFER = 1 << 16;

    private final Connection connection;
    private final Words words = new Words();
    private final long span;
    private final Finder finder;

    Copies(Connection connection) throws SQLException {
        this.connection = connection;
        span = 1 + Long.parseLong(all("select max(key)::text from resource").getFirst());
        finder =
                new Finder(
                        new HashSet<>(
                                all(
                                        "select id from resource where type in ('Patient',"
                                                + " 'Provenance')")));
    }

    /**
     * The rows of the view at one time.
     *
     * @param shared those that are there once
     * @param copied those that every copy has
     * @param provenance those that the newest copies have
     */
    record Rows(
            Map<ViewTable, List<Stencil>> shared,
            Map<ViewTable, List<Stencil>> copied,
            Map<ViewTable, List<Stencil>> provenance) {}

    Rows rows() throws SQLException {
        return new Rows(
                rows(SHARED),
                rows("not %s and not %s".formatted(SHARED, PROVENANCE)),
                rows(PROVENANCE));
    }

    private Map<ViewTable, List<Stencil>> rows(String which) throws SQLException {
        var rows = new EnumMap<ViewTable, List<Stencil>>(ViewTable.class);
        for (var table : ViewTable.values()) {
            rows.put(table, rows(table, which));
        }
        return rows;
    }

    private List<Stencil> rows(ViewTable table, String which) throws SQLException {
        var rows = new ArrayList<Stencil>();
        try (var statement = connection.createStatement();
                var result =
                        statement.executeQuery(
                                "select * from "
                                        + table
                                        + " where key in (select key from resource where not"
                                        + " deleted and "
                                        + which
                                        + ") order by key")) {
            while (result.next()) {
                rows.add(stencil(table, result));
            }
        }
        return rows;
    }

    private Stencil stencil(ViewTable table, ResultSet result) throws SQLException {
        var row = new Stencil.Row(words, finder);
        for (var column : table.columns()) {
            var name = column.name();
            switch (column.kind()) {
                case KEY -> row.slot(new Slot.Key(result.getLong(name), span));
                case SAME -> row.same(result.getString(name));
                case TEXT -> row.text(result.getString(name));
                case MOMENT ->
                        row.slot(new Slot.Moment(result.getObject(name, OffsetDateTime.class)));
            }
        }
        return row.done();
    }

    /**
     * Replaces the view, in one transaction, so that a server that is told to can leave its log
     * out.
     *
     * @param settled what most copies are made of
     * @param open what the newest copies are made of
     * @param stillOpen how many these are
     * @param withProvenance how many of the newest copies have theirs
     */
    void write(int copies, Rows settled, Rows open, int stillOpen, int withProvenance)
            throws SQLException, IOException {
        var tables =
                Arrays.stream(ViewTable.values()).map(Enum::name).collect(Collectors.joining(", "));
        connection.setAutoCommit(false);
        var indexes = Indexes.taken(connection, ViewTable.values());
        execute("truncate resource_history, " + tables);
        for (var table : ViewTable.values()) {
            try (var out = copy(table)) {
                write(
                        out,
                        requireNonNull(settled.shared().get(table)),
                        words.in(new Slot.Copy(0, copies)));
                for (var days = copies - 1; days >= 0; days--) {
                    var rows = days < stillOpen ? open : settled;
                    var copy = words.in(new Slot.Copy(days, copies));
                    write(out, requireNonNull(rows.copied().get(table)), copy);
                    if (days < withProvenance) {
                        write(out, requireNonNull(rows.provenance().get(table)), copy);
                    }
                }
            }
        }
        indexes.putBack();
        all(
                "select setval(pg_get_serial_sequence('resource', 'key'), %d)::text"
                        .formatted(copies * span));
        connection.commit();
        connection.setAutoCommit(true);
        execute("vacuum (analyze) " + tables);
    }

    private OutputStream copy(ViewTable table) throws SQLException {
        var columns =
                table.columns().stream()
                        .map(ViewTable.Column::name)
                        .collect(Collectors.joining(", ", "(", ")"));
        return new BufferedOutputStream(
                new PGCopyOutputStream(
                        connection.unwrap(PGConnection.class),
                        "copy " + table + " " + columns + " from stdin (freeze)"),
                BUFFER);
    }

    private static void write(OutputStream out, List<Stencil> rows, byte[][] copy)
            throws IOException {
        for (var row : rows) {
            row.write(out, copy);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> all(String sql) throws SQLException {
        var all = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            while (result.next()) {
                all.add(result.getString(1));
            }
        }
        return all;
    }
}
