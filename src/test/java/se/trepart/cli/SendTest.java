package se.trepart.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import se.trepart.simulator.Fault;
import se.trepart.simulator.Mllp;
import se.trepart.simulator.Ports;
import se.trepart.simulator.ReceivingUnit;
import se.trepart.simulator.Simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.regex.Pattern;

class SendTest {
    private static final String REFERRAL =
            "MSH|^~\\&|JOURNAL|UNIT|||20230314110000||REF^I12|%s|P|2.5|||||||UNICODE UTF-8\r"
                    + "RF1||||||%s\r";
    private static final String LETTER =
            "MSH|^~\\&|JOURNAL|UNIT|||20230314110000||MDM^T02|%s|P|2.5|||||||UNICODE UTF-8\r";

    @TempDir private Path folder;
    private final StringWriter printed = new StringWriter();
    private final Queue<String> answers = new ArrayDeque<>();
    private final List<String> posted = new ArrayList<>();
    private Simulator<ReceivingUnit> unit;
    private HttpServer events;

    @BeforeEach
    void start() throws IOException {
        unit = Simulator.start(new ReceivingUnit(), Ports.FREE, null);
        events = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        events.createContext("/api/events", this::take);
        events.start();
    }

    @AfterEach
    void stop() throws IOException {
        unit.close();
        events.stop(0);
    }

    @Test
    void sendsEachMessageOfAFileAndPrintsItsAnswer() throws IOException {
        // given
        Path file =
                write("day.hl7", REFERRAL.formatted("M1", "R1") + REFERRAL.formatted("M2", "R2"));
        // when
        int status = send(file);
        // then
        assertThat(status).isZero();
        assertThat(lines()).containsExactly("AA  M1", "AA  M2");
        assertThat(unit.extract().rows()).extracting(List::getFirst).containsExactly("R1", "R2");
    }

    @Test
    void sendsBatchesAndFramedFiles() throws IOException {
        // given
        Path batch =
                write(
                        "batch.hl7",
                        "FHS|^~\\&\rBHS|^~\\&\r"
                                + REFERRAL.formatted("M1", "R1")
                                + "BTS|1\rFTS|1\r");
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        Mllp.write(framed, REFERRAL.formatted("M2", "R2").getBytes(StandardCharsets.UTF_8));
        Path frames = Files.write(folder.resolve("frames"), framed.toByteArray());
        // when
        int status = send(batch, frames);
        // then
        assertThat(status).isZero();
        assertThat(unit.extract().rows()).extracting(List::getFirst).containsExactly("R1", "R2");
    }

    @Test
    void saysWhyAMessageWasRefusedAndGoesOn() throws IOException {
        // given
        Path file = write("day.hl7", LETTER.formatted("M1") + REFERRAL.formatted("M2", "R2"));
        // when
        int status = send(file);
        // then
        assertThat(status).isEqualTo(1);
        assertThat(lines())
                .containsExactly(
                        "AR  M1", "    MSH-9 200 Meddelandetypen tas inte emot.", "AA  M2");
    }

    @Test
    void countsATryAgainAsRefused() throws IOException {
        // given
        unit.set(Fault.of(Fault.Mode.REFUSE_AE));
        // when
        int status = send(write("day.hl7", REFERRAL.formatted("M1", "R1")));
        // then
        assertThat(status).isEqualTo(1);
        assertThat(lines().getFirst()).isEqualTo("AE  M1");
    }

    @Test
    void saysWhenNobodyAnswered() throws IOException {
        // given
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        // when
        int status =
                run(
                        "send",
                        "--mllp",
                        "localhost:" + nobody,
                        write("m.hl7", REFERRAL.formatted("M1", "R1")).toString());
        // then
        assertThat(status).isEqualTo(2);
        assertThat(lines().getFirst()).isEqualTo("no answer  M1");
    }

    @Test
    void connectsAgainAfterAMessageThatWasNotAnswered() throws IOException {
        // given
        unit.set(new Fault(Fault.Mode.RESET, null, null, Pattern.compile("\\|M1\\|")));
        Path file =
                write("day.hl7", REFERRAL.formatted("M1", "R1") + REFERRAL.formatted("M2", "R2"));
        // when
        int status = send(file);
        // then
        assertThat(status).isEqualTo(2);
        assertThat(lines()).first().isEqualTo("no answer  M1");
        assertThat(lines()).last().isEqualTo("AA  M2");
    }

