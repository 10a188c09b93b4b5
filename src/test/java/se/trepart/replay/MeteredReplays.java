package se.trepart.replay;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.springframework.jdbc.core.JdbcTemplate;

import se.trepart.TestDatabase;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import javax.sql.DataSource;

/**
 * Replays a filled store, dry or as a rebuild, whenever a line tells it to, and answers how many
 * messages, or events, a second; a process of its own.
 */
public final class MeteredReplays {
    private final DataSource database;
    private final JdbcTemplate jdbc;

    private MeteredReplays(DataSource database) {
        this.database = database;
        this.jdbc = new JdbcTemplate(database);
    }

    /** How many messages the store is filled with. */
    public static void main(String[] arguments) throws Exception {
        var replays = new MeteredReplays(TestDatabase.create());
        var number = Integer.parseInt(arguments[0]);
        var messages = Stocked.with(replays.database, number, number);
        var events =
                Objects.requireNonNull(
                        replays.jdbc.queryForObject("select count(*) from event", Long.class));
        System.out.println(messages + " messages, " + events + " events");
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = orders.readLine(); line != null; line = orders.readLine()) {
            var began = System.nanoTime();
            var done = line.equals("rebuild") ? replays.rebuild(events) : replays.dry(messages);
            System.out.println(done / ((System.nanoTime() - began) / 1e9));
        }
        System.exit(0);
    }

    /** Everything derived again from the raw messages, and compared with what is stored. */
    private long rebuild(long events) throws Exception {
        try (var scratch = Scratch.open(database, Stocked.environment())) {
            var rebuilding = new Rebuilding(scratch);
            rebuilding.everything();
            var differences = rebuilding.compare(0).differences();
            if (!differences.isEmpty()) {
                throw new IllegalStateException(differences.size() + " places differ");
            }
        }
        return events;
    }

    /** A plan over everything with other mappings, and its differences. */
    private long dry(long messages) throws Exception {
        var plans = new Plans(jdbc);
        var set = Stocked.candidate();
        var id =
                plans.create(
                        new Plans.New(
                                "bench",
                                "bench",
                                Selection.of(
                                        new ObjectMapper()
                                                .readTree("{\"from\":\"2020-01-01T00:00:00Z\"}")),
                                "message",
                                set.version(),
                                Plan.DRY_RUN,
                                100,
                                null));
        var plan = plans.find(id).orElseThrow();
        jdbc.execute("analyze replay_message");
        try (var scratch = Scratch.open(database, Stocked.environment())) {
            var findings = new Findings(jdbc, plan, set, List.of());
            new DryRun(scratch, plan, set, findings).run();
            if (Objects.requireNonNull(findings.summary()).isEmpty()) {
                throw new IllegalStateException("nothing was found to differ");
            }
        }
        return messages;
    }
}
