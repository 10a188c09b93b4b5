package se.trepart.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

import se.trepart.RunningHub;
import se.trepart.TestDatabase;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The file feed (contract 3.3) of a running hub, on a real folder and PostgreSQL. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FileFeedIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final AtomicInteger COUNT = new AtomicInteger();

    @TempDir private static Path data;
    private static Path folder;
    private static RunningHub hub;

    private final String id = "f" + COUNT.incrementAndGet();

    @BeforeAll
    static void start() throws IOException {
        folder = Files.createDirectories(data.resolve("files/tidbok"));
        hub =
                RunningHub.start(
                        data,
                        RunningHub.freePort(),
                        RunningHub.freePort(),
                        "--spring.datasource.hikari.connection-timeout=1000",
                        "--trepart.feed.file.settle=500ms",
                        "--trepart.feed.file.dir=" + data.resolve("files"));
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void takesEachMessageOfABatchAndLeavesTheFileDoneWithAReport() throws IOException {
        // when
        put(
                "natt.hl7",
                "FHS|^~\\&|TIDBOK\nBHS|^~\\&|TIDBOK\n"
                        + Told.booking(id + "a", "Nordin")
                        + Told.booking(id + "b", "Nordin")
                        + Told.booking(id + "a", "Nordin")
                        + "BTS|3\nFTS|1\n");
        // then
        var report = report("natt.hl7", "done");
        assertThat(report.path("outcomes").toString())
                .isEqualTo("{\"accepted\":2,\"duplicate\":1}");
        assertThat(report.path("each"))
                .map(each -> each.path("controlId").asText())
                .containsExactly(id + "a", id + "b", id + "a");
        assertThat(report.toString()).doesNotContain("Nordin").doesNotContain("189001019802");
        assertThat(outcomes(id + "a")).containsExactly("accepted", "duplicate");
        assertThat(hub.get("/api/feeds").body())
                .contains("\"name\":\"files-tidbok\",\"state\":\"running\"");
    }

    @Test
    void aMessageByFileIsTheSameAsByMllp() throws IOException {
        // given
        try (var sender = hub.mllp()) {
            sender.send(
                    Told.booking(id, "Nordin")
                            .replace('\n', '\r')
                            .getBytes(StandardCharsets.UTF_8));
        }
        // when
        put("mllp.hl7", Told.booking(id, "Nordin").strip());
        // then
        report("mllp.hl7", "done");
        assertThat(outcomes(id)).containsExactly("accepted", "duplicate");
    }

    @Test
    void takesCloudEventsOneOnEachLineOrInAnArrayOrAlone() throws IOException {
        // when
        put(
                "rader.ndjson",
                Told.event(id + "a", "yes") + "\n\n" + Told.event(id + "b", "no") + "\n");
        put(
                "lista.json",
                "[\n" + Told.event(id + "c", "yes") + ",\n" + Told.event(id + "d", "no") + "]");
        put("en.json", Told.event(id + "e", "yes").replace(",", ",\n  "));
        // then
        assertThat(report("rader.ndjson", "done").path("messages").asInt()).isEqualTo(2);
        assertThat(report("lista.json", "done").path("messages").asInt()).isEqualTo(2);
        assertThat(report("en.json", "done").path("messages").asInt()).isEqualTo(1);
        assertThat(List.of("a", "b", "c", "d", "e"))
                .allSatisfy(each -> assertThat(outcomes(id + each)).containsExactly("accepted"));
    }

    @Test
    void aFileWithARefusedMessageIsRejectedAndItsOtherMessagesAreTaken() throws IOException {
        // when
        put(
                "fel.ndjson",
                Told.event(id + "a", "maybe") + "\n{\"half\n" + Told.event(id + "b", "no"));
        // then
        var report = report("fel.ndjson", "rejected");
        assertThat(report.path("each"))
                .map(each -> each.path("outcome").asText())
                .containsExactly("refused", "refused", "accepted");
        assertThat(report.at("/each/0/faults/0/path").asText())
                .isEqualTo("/data/wouldHaveReferred");
        assertThat(report.at("/each/1/faults/0/code").asText()).isEqualTo("TRP-110");
        assertThat(outcomes(id + "b")).containsExactly("accepted");
    }

    @Test
    void aBatchThatIsNotWholeIsStoredAndNothingOfItIsTaken() throws IOException {
        // when
        put(
                "halv.hl7",
                "FHS|^~\\&|TIDBOK\nBHS|^~\\&|TIDBOK\n"
                        + Told.booking(id, "Nordin")
                        + "BTS|2\nFTS|1\n");
        // then
        assertThat(report("halv.hl7", "rejected").at("/each/0/faults/0/code").asText())
                .isEqualTo("TRP-117");
        assertThat(outcomes(id)).isEmpty();
        assertThat(
                        hub.jdbc()
                                .queryForObject(
                                        "select count(*) from message where feed = 'files-tidbok'"
                                            + " and faults like '%TRP-117%' and body is not null",
                                        Integer.class))
                .isEqualTo(1);
    }

    @Test
    void theSameNameAgainIsANewFileAndWhatWasRefusedIsDecidedAnew() throws IOException {
        // given
        put("samma.ndjson", Told.event(id, "maybe"));
        report("samma.ndjson", "rejected");
        // when
        put("samma.ndjson", Told.event(id, "yes"));
        // then
        report("samma.ndjson.2", "done");
        // when
        put("samma.ndjson", Told.event(id, "maybe"));
        // then
        assertThat(report("samma.ndjson.3", "rejected").at("/each/0/faults/0/code").asText())
                .isEqualTo("TRP-109");
        assertThat(outcomes(id)).containsExactly("refused", "accepted", "refused");
    }

    @Test
    void leavesAFileAloneWhileItIsBeingWritten() throws IOException {
        // given
        var message = Told.booking(id, "Nordin");
        var half = message.length() / 2;
        var file = folder.resolve("sakta.hl7");
        Files.writeString(file, message.substring(0, half));
        var until = Instant.now().plusSeconds(4);
        // when
        await().pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    Files.writeString(file, "", StandardOpenOption.APPEND);
                    Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
                    return Instant.now().isAfter(until);
                });
        Files.writeString(file, message.substring(half), StandardOpenOption.APPEND);
        // then
        assertThat(report("sakta.hl7", "done").path("messages").asInt()).isEqualTo(1);
        assertThat(outcomes(id)).containsExactly("accepted");
    }

    /** The last of all: the pool finds its broken connections one by one afterwards. */
    @Test
    @Order(Integer.MAX_VALUE)
    void withoutTheDatabaseAFileWaitsAndIsTakenLater() throws IOException {
        // given
        var name = hub.jdbc().queryForObject("select current_database()", String.class);
        var database = new JdbcTemplate(TestDatabase.create());
        database.execute("alter database " + name + " with allow_connections false");
        database.queryForList(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = ?", name);
        try {
            // when
            put("senare.ndjson", Told.event(id, "yes"));
            // then
            await().during(Duration.ofSeconds(3))
                    .atMost(PATIENCE)
                    .until(() -> Files.exists(folder.resolve("senare.ndjson")));
        } finally {
            database.execute("alter database " + name + " with allow_connections true");
        }
        assertThat(report("senare.ndjson", "done").path("messages").asInt()).isEqualTo(1);
        eventually(() -> assertThat(outcomes(id)).containsExactly("accepted"));
    }

    private static void put(String name, String content) throws IOException {
        var aside = Files.writeString(data.resolve(name), content);
        Files.move(aside, folder.resolve(name));
    }

    private static JsonNode report(String name, String verdict) throws IOException {
        eventually(() -> assertThat(folder.resolve(name + "." + verdict)).exists());
        return new ObjectMapper().readTree(folder.resolve(name + ".report.json").toFile());
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(assertion);
    }

    private static List<String> outcomes(String key) {
        return hub.jdbc()
                .queryForList(
                        "select outcome from message where control_id = ? order by id",
                        String.class,
                        key);
    }
}
