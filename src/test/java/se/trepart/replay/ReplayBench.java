package se.trepart.replay;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import se.trepart.TestDatabase;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * How fast stored messages are replayed dry and rebuilt; no part of the build. {@code mvn
 * failsafe:integration-test@default -Dit.test=ReplayBench -Dmessages=100000}, after a {@code mvn
 * test-compile}.
 */
class ReplayBench {
    private static final String MESSAGES = System.getProperty("messages", "100000");
    private static final String WHOLE = System.getProperty("whole", "17000");

    @Test
    void measures() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process =
                new ProcessBuilder(
                                java,
                                "-Xmx512m",
                                "-Dlogback.configurationFile=quiet-logback.xml",
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                ReplayBench.class.getName(),
                                MESSAGES,
                                WHOLE)
                        .inheritIO()
                        .start();
        org.assertj.core.api.Assertions.assertThat(process.waitFor()).isZero();
    }

    /** The measured process itself: how many messages, and of how many all is derived. */
    public static void main(String[] arguments) throws Exception {
        var database = TestDatabase.create();
        var jdbc = new JdbcTemplate(database);
        long messages;
        try (var gauge = new Gauge("filling", jdbc)) {
            messages =
                    Stocked.with(
                            database,
                            Integer.parseInt(arguments[0]),
                            Integer.parseInt(arguments[1]));
            gauge.tell(messages, "messages");
        }
        System.out.println(
                "events "
                        + jdbc.queryForObject("select count(*) from event", Long.class)
                        + ", consultations "
                        + jdbc.queryForObject("select count(*) from consultation", Long.class)
                        + ", resources "
                        + jdbc.queryForObject("select count(*) from resource", Long.class));
        for (var time = 0; time < Integer.getInteger("times", 1); time++) {
            dryRun(database, jdbc, messages);
        }
        if (arguments[0].equals(arguments[1])) {
            rebuild(database, jdbc, messages);
        }
        System.exit(0);
    }

    private static void rebuild(javax.sql.DataSource database, JdbcTemplate jdbc, long messages)
            throws Exception {
        try (var gauge = new Gauge("rebuild", jdbc);
                var scratch = Scratch.open(database, Stocked.environment())) {
            var rebuilding = new Rebuilding(scratch);
            rebuilding.everything();
            gauge.tell(messages, "messages, appended");
            var report = rebuilding.compare(0);
            gauge.tell(messages, "messages, compared too");
            System.out.println(report.compared());
            System.out.println(report.differences().size() + " places differ");
        }
    }

    private static void dryRun(javax.sql.DataSource database, JdbcTemplate jdbc, long messages)
            throws Exception {
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
        try (var gauge = new Gauge("dry run", jdbc);
                var scratch = Scratch.open(database, Stocked.environment())) {
            var findings = new Findings(jdbc, plan, set, List.of());
            new DryRun(scratch, plan, set, findings).run();
            gauge.tell(messages, "messages");
            System.out.println(Objects.requireNonNull(findings.summary()).toPrettyString());
        }
    }
}
