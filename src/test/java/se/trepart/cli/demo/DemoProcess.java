package se.trepart.cli.demo;

import org.junit.jupiter.api.Assertions;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A demo as a process of its own, on ports that nobody uses, from the jar that the build has made.
 */
final class DemoProcess implements AutoCloseable {
    private static final Path JAR = Path.of("target/trepart.jar");

    private final Process process;
    private final Path output;
    final List<Integer> ports;

    private DemoProcess(Process process, Path output, List<Integer> ports) {
        this.process = process;
        this.output = output;
        this.ports = ports;
    }

    static DemoProcess start(Path folder, String... arguments) throws IOException {
        return startOn(freePorts(), folder, arguments);
    }

    static DemoProcess startOn(List<Integer> ports, Path folder, String... arguments)
            throws IOException {
        Assertions.assertTrue(Files.exists(JAR), "mvn package makes " + JAR);
        List<String> line =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dstdout.encoding=UTF-8",
                                "-jar",
                                JAR.toAbsolutePath().toString(),
                                "demo",
                                "--data-dir",
                                folder.resolve("data").toString()));
        String[] options = {
            "--http-port",
            "--management-port",
            "--mllp-port",
            "--jms-port",
            "--pasis-port",
            "--pasis-http-port",
            "--primary-care-port",
            "--primary-care-http-port"
        };
        for (int i = 0; i < options.length; i++) {
            line.add(options[i]);
            line.add(String.valueOf(ports.get(i)));
        }
        line.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        return new DemoProcess(builder.start(), output, ports);
    }

    /** Waits for its end. */
    int status() throws InterruptedException, IOException {
        Assertions.assertTrue(
                process.waitFor(6, TimeUnit.MINUTES), () -> "still running: " + text());
        return process.exitValue();
    }

    boolean alive() {
        return process.isAlive();
    }

    String text() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** As Ctrl-C does. */
    @Override
    public void close() throws Exception {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    static List<Integer> freePorts() throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
