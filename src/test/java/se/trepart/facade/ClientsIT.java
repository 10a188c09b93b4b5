package se.trepart.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Clients that nobody here wrote, as npm gives them, on Node 20 or later; their scripts are in
 * {@code src/test/resources/clients}. Without Node they are left out, except where {@code CI} is
 * set.
 */
@NullUnmarked
class ClientsIT {
    private static final Path SCRIPTS = Path.of("src/test/resources/clients");
    private static final Path INSTALLED = Path.of("target/clients");

    @TempDir private static Path data;
    private static FilledHub hub;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                System.getenv("CI") != null || hasNode(),
                "Node 20 and npm are missing: clients of others are not tried");
        install();
        hub = new FilledHub(data);
        hub.held("K-KIT", "199101012384", "2023-03-14", "none");
        hub.held("K-SMART", "199101022391", "2023-03-15", "none");
        hub.registered("K-KIT", "2023-03-14T15:00:00+01:00", "S836");
        hub.registered("K-SMART", "2023-03-15T15:00:00+01:00", "S836");
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"fhir-kit-client, K-KIT, 19", "fhirclient, K-SMART, 16"})
    void doesAllThatItIsAskedTo(String client, String consultation, int checks) throws Exception {
        // when
        var told = run("node", client + ".mjs", hub.base(), consultation);
        // then
        assertThat(told).doesNotContain("FAILED");
        assertThat(told.lines().filter(line -> line.startsWith("ok "))).hasSize(checks);
    }

    private static void install() throws Exception {
        Files.createDirectories(INSTALLED);
        try (var scripts = Files.list(SCRIPTS)) {
            for (var script : scripts.toList()) {
                Files.copy(
                        script,
                        INSTALLED.resolve(script.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        run(
                "npm",
                "install",
                "--omit=optional",
                "--omit=peer",
                "--legacy-peer-deps",
                "--ignore-scripts",
                "--no-package-lock",
                "--no-audit",
                "--no-fund");
    }

    private static boolean hasNode() {
        try {
            return run("node", "--version").matches("v(2\\d|[3-9]\\d)\\.[\\s\\S]*")
                    && !run("npm", "--version").isEmpty();
        } catch (Exception e) {
            return false;
        }
    }

    private static String run(String... command) throws Exception {
        Files.createDirectories(INSTALLED);
        var told = Files.createTempFile("told", ".txt");
        var process =
                new ProcessBuilder(List.of(command))
                        .directory(INSTALLED.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(told.toFile())
                        .start();
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ":\n" + Files.readString(told));
            }
            return Files.readString(told);
        } finally {
            process.destroyForcibly();
            Files.delete(told);
        }
    }
}
