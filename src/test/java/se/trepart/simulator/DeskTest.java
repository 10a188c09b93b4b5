package se.trepart.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

class DeskTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;
    private Path file;
    private Simulator<Pasis> pasis;
    private Caller caller;

    @BeforeEach
    void start() throws IOException {
        file = Files.writeString(folder.resolve("witness.ndjson"), "{\"of\":\"an earlier run\"}\n");
        pasis = Simulator.start(new Pasis(), Ports.FREE, file);
        caller = new Caller(pasis);
    }

    @AfterEach
    void stop() throws IOException {
        pasis.close();
    }

    @Test
    void theWitnessHasEveryFrameAndEveryAnswerAsTheyWere() throws Exception {
        // given
        byte[] latin =
                Messages.toPasis("ADT^A04", "M1", "K-1")
                        .text("8859/1")
                        .getBytes(StandardCharsets.ISO_8859_1);
        // when
        caller.send(latin);
        // then
        List<JsonNode> lines = witness();
        assertThat(lines).hasSize(2);
        JsonNode in = lines.getFirst();
        assertThat(in.path("partner").asText()).isEqualTo("pasis");
        assertThat(in.path("port").asInt()).isEqualTo(pasis.mllpPort());
        assertThat(in.path("connection").asInt()).isEqualTo(1);
        assertThat(in.path("direction").asText()).isEqualTo("in");
        assertThat(in.path("controlId").asText()).isEqualTo("M1");
        assertThat(in.path("text").asText()).contains("Åkesson^Linnéa");
        assertThat(in.path("charset").asText()).isEqualTo("ISO-8859-1");
        assertThat(Base64.getDecoder().decode(in.path("bytes").asText())).isEqualTo(latin);
        assertThat(Instant.parse(in.path("time").asText())).isBeforeOrEqualTo(Instant.now());
        JsonNode out = lines.getLast();
        assertThat(out.path("direction").asText()).isEqualTo("out");
        assertThat(out.path("controlId").asText()).isEqualTo("M1");
        assertThat(out.path("text").asText()).contains("\rMSA|AA|M1\r");
    }

    @Test
    void theWitnessSaysWhichFaultStruck() throws Exception {
        // given
        pasis.set(Fault.of(Fault.Mode.CLOSE_AFTER));
        // when
        try (Line line = new Line(pasis)) {
            line.write(Line.frame(Messages.toPasis("ADT^A04", "M1", "K-1").bytes()));
            assertThat(line.read()).isEqualTo(-1);
        }
        // then
        assertThat(witness())
                .singleElement()
                .satisfies(in -> assertThat(in.path("fault").asText()).isEqualTo("close-after"));
    }

    @Test
    void theWitnessFileIsAppendedFrameByFrame() throws Exception {
        // when
        caller.send(Messages.toPasis("ADT^A04", "M1", "K-1"));
        // then
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(3).first().asString().contains("an earlier run");
        assertThat(String.join("\n", lines.subList(1, 3)) + "\n")
                .isEqualTo(caller.get("/witness").body());
    }

    @Test
    void showsTheFaultThatIsSwitchedOn() throws Exception {
        // given
        assertThat(caller.get("/faults").body()).isEqualTo("{\"mode\":\"none\"}\n");
        String fault = "{\"mode\":\"late\",\"every\":3,\"millis\":250,\"match\":\"A0[48]\"}";
        // when
        var response = caller.post("/faults", fault);
        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(caller.get("/faults").body()).isEqualTo(fault + "\n");
        assertThat(pasis.fault().mode()).isEqualTo(Fault.Mode.LATE);
    }

    @ParameterizedTest
    @EnumSource(Fault.Mode.class)
    void knowsEveryFault(Fault.Mode mode) throws Exception {
        // when
        var response = caller.post("/faults", "{\"mode\":\"" + mode.word() + "\"}");
        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(pasis.fault().mode()).isEqualTo(mode);
        assertThat(caller.post("/faults", "{\"mode\":\"none\"}").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            value = {
                "not json § the body is no JSON",
                "[] § the body is no JSON object",
                "{} § mode is none of: none, delay, silent",
                "{\"mode\":\"sulky\"} § mode is none of",
                "{\"mode\":\"late\",\"millis\":-1} § millis is no whole number from 0 up",
                "{\"mode\":\"late\",\"millis\":\"1\"} § millis is no whole number",
                "{\"mode\":\"late\",\"every\":0} § every is no whole number from 1 up",
                "{\"mode\":\"late\",\"every\":1.5} § every is no whole number",
                "{\"mode\":\"late\",\"match\":\"(\"} § match is no regular expression",
                "{\"mode\":\"late\",\"match\":1} § match is no text",
                "{\"mode\":\"late\",\"often\":1} § unknown: often"
            })
    void refusesAFaultThatItDoesNotUnderstandAndKeepsThePresentOne(String body, String reason)
            throws Exception {
        // given
        pasis.set(Fault.of(Fault.Mode.SILENT));
        // when
        var response = caller.post("/faults", body);
        // then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).startsWith(reason);
        assertThat(pasis.fault().mode()).isEqualTo(Fault.Mode.SILENT);
    }

    @Test
    void saysWhatThereIsWhenAskedForSomethingElse() throws Exception {
        assertThat(caller.get("/").statusCode()).isEqualTo(404);
        var wrongMethod = caller.post("/extract.csv", "");
        assertThat(wrongMethod.statusCode()).isEqualTo(405);
        assertThat(wrongMethod.headers().firstValue("Allow")).contains("GET");
    }

    private List<JsonNode> witness() throws Exception {
        var response = caller.get("/witness");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/x-ndjson");
        return response.body().lines().map(DeskTest::json).toList();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError("The witness wrote no JSON: " + line, e);
        }
    }
}
