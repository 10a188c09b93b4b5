package se.trepart.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code shadow} and {@code minimise}, by the answers of a hub that is none. */
class WorkshopTest {
    private static final String CASE =
            """
            {"id":17,"name":"message-adt-a04-is-refused","valuesBefore":30,"valuesAfter":7,"trials":90,
             "faults":[{"code":"TRP-202","path":"PID-3.1"}],
             "files":{"0-received.hl7":"MSH|a\\nPID|b\\n","4-pasis.hl7":"","answer.hl7":"MSH|«id»\\n"}}\
            """;
    private static final String FOUND =
            """
            {"id":4,"patterns":[
              {"pattern":"message refused TRP-206 PR1-3.1","found":2,"consultations":1,"examples":["17","19"]},
              {"pattern":"resource Encounter changed /type/#/coding/#/code","found":12,"consultations":9,"examples":["Encounter/K-1-visit"]}]}\
            """;

    @TempDir private Path folder = Path.of("");
    private final List<String> asked = new ArrayList<>();
    private final Map<String, String> answers = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer hub;

    @BeforeEach
    void start() throws IOException {
        hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hub.createContext("/", this::answer);
        hub.start();
        Files.createDirectories(folder.resolve("mappings/feed"));
        Files.writeString(folder.resolve("mappings/feed/a.yaml"), "name: a\n");
        plan("ready", 120);
        answers.put("/api/replays/4/patterns", FOUND);
        answers.put("/api/messages/17/minimise", CASE);
    }

    @AfterEach
    void stop() {
        hub.stop(0);
    }

    private void plan(String state, int messages) {
        answers.put(
                "/api/replays",
                "{\"id\":4,\"state\":\"dry-running\",\"progress\":{},\"mappingVersion\":\"0123456789abcdef\"}");
        answers.put(
                "/api/replays/4",
                """
                {"id":4,"state":"%s","cause":"TRP-211","mappingVersion":"0123456789abcdef","dryRun":{"messages":%d,"changed":14,"deliveries":{"pasis":3}}}\
                """
                        .formatted(state, messages));
    }

    private int shadow(String... more) {
        var line =
                new ArrayList<>(
                        List.of("shadow", "--mappings", folder.resolve("mappings").toString()));
        line.addAll(List.of(more));
        return run(line.toArray(String[]::new));
    }

    @Test
    void whatDiffersAndIsNotApprovedFailsAndIsToldInGroups() throws IOException {
        // when
        var exit = shadow("--days", "3");
        // then
        assertThat(exit).isEqualTo(1);
        var plan =
                new ObjectMapper()
                        .readTree(asked.getFirst().substring("POST /api/replays ".length()));
        assertThat(plan.path("mode").asText()).isEqualTo("dry-run");
        assertThat(plan.at("/selection/from").asText()).isNotEmpty();
        assertThat(plan.at("/mapping/candidate").has("feed/a.yaml")).isTrue();
        assertThat(out.toString().lines())
                .containsExactly(
                        "120 messages of 3 days read, 14 derived again (plan 4, mappings"
                                + " 0123456789ab).",
                        "  NOT YET   message refused TRP-206 PR1-3.1",
                        "            2 ×, 1 consultations, such as 17 19",
                        "  NOT YET   resource Encounter changed /type/#/coding/#/code",
                        "            12 ×, 9 consultations, such as Encounter/K-1-visit",
                        "would leave to pasis: 3",
                        "2 differences are not approved.");
    }

    @Test
    void aListThatWasWrittenAndGoneThroughApprovesExactlyWhatItSays() throws IOException {
        // given
        var list = folder.resolve("approved");
        assertThat(shadow("--write-approved", list.toString())).isEqualTo(1);
        // when
        var all = shadow("--approved", list.toString());
        Files.writeString(
                list,
                """
                # gone through
                  resource Encounter changed   /type/#/coding/#/code  # as decided
                target pasis new
                #message refused TRP-206 PR1-3.1
                """);
        out.getBuffer().setLength(0);
        var some = shadow("--approved", list.toString());
        // then
        assertThat(all).isZero();
        assertThat(some).isEqualTo(1);
        assertThat(out.toString())
                .contains(
                        "approved  resource Encounter",
                        "NOT YET   message refused",
                        "warning: approved and not found: target pasis new",
                        "1 differences are not approved.");
    }

    @Test
    void nothingReadProvesNothing() {
        // given
        plan("ready", 0);
        answers.put("/api/replays/4/patterns", "{\"patterns\":[]}");
        // then
        assertThat(shadow()).isEqualTo(1);
        assertThat(out.toString()).contains("Nothing is proved");
    }

    @Test
    void nothingThatDiffersIsSuccess() {
        // given
        answers.put("/api/replays/4/patterns", "{\"patterns\":[]}");
        // then
        assertThat(shadow("--json")).isZero();
        assertThat(out.toString()).contains("\"passed\" : true");
    }

    @Test
    void aRunThatFailsIsNoSuccessAndWrongUsageIsTwo() {
        // given
        plan("failed", 0);
        // then
        assertThat(shadow()).isEqualTo(1);
        assertThat(err.toString()).contains("failed TRP-211");
        assertThat(shadow("--days", "0")).isEqualTo(2);
        assertThat(run("shadow")).isEqualTo(2);
        assertThat(run("shadow", "--mappings", folder.resolve("nowhere").toString())).isEqualTo(2);
    }

    @Test
    void aCaseIsWrittenAsTheHubMadeIt() throws IOException {
        // when
        var exit =
                run(
                        "minimise",
                        "17",
                        "--reason",
                        "Fel",
                        "--out",
                        folder.resolve("cases").toString());
        // then
        assertThat(exit).isZero();
        assertThat(asked).containsExactly("POST /api/messages/17/minimise {\"reason\":\"Fel\"}");
        var made = folder.resolve("cases/message-adt-a04-is-refused");
        assertThat(made.resolve("0-received.hl7")).hasContent("MSH|a\nPID|b\n");
        assertThat(made.resolve("4-pasis.hl7")).isEmptyFile();
        assertThat(made.resolve("answer.hl7")).hasContent("MSH|«id»");
        assertThat(out.toString())
                .contains("TRP-202 PID-3.1", "7 of 30 values", "Written to " + made);
    }

    @Test
    void aCaseThatIsThereIsNotOverwrittenAndNoNameLeadsOut() throws IOException {
        // given
        var there = Files.createDirectories(folder.resolve("cases/message-adt-a04-is-refused"));
        var cases = folder.resolve("cases").toString();
        // then
        assertThat(run("minimise", "17", "--reason", "Fel", "--out", cases)).isEqualTo(1);
        assertThat(there).isEmptyDirectory();
        assertThat(run("minimise", "17", "--reason", "Fel", "--out", cases, "--name", "../x"))
                .isEqualTo(1);
        // when
        answers.put("/api/messages/17/minimise", CASE.replace("4-pasis.hl7", "../../outside"));
        assertThat(run("minimise", "17", "--reason", "Fel", "--out", cases, "--name", "another"))
                .isEqualTo(1);
        // then
        assertThat(folder.resolve("outside")).doesNotExist();
        assertThat(run("minimise", "17")).isEqualTo(2);
    }

    private int run(String... arguments) {
        var line = new ArrayList<>(Arrays.asList(arguments));
        line.addAll(List.of("--hub", "http://localhost:" + hub.getAddress().getPort()));
        return TrepartCommand.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(line.toArray(String[]::new));
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(exchange.getRequestMethod() + " " + path + " " + body);
        var bytes = answers.getOrDefault(path, "{}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
