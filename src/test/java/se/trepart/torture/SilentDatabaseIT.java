package se.trepart.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import se.trepart.RunningHub;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A database that takes connections and says nothing, through the hub's real doors. */
class SilentDatabaseIT {
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration RECOVERY = Duration.ofSeconds(30);
    private static final int SENDERS = 60;
    private static final AtomicInteger COUNT = new AtomicInteger();

    @TempDir private static Path data;
    private static Database database;
    private static Proxy network;
    private static RunningHub hub;

    private final String id = "silent-" + COUNT.incrementAndGet();

    /** How the database falls silent. */
    enum Silence {
        STOPPED {
            @Override
            void begin() throws IOException, InterruptedException {
                database.signal("STOP");
            }

            @Override
            void end() throws IOException, InterruptedException {
                database.signal("CONT");
            }
        },
        /** What was sent is gone, and no connection that was open ever speaks again. */
        UNREACHABLE {
            @Override
            void begin() {
                network.weatherUnnoticed(Proxy.Weather.SILENCE);
            }

            @Override
            void end() {
                network.weatherUnnoticed(Proxy.Weather.CLEAR);
            }
        };

        abstract void begin() throws IOException, InterruptedException;

        abstract void end() throws IOException, InterruptedException;
    }

    @BeforeAll
    static void start() throws IOException {
        var ports = Ports.free(2);
        database = new Database(data.resolve("postgres"), ports.get(0));
        database.start();
        network = new Proxy(ports.get(1), ports.get(0));
        hub =
                RunningHub.start(
                        data.resolve("hub"),
                        RunningHub.freePort(),
                        RunningHub.freePort(),
                        "--spring.datasource.url=jdbc:postgresql://127.0.0.1:"
                                + ports.get(1)
                                + "/postgres?prepareThreshold=0",
                        "--spring.datasource.username=postgres");
    }

    @AfterAll
    static void stop() throws IOException {
        hub.close();
        network.close();
        database.close();
    }

    @BeforeEach
    void isTaken() {
        await().atMost(RECOVERY)
                .until(() -> code(id + "-before").equals("AA") && event(id + "-before") < 300);
    }

    @AfterEach
    void heal() throws IOException, InterruptedException {
        database.signal("CONT");
        network.weather(Proxy.Weather.CLEAR);
    }

    @ParameterizedTest
    @EnumSource
    void everySenderHearsSoWithinFiveSecondsAndIsTakenAgainSoonAfterItsReturn(Silence silence)
            throws Exception {
        // given
        silence.begin();
        // when
        var answers = allAtOnce(this::timedBoth);
        // then
        assertThat(answers)
                .hasSize(SENDERS)
                .allSatisfy(answer -> {
                    assertThat(answer.hl7()).isEqualTo("AE");
                    assertThat(answer.event()).isEqualTo(503);
                    assertThat(answer.slowest()).isLessThan(ANSWER);
                });
        // when
        silence.end();
        // then
        await().atMost(RECOVERY)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(code(id + "-0")).isEqualTo("AA"));
        await().atMost(RECOVERY)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(event(id + "-0")).isIn(200, 201));
        assertThat(accepted(id + "-0")).isEqualTo(1);
    }

    @Test
    void whatWasKeptThoughNobodyKnewIsADuplicateWhenItIsToldAgain() throws SQLException {
        // given
        network.halfOpenAfter("insert into message", "COMMIT");
        // when
        var answer = code(id);
        // then
        assertThat(answer).isEqualTo("AE");
        assertThat(accepted(id)).as("kept, though the answer to the commit was lost").isEqualTo(1);
        // when
        network.weatherUnnoticed(Proxy.Weather.CLEAR);
        // then
        await().atMost(RECOVERY)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(code(id)).isEqualTo("AA"));
        assertThat(accepted(id)).isEqualTo(1);
        assertThat(number("select count(*) from message where control_id = '%s'", id))
                .isGreaterThan(1);
    }

    @Test
    void whatAHubThatIsCutOffHasLockedIsFreeSoonAfter() throws SQLException {
        // given
        network.halfOpenAfter("insert into message");
        assertThat(code(id)).isEqualTo("AE");
        // when
        network.weatherUnnoticed(Proxy.Weather.CLEAR);
        // then
        await().atMost(RECOVERY)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(code(id)).isEqualTo("AA"));
        assertThat(accepted(id)).isEqualTo(1);
    }

    private record Answer(String hl7, int event, Duration slowest) {}

    private Answer timedBoth(int number) {
        var began = System.nanoTime();
        var hl7 = code(id + "-" + number);
        var first = System.nanoTime();
        var event = event(id + "-" + number);
        var second = System.nanoTime();
        return new Answer(hl7, event, Duration.ofNanos(Math.max(first - began, second - first)));
    }

    private static List<Answer> allAtOnce(IntFunction<Answer> sender) throws Exception {
        var tries =
                IntStream.range(0, SENDERS)
                        .mapToObj(number -> (Callable<Answer>) () -> sender.apply(number))
                        .toList();
        var answers = new ArrayList<Answer>();
        try (var threads = Executors.newFixedThreadPool(SENDERS)) {
            for (var answer : threads.invokeAll(tries)) {
                answers.add(answer.get());
            }
        }
        return answers;
    }

    private static String code(String id) {
        return RunningHub.code(
                hub.hl7(
                        """
                        MSH|^~\\&|JOURNAL|SE162321000255-TRP101|TREPART||20230314100000||ADT^A04^ADT_A01|%s|P|2.5.1||||||UNICODE UTF-8
                        EVN|A04|20230314100000
                        PID|1||189001029819^^^&1.2.752.129.2.1.3.1&ISO^NI
                        PV1|1|O|SE162321000255-TRP101||||||||||||||||B-%s|||||||||||||||||||||||||20230314100000
                        """
                                .formatted(id, id)));
    }

    private static int event(String id) {
        return hub.event(
                        ("{'specversion':'1.0','id':'%s','source':'https://journal.example.se/',"
                                        + "'type':'se.trepart.consultation.entered-in-error.v1',"
                                        + "'subject':'K-%s','time':'2023-03-14T10:00:00+01:00',"
                                        + "'data':{'reason':'mistake'}}")
                                .formatted(id, id)
                                .replace('\'', '"'))
                .statusCode();
    }

    /** Asked past the network in between. */
    private static long accepted(String key) throws SQLException {
        return number(
                "select count(*) from message where control_id = '%s' and sender like 'JOURNAL%%'"
                        + " and outcome <> 'duplicate'",
                key);
    }

    private static long number(String sql, String key) throws SQLException {
        return database.number(sql.formatted(key));
    }
}
