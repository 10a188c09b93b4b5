package se.trepart.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import se.trepart.RunningHub;
import se.trepart.TestDatabase;
import se.trepart.projection.Day;
import se.trepart.simulator.MllpClient;
import se.trepart.simulator.Pasis;
import se.trepart.simulator.Ports;
import se.trepart.simulator.PrimaryCare;
import se.trepart.simulator.Simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;

/**
 * Law 4 held against a running hub's own store: rebuilt from the raw messages, everything is the
 * same, and whatever somebody changed behind the hub's back is found.
 */
class RebuildCheckIT {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int DAYS = 4;

    @TempDir private static Path data;
    private static Simulator<Pasis> pasis;
    private static Simulator<PrimaryCare> primaryCare;
    private static RunningHub hub;

    @BeforeAll
    static void start() throws IOException {
        System.out.println("RebuildCheckIT: -Dseed=" + SEED);
        pasis = Simulator.start(new Pasis(), Ports.FREE, null);
        primaryCare = Simulator.start(new PrimaryCare(), Ports.FREE, null);
        hub = RunningHub.start(data, pasis.mllpPort(), primaryCare.mllpPort());
        try (var client = hub.mllp()) {
            for (var day = 0; day < DAYS; day++) {
                var told = new ArrayList<>(new Day(day).told());
                told.addAll(told.subList(0, 3));
                Collections.shuffle(told, new Random(SEED + day));
                for (var message : told) {
                    send(client, message);
                }
            }
            send(
                    client,
                    new Day.Told(
                            true,
                            "refused",
                            "MSH|^~\\&|A|B|C||20230314||ADT^A04|X-1|P|2.5.1\n"
                                    + "PID|1||190001010000\n"));
        }
        binary();
        await().atMost(Duration.ofMinutes(2))
                .until(() ->
                        hub.jdbc()
                                .queryForList(
                                        "select key from stream where state <> 'idle' and missing ="
                                                + " ''")
                                .isEmpty());
    }

    @AfterAll
    static void stop() throws IOException {
        hub.close();
        pasis.close();
        primaryCare.close();
    }

    private static void send(MllpClient client, Day.Told message) throws IOException {
        if (message.hl7()) {
            client.send(message.text().replace('\n', '\r').getBytes(StandardCharsets.UTF_8));
        } else {
            hub.event(message.text());
        }
    }

    /** An event whose attributes stand in headers alone. */
    private static void binary() {
        var answer =
                hub.post(
                        "{\"outcome\":\"other\",\"by\":{\"hsaId\":\"SE162321000255-TRP901\"}}"
                                .getBytes(StandardCharsets.UTF_8),
                        "Content-Type",
                        "application/json",
                        "ce-specversion",
                        "1.0",
                        "ce-id",
                        "binary-1",
                        "ce-source",
                        "https://example.se/",
                        "ce-type",
                        "se.trepart.outcome.recorded.v1",
                        "ce-subject",
                        new Day(0).consultations().getFirst(),
                        "ce-time",
                        "2023-03-14T15:00:00+01:00");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private static RebuildReport check() throws SQLException {
        return RebuildCheck.run(
                new DriverManagerDataSource(
                        hub.bean(ConfigurableEnvironment.class)
                                .getRequiredProperty("spring.datasource.url"),
                        "postgres",
                        ""),
                hub.bean(ConfigurableEnvironment.class));
    }

    @Test
    void everythingRebuiltFromTheRawMessagesIsAsStored() throws SQLException {
        // when
        var report = check();
        // then
        System.out.println(report.json());
        assertThat(report.differences()).isEmpty();
        assertThat(report.proves()).isTrue();
        assertThat(report.compared())
                .allSatisfy((kind, number) -> assertThat(number).as(kind).isPositive());
    }

    @ParameterizedTest(name = "{0}: {3}")
    @CsvSource(
            delimiterString = "->",
            quoteCharacter = '"',
            textBlock =
                    """
                    resource     -> resource.json     -> replace(json, 'XS004', 'XS005') -> type = 'Procedure' and id like '%xs004'
                    target       -> stream.target     -> replace(target, 'KD', 'KX')         -> destination = 'pasis'
                    consultation -> consultation.phase -> 'failed'                           -> true
                    event        -> event.content     -> replace(content, '2023-', '2024-')  -> true
                    message      -> message.outcome   -> 'parked'                            -> outcome = 'accepted'
                    visit        -> visit.unit        -> 'SE162321000255-TRP118'             -> true
                    person       -> person.value      -> 'X'                                 -> true
                    practitioner -> practitioner_role.specialty -> 'handkirurgi'             -> specialty <> ''
                    """)
    void whatSomebodyChangedBehindTheHubIsFound(
            String kind, String column, String value, String where) throws SQLException {
        // given
        var table = column.substring(0, column.indexOf('.'));
        var name = column.substring(column.indexOf('.') + 1);
        var changed =
                hub.jdbc()
                        .queryForMap(
                                "select ctid::text as at, "
                                        + name
                                        + " as was from "
                                        + table
                                        + " where "
                                        + where
                                        + " limit 1");
        var now =
                hub.jdbc()
                        .queryForObject(
                                "update "
                                        + table
                                        + " set "
                                        + name
                                        + " = "
                                        + value
                                        + " where ctid = ?::tid returning ctid::text",
                                String.class,
                                changed.get("at"));
        try {
            // when
            var report = check();
            // then
            assertThat(report.proves()).isFalse();
            assertThat(report.differences())
                    .isNotEmpty()
                    .allSatisfy(one -> assertThat(one.kind()).isEqualTo(kind));
        } finally {
            hub.jdbc()
                    .update(
                            "update " + table + " set " + name + " = ? where ctid = ?::tid",
                            changed.get("was"),
                            now);
        }
    }

    @Test
    void nothingIsProvedByAnEmptyStore() throws SQLException {
        // when
        var report =
                RebuildCheck.run(TestDatabase.create(), hub.bean(ConfigurableEnvironment.class));
        // then
        assertThat(report.differences()).isEmpty();
        assertThat(report.proves()).isFalse();
    }

    @Test
    void nothingLastingIsWritten() throws SQLException {
        // given
        var before = Whole.of(hub.jdbc());
        // when
        check();
        // then
        assertThat(Whole.of(hub.jdbc())).isEqualTo(before);
    }
}
