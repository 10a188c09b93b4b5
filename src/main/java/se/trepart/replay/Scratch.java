package se.trepart.replay;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

import javax.sql.DataSource;

/**
 * One database session in which every table of the hub is hidden by an empty temporary one of the
 * same name, and which may write nothing else: PostgreSQL itself refuses to write a lasting table
 * in a read-only transaction. The lasting tables stay readable under their schema's name.
 */
final class Scratch implements AutoCloseable {
    /** Read as they are: what a derivation needs and never writes. */
    private static final Set<String> AS_THEY_ARE = Set.of("mapping_set", "mapping_file");

    private static final long FIRST_OF_OURS = 1L << 50;
    private static final Map<String, String> IDENTITIES =
            Map.of("event", "position", "told", "position", "resource", "key", "message", "id");

    private final DataSource database;
    private final Connection connection;
    private final Workroom workroom;
    private final String schema;

    private Scratch(DataSource database, Connection connection, Workroom workroom, String schema) {
        this.database = database;
        this.connection = connection;
        this.workroom = workroom;
        this.schema = schema;
    }

    /**
     * Opens it.
     *
     * @param database gives connections that nobody uses after this
     */
    static Scratch open(DataSource database, ConfigurableEnvironment environment)
            throws SQLException {
        var connection = database.getConnection();
        try {
            var session = new SingleConnectionDataSource(connection, true);
            var jdbc = new JdbcTemplate(session);
            var schema =
                    Objects.requireNonNull(
                            jdbc.queryForObject("select current_schema()", String.class));
            hide(jdbc, schema);
            return new Scratch(database, connection, Workroom.over(session, environment), schema);
        } catch (RuntimeException failed) {
            connection.close();
            throw failed;
        }
    }

    private static void hide(JdbcTemplate jdbc, String schema) {
        jdbc.execute("set temp_buffers = '64MB'");
        tables(jdbc, schema)
                .forEach(table ->
                        jdbc.execute(
                                "create temporary table %2$s (like %1$s.%2$s including all)"
                                        .formatted(schema, table)));
        forgetReaders(jdbc);
        // What is made here must not take the number of what is brought here.
        IDENTITIES.forEach((table, column) ->
                jdbc.execute(
                        "alter table pg_temp.%s alter column %s restart with %d"
                                .formatted(table, column, FIRST_OF_OURS)));
        jdbc.execute("insert into hub_key select * from " + schema + ".hub_key");
        // What PASiS has answered is evidence, and finds what names its contact number.
        jdbc.execute("insert into contact_number select * from " + schema + ".contact_number");
        jdbc.execute("set default_transaction_read_only = on");
        jdbc.execute("set default_transaction_isolation = 'repeatable read'");
        // A plan that was made for an empty table must not be kept for a full one.
        jdbc.execute("set enable_seqscan = off");
        // As in a commit, whose statements most are: they find their rows by key, planned once.
        jdbc.execute("set plan_cache_mode = force_generic_plan");
    }

    /** Leaves out the indexes that only those who search and list messages and resources use. */
    private static void forgetReaders(JdbcTemplate jdbc) {
        jdbc.queryForList(
                        """
                        select i.indexrelid::regclass::text from pg_index i join pg_class t on t.oid = i.indrelid
                            join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
                        where t.relnamespace = pg_my_temp_schema() and not i.indisunique
                            and (t.relname in ('message', 'told') or (t.relname = 'resource' and a.attname <> 'consultation'))
                        """,
                        String.class)
                .forEach(index -> jdbc.execute("drop index " + index));
    }

    private static List<String> tables(JdbcTemplate jdbc, String schema) {
        return jdbc
                .queryForList(
                        "select table_name from information_schema.tables where table_schema = ?"
                                + " and table_type = 'BASE TABLE' order by table_name",
                        String.class,
                        schema)
                .stream()
                .filter(table -> !AS_THEY_ARE.contains(table))
                .filter(table -> !table.startsWith("flyway_") && !table.startsWith("replay_"))
                .toList();
    }

    /**
     * Works in one read-only transaction: one moment of the hub's tables, and these, which are
     * empty again afterwards.
     */
    <T> T inOneMoment(Supplier<T> work) {
        return Objects.requireNonNull(
                workroom.transactions()
                        .execute(status -> {
                            var result = work.get();
                            status.setRollbackOnly();
                            return result;
                        }));
    }