    @Test
    void takesAnAnswerToAnotherMessageForNone() throws IOException {
        // given
        unit.set(Fault.of(Fault.Mode.OTHER_ID));
        // when
        int status = send(write("m.hl7", REFERRAL.formatted("M1", "R1")));
        // then
        assertThat(status).isEqualTo(2);
        assertThat(lines().getLast()).contains("for another message: M1X");
    }

    @Test
    void saysWhenAFileHoldsNoMessage() throws IOException {
        assertThat(send(write("m.hl7", "nothing here"))).isEqualTo(2);
        assertThat(lines().getLast()).contains("the file holds no HL7 v2 message");
    }

    @Test
    void postsOneEvent() throws IOException {
        // given
        answers.add("201 {}");
        // when
        int status = send(write("event.json", "{\"id\":\"e1\"}"));
        // then
        assertThat(status).isZero();
        assertThat(lines()).containsExactly("201  e1");
        assertThat(posted).containsExactly("application/cloudevents+json {\"id\":\"e1\"}");
    }

    @Test
    void postsEachLineOfAnNdjsonFileAndSaysWhatWasWrong() throws IOException {
        // given
        answers.add("200 {}");
        answers.add(
                "422 {\"title\":\"Händelsen kan inte tas"
                    + " emot\",\"faults\":[{\"code\":\"TRP-201\",\"path\":\"/data/slot\",\"remedy\":\"Ange"
                    + " tid.\"}]}");
        // when
        int status = send(write("events.ndjson", "{\"id\":\"e1\"}\n\n{\"id\":\"e2\"}\n"));
        // then
        assertThat(status).isEqualTo(1);
        assertThat(lines())
                .containsExactly(
                        "200  e1",
                        "422  e2",
                        "    Händelsen kan inte tas emot",
                        "    TRP-201 /data/slot Ange tid.");
        assertThat(posted).allMatch(request -> request.startsWith("application/cloudevents+json "));
    }

    @Test
    void postsAnArrayAsOneBatchAndPrintsEachOfItsAnswers() throws IOException {
        // given
        answers.add(
                "200 [{\"id\":\"e1\",\"source\":\"s\",\"status\":201},{\"id\":\"e2\",\"source\":\"s\",\"status\":409,\"problem\":{\"title\":\"Redan"
                    + " använt\"}}]");
        // when
        int status = send(write("batch.json", " [{\"id\":\"e1\"},{\"id\":\"e2\"}]"));
        // then
        assertThat(status).isEqualTo(1);
        assertThat(lines()).containsExactly("201  e1", "409  e2", "    Redan använt");
        assertThat(posted)
                .singleElement()
                .asString()
                .startsWith("application/cloudevents-batch+json ");
    }

    @Test
    void saysWhenNobodyTookAnEvent() throws IOException {
        // given
        events.stop(0);
        // when
        int status = send(write("event.json", "{\"id\":\"e1\"}"));
        // then
        assertThat(status).isEqualTo(2);
        assertThat(lines().getFirst()).isEqualTo("no answer  e1");
        assertThat(lines().getLast()).contains("nobody listens at http://");
    }

    @Test
    void refusesAFaultyCommandLine() throws IOException {
        assertThat(run("send")).isEqualTo(2);
        assertThat(run("send", "--mllp", "localhost", write("m.hl7", "").toString())).isEqualTo(2);
    }

    @Test
    void saysWhichFileIsMissing() {
        assertThat(run("send", folder.resolve("absent.hl7").toString())).isEqualTo(1);
        assertThat(printed.toString()).contains("NoSuchFileException").contains("absent.hl7");
    }

    private int send(Path... files) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "send",
                                "--mllp",
                                "localhost:" + unit.mllpPort(),
                                "--http",
                                "http://localhost:"
                                        + events.getAddress().getPort()
                                        + "/api/events"));
        for (Path file : files) {
            arguments.add(file.toString());
        }
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        CommandLine line = TrepartCommand.commandLine();
        PrintWriter writer = new PrintWriter(printed, true);
        return line.setOut(writer).setErr(writer).execute(arguments);
    }

    private List<String> lines() {
        return printed.toString().lines().toList();
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    /** Answers with the next of the prepared answers: a status, a blank and a body. */
    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            posted.add(exchange.getRequestHeaders().getFirst("Content-Type") + " " + body.strip());
            String[] answer = answers.remove().split(" ", 2);
            byte[] bytes = answer[1].getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(Integer.parseInt(answer[0]), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
