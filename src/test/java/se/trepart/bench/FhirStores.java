package se.trepart.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

import se.trepart.embedded.StandAlone;
import se.trepart.projection.fhir.SearchIndex;
import se.trepart.torture.Ports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

/**
 * A database for each number of consultations, in one PostgreSQL below a folder where the next run
 * finds them again.
 */
final class FhirStores {
    /** So many real ones; all others are copies of them. */
    static final int ORIGINALS = 1_002;

    /** What a consultation takes on the disk with its resources and index rows. */
    static final int KILOBYTES = 55;

    /**
     * So many copies, the newest, have their Provenance; and a store of no more has their log and
     * ledger too. With these a consultation takes three times the room.
     */
    static final int WHOLE = 100;

    /** While an index is made, it is there twice. */
    private static final double WHILE_FILLING = 1.3;

    private static final double FREE_AFTERWARDS = 0.25;

    private static final String TOLD = "originals";
    private static final String FILLING = "filling";
    private static final int STILL_OPEN = 5;

    private final Path folder;

    FhirStores(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** Where the server's files are. */
    Path directory() {
        return folder.resolve("postgres");
    }

    /**
     * The most copies, by steps, for which there is room on the disk or which are there already.
     */
    int largest(int most, int step) throws IOException {
        var filled = folder.resolve("largest");
        if (Files.exists(filled)) {
            return Integer.parseInt(Files.readString(filled).strip());
        }
        var room = Files.getFileStore(folder).getUsableSpace() * (1 - FREE_AFTERWARDS);
        var each = KILOBYTES * 1000.0 * WHILE_FILLING * ORIGINALS;
        var largest = Math.clamp((long) (room / each) / step * step, step, most);
        Files.writeString(filled, Integer.toString(largest));
        return largest;
    }

    static String database(int copies) {
        return "fhir_" + copies * ORIGINALS;
    }

    /** How a table names the store of so many copies. */
    static String stored(int copies) {
        return "%,d stored".formatted(copies * ORIGINALS).replace(',', ' ');
    }

    static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
    }

    /** A hub over a database, where PostgreSQL listens on the port. */
    static HubProcess hub(
            Surroundings surroundings, String database, int port, List<String> options)
            throws IOException {
        return HubProcess.start(
                surroundings,
                surroundings.folder("hub-" + database),
                options,
                Map.of(
                        "spring.datasource.url",
                        url(port, database),
                        "spring.datasource.username",
                        "postgres"));
    }

    /** Fills what is not there yet: that many copies of the originals each. */
    void fill(Collection<Integer> copies) throws Exception {
        try (var server = forFilling(directory())) {
            var jdbc = new JdbcTemplate(server.getPostgresDatabase());
            if (!has(jdbc, TOLD)) {
                make(
                        jdbc,
                        TOLD,
                        "template0",
                        () -> {
                            var database = server.getDatabase("postgres", FILLING);
                            Flyway.configure().dataSource(database).load().migrate();
                            Originals.tell(
                                    folder.resolve("hub"),
                                    database,
                                    ORIGINALS / Originals.CONSULTATIONS_OF_A_DAY);
                        });
            }
            for (var number : copies) {
                if (!has(jdbc, database(number))) {
                    make(jdbc, database(number), TOLD, () -> copy(migrated(server), number));
                }
            }
            jdbc.execute("checkpoint");
        }
    }

    private static DataSource migrated(EmbeddedPostgres server) {
        var database = server.getDatabase("postgres", FILLING);
        Flyway.configure().dataSource(database).load().migrate();
        new SearchIndex(new JdbcTemplate(database), new JdbcTransactionManager(database))
                .bringUpToDate();
        return database;
    }

    private static boolean has(JdbcTemplate jdbc, String database) {
        return !jdbc.queryForList("select 1 from pg_database where datname = ?", database)
                .isEmpty();
    }

    private interface Making {
        void make() throws Exception;
    }

    /** A database has its name only when it is complete. */
    private static void make(JdbcTemplate jdbc, String database, String template, Making making)
            throws Exception {
        var began = System.nanoTime();
        jdbc.execute("drop database if exists " + FILLING);
        jdbc.execute("create database " + FILLING + " template " + template);
        making.make();
        jdbc.execute("alter database " + FILLING + " rename to " + database);
        System.out.printf(
                "filled %s in %d s%n",
                database, Duration.ofNanos(System.nanoTime() - began).toSeconds());
    }

    /** Replaces what a database has been told by so many copies of it. */
    static void copy(DataSource database, int copies) throws Exception {
        try (var connection = database.getConnection()) {
            try (var statement = connection.createStatement()) {
                statement.execute("analyze");
            }
            var copying = new Copies(connection);
            var open = copying.rows();
            new Originals(new SingleConnectionDataSource(connection, true)).settle();
            copying.write(copies, copying.rows(), open, Math.min(STILL_OPEN, copies), WHOLE);
            if (copies <= WHOLE) {
                new LogCopies(new JdbcTemplate(new SingleConnectionDataSource(connection, true)))
                        .write(copies);
            }
        }
    }

    /** What it holds is lost if the machine stops, and then filled again. */
    private static EmbeddedPostgres forFilling(Path directory) throws Exception {
        // As the hub starts it, so that a server that a killed run has left there is stopped.
        StandAlone.database(directory, Ports.free(1).getFirst()).close();
        return EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setServerConfig("wal_level", "minimal")
                .setServerConfig("max_wal_senders", "0")
                .setServerConfig("max_wal_size", "8GB")
                .setServerConfig("maintenance_work_mem", "3GB")
                .setServerConfig("max_parallel_maintenance_workers", "1")
                .setServerConfig("max_connections", "100")
                .start();
    }
}