    /** The same, but what is made here stays here for what comes next. */
    <T> T fromMomentToMoment(Supplier<T> work) {
        return Objects.requireNonNull(workroom.transactions().execute(status -> work.get()));
    }

    /** Works in one transaction that may write lasting tables, and sees what others commit. */
    void writing(Runnable work) {
        workroom.transactions()
                .executeWithoutResult(status -> {
                    jdbc().execute("set transaction isolation level read committed, read write");
                    work.run();
                });
    }

    /** Until the transaction ends, a table's name means the lasting one again. */
    void withLastingTables() {
        jdbc().execute("set local search_path = \"" + schema + "\", pg_temp");
        jdbc().execute("set local enable_seqscan = on");
    }

    /**
     * Another session of one moment, which only reads: while it goes on, no reader of the log waits
     * for it, as they do for a transaction that writes, be it temporary tables alone.
     */
    Connection reading() throws SQLException {
        var session = database.getConnection();
        try (var statement = session.createStatement()) {
            session.setAutoCommit(false);
            statement.execute("set transaction isolation level repeatable read, read only");
            return session;
        } catch (SQLException failed) {
            session.close();
            throw failed;
        }
    }

    Workroom workroom() {
        return workroom;
    }

    JdbcTemplate jdbc() {
        return workroom.jdbc();
    }

    String schema() {
        return schema;
    }

    /** A lasting table. */
    String lasting(String table) {
        return schema + "." + table;
    }

    /**
     * Which of the messages are told of consultations that the rest of the query finds, by its one
     * argument.
     */
    Set<Long> messages(List<Long> messages, String rest, Object argument) {
        var ids = messages.toArray(Long[]::new);
        return new java.util.HashSet<>(
                jdbc().queryForList(
                                (TOLD + rest).formatted(lasting("")),
                                Long.class,
                                ids,
                                ids,
                                argument));
    }

    /** By message, the consultations that it is told of and that one of these sets projected. */
    Map<Long, List<String>> told(List<Long> messages, String[] versions) {
        var told = new java.util.TreeMap<Long, List<String>>();
        var ids = messages.toArray(Long[]::new);
        jdbc().query(
                        (TOLD.replace("select distinct told.message", "select told.message, c.id")
                                        + " join %1$sconsultation c on c.id = told.consultation and"
                                        + " c.mapping_version = any (?)")
                                .formatted(lasting("")),
                        row -> {
                            told.computeIfAbsent(
                                            row.getLong(1), unknown -> new java.util.ArrayList<>())
                                    .add(row.getString(2));
                        },
                        ids,
                        ids,
                        versions);
        return told;
    }

    /** The mapping set that the message was last derived by. */
    String derivedBy(long message) {
        return Objects.requireNonNull(
                jdbc().queryForObject(
                                """
                                select coalesce((select mapping_version from %1$sevent where message = m.id and not superseded limit 1),
                                    (select mapping_version from %1$sderivation where message = m.id order by id desc limit 1), m.mapping_version)
                                from %1$smessage m where id = ?
                                """
                                        .formatted(lasting("")),
                                String.class,
                                message));
    }

    private static final String TOLD =
            """
            select distinct told.message from (
                select message, subject as consultation from %1$sevent where message = any (?) and subject is not null and not superseded
                union all select e.message, j.consultation from %1$sevent e join %1$svisit_join j on j.visit = e.visit
                where e.message = any (?) and e.subject is null and not e.superseded and not j.parked) as told
            """;

    /**
     * Whose the consultations, visits and identities are: each under the patient's key in force.
     */
    Map<String, String> patients(Touched touched) {
        var patients = new java.util.TreeMap<String, String>();
        jdbc().query(
                        """
                        select 'consultation ' || id, 'person ' || person from %1$sconsultation where id = any (?) and person is not null
                        union all select 'visit ' || key, 'person ' || person from %1$svisit where key = any (?) and person is not null
                        union all select 'person ' || key, 'person ' || canonical from %1$sperson where key = any (?)
                        """
                                .formatted(lasting("")),
                        row -> {
                            patients.put(row.getString(1), row.getString(2));
                        },
                        touched.subjects().toArray(String[]::new),
                        touched.visits().toArray(String[]::new),
                        touched.persons().toArray(String[]::new));
        return patients;
    }

    @Override
    public void close() throws SQLException {
        workroom.close();
        connection.close();
    }
}
