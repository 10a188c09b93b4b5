package se.trepart.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import se.trepart.RunningHub;
import se.trepart.projection.Day;
import se.trepart.simulator.Pasis;
import se.trepart.simulator.Ports;
import se.trepart.simulator.PrimaryCare;
import se.trepart.simulator.Simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Whatever was damaged is rebuilt and put in place beside live traffic, which never waits long. */
class RebuildIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DAYS = 3;

    /** What somebody did behind the hub's back. */
    private static final List<String> DAMAGE =
            List.of(
                    "update resource set json = replace(json, 'XS004', 'XS005') where type ="
                            + " 'Procedure' and id like '%xs004'",
                    "delete from resource where type = 'Encounter' and id like 'KA-%-visit'",
                    "delete from resource where type = 'Patient' and key in (select key from"
                            + " resource where type = 'Patient' order by key limit 2)",
                    "update event set content = replace(content, '\"G439\"', '\"G440\"') where type"
                            + " = 'se.trepart.medical-registration.recorded.v1'",
                    "delete from consultation where id like 'KB-%'",
                    "update consultation set state = '{}', phase = 'failed', person = null where id"
                            + " like 'KA-%'",
                    "delete from visit_join",
                    "delete from visit where unit = 'SE162321000255-TRP104'",
                    "update stay set from_at = null",
                    "delete from stray_join",
                    "update person set canonical = key",
                    "update practitioner set name = null",
                    "delete from practitioner_role where unit = 'SE162321000255-TRP204'",
                    "update message set outcome = 'not-concerned' where outcome = 'parked'");

    @TempDir private static Path data;
    private static Simulator<Pasis> pasis;
    private static Simulator<PrimaryCare> primaryCare;
    private static RunningHub hub;

    @BeforeAll
    static void start() throws IOException {
        pasis = Simulator.start(new Pasis(), Ports.FREE, data.resolve("pasis.ndjson"));
        primaryCare =
                Simulator.start(new PrimaryCare(), Ports.FREE, data.resolve("primary-care.ndjson"));
        hub = RunningHub.start(data, pasis.mllpPort(), primaryCare.mllpPort());
        IntStream.range(0, DAYS).forEach(RebuildIT::tell);
        quiet();
    }

    @AfterAll
    static void stop() throws IOException {
        hub.close();
        pasis.close();
        primaryCare.close();
    }

    private static void tell(int day) {
        for (var told : new Day(day).told()) {
            if (told.hl7()) {
                assertThat(RunningHub.code(hub.hl7(told.text()))).isEqualTo("AA");
            } else {
                assertThat(hub.event(told.text()).statusCode()).isEqualTo(201);
            }
        }
    }

    private static void quiet() {
        await().atMost(Duration.ofMinutes(2))
                .until(() ->
                        hub.jdbc()
                                .queryForList(
                                        "select key from stream where state <> 'idle' and missing ="
                                                + " ''")
                                .isEmpty());
    }

    private static DriverManagerDataSource database() {
        return new DriverManagerDataSource(
                hub.bean(ConfigurableEnvironment.class)
                        .getRequiredProperty("spring.datasource.url"),
                "postgres",
                "");
    }

    private static RebuildReport rebuild() throws SQLException {
        return Rebuild.run(database(), hub.bean(ConfigurableEnvironment.class));
    }

    private static RebuildReport check() throws SQLException {
        return RebuildCheck.run(database(), hub.bean(ConfigurableEnvironment.class));
    }

    /** Current resources as apps read them, without the facts of their versions. */
    private static List<String> resources() {
        return hub.jdbc()
                .query(
                        "select json from resource where not deleted and type <> 'Provenance' order"
                                + " by type, id",
                        (row, number) -> Comparison.read("resource", row.getString(1)).toString());
    }

    @Test
    void putsDamagedRowsRightBesideLiveTrafficAndLosesNothing() throws Exception {
        // given
        var before = resources();
        var sent = Files.readString(data.resolve("pasis.ndjson"));
        var procedure =
                hub.jdbc()
                        .queryForList(
                                "select id from resource where type = 'Procedure' and id like"
                                        + " '%xs004' order by id limit 1",
                                String.class)
                        .getFirst();
        int version =
                hub.jdbc()
                        .queryForList(
                                "select version from resource where type = 'Procedure' and id = ?",
                                Integer.class,
                                procedure)
                        .getFirst();
        DAMAGE.forEach(hub.jdbc()::update);
        var next = new AtomicInteger(DAYS);
        var over = new AtomicBoolean();
        assertThat(check().differences()).isNotEmpty();
        var traffic =
                CompletableFuture.runAsync(() -> {
                    do {
                        tell(next.getAndIncrement());
                    } while (!over.get());
                });
        // when
        RebuildReport report;
        try {
            report = rebuild();
        } finally {
            over.set(true);
        }
        traffic.join();
        // then
        quiet();
        System.out.println(report.json() + ", while " + (next.get() - DAYS) + " days were told");
        assertThat(report.differences()).isEmpty();
        assertThat(report.replaced())
                .containsKeys(
                        "resource", "event", "consultation", "visit", "stay", "stray", "person");
        var checked = check();
        assertThat(checked.differences()).isEmpty();
        assertThat(checked.compared().get("message"))
                .isGreaterThanOrEqualTo((long) next.get() * new Day(0).told().size());
        assertThat(resources()).containsAll(before);
        assertThat(Files.readString(data.resolve("pasis.ndjson"))).startsWith(sent);
        var now = JSON.readTree(hub.get("/fhir/Procedure/" + procedure + "/_history").body());
        assertThat(now.path("total").asInt()).isEqualTo(version + 1);
        assertThat(now.at("/entry/0/resource").toString()).contains("XS004");
        assertThat(now.at("/entry/1/resource").toString()).contains("XS005");
    }

    @Test
    void nothingIsWrittenWhereNothingDiffers() throws SQLException {
        // given
        quiet();
        rebuild();
        var before = Whole.of(hub.jdbc());
        // when
        var report = rebuild();
        // then
        assertThat(report.proves()).isTrue();
        assertThat(report.replaced()).isEmpty();
        assertThat(Whole.of(hub.jdbc())).isEqualTo(before);
    }
}
