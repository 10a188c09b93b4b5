package se.trepart.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import se.trepart.simulator.MllpClient;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class SimulateIT {
    private static final Pattern READY =
            Pattern.compile("(\\S+) listens on (\\d+) \\(MLLP\\) and (\\d+) \\(HTTP\\)");

    @TempDir private Path folder;
    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pasis", "primary-care", "remiss"})
    void eachPartnerSaysWhereItListensAndStopsWhenTold(String partner) throws Exception {
        // given
        Process process = start("simulate", partner, "--port", "0", "--http-port", "0");
        Matcher ready = ready(process);
        // when
        int status = get(Integer.parseInt(ready.group(3)), "/extract.csv");
        process.destroy();
        // then
        assertThat(ready.group(1)).isEqualTo(partner);
        assertThat(status).isEqualTo(200);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(errors()).isEmptyFile();
    }

    @Test
    void theWitnessFileHasWhatCameBeforeTheProcessWasKilled() throws Exception {
        // given
        Path witness = folder.resolve("witness.ndjson");
        Process process =
                start(
                        "simulate",
                        "remiss",
                        "--port",
                        "0",
                        "--http-port",
                        "0",
                        "--witness",
                        witness.toString());
        InetSocketAddress port =
                new InetSocketAddress("localhost", Integer.parseInt(ready(process).group(2)));
        try (MllpClient client = MllpClient.connect(port, Duration.ofSeconds(20))) {
            client.send(
                    "MSH|^~\\&|A|B|||20230314||REF^I12|M1|P|2.5\r"
                            .getBytes(StandardCharsets.UTF_8));
        }
        // when
        process.destroyForcibly().waitFor();
        // then
        assertThat(Files.readAllLines(witness))
                .hasSize(2)
                .allMatch(line -> line.contains("\"controlId\":\"M1\""));
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        try (ServerSocket taken =
                new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            // when
            Process process =
                    start(
                            "simulate",
                            "pasis",
                            "--port",
                            String.valueOf(taken.getLocalPort()),
                            "--http-port",
                            "0");
            // then
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(Files.readString(errors()))
                    .contains("Port " + taken.getLocalPort())
                    .doesNotContain("\tat ");
        }
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), Trepart.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectError(errors().toFile()).start();
        processes.add(process);
        return process;
    }

    private static Matcher ready(Process process) throws IOException {
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        Matcher matcher = READY.matcher(String.valueOf(line));
        assertThat(matcher.matches()).as("the ready line: " + line).isTrue();
        return matcher;
    }

    private Path errors() {
        return folder.resolve("errors");
    }

    private static int get(int port, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build();
            return client.send(request, BodyHandlers.ofString()).statusCode();
        }
    }
}
