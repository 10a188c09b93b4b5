package se.trepart.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that a measurement has started and ends; what it complains of goes to a log file. One
 * that measures answers each line that it is told by one line.
 */
final class Child implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 40;

    private final Process process;
    private final Path log;
    private final BufferedReader in;
    private final BufferedWriter out;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.in = process.inputReader(StandardCharsets.UTF_8);
        this.out = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Any program, in a folder. */
    static Child start(Path folder, Path log, List<String> line) throws IOException {
        var builder = new ProcessBuilder(line).directory(folder.toFile());
        withoutSettings(builder);
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new Child(builder.start(), log);
    }

    /** Any program that says nothing that matters, in a folder. */
    static Child quiet(Path folder, Path log, List<String> line) throws IOException {
        var builder = new ProcessBuilder(line).directory(folder.toFile());
        withoutSettings(builder);
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new Child(builder.start(), log);
    }

    /** A main class of the suite's own class path, in the repository's root. */
    static Child suite(Path log, Class<?> main, List<String> options, List<String> arguments)
            throws IOException {
        var line = new ArrayList<>(List.of(java(), "--enable-native-access=ALL-UNNAMED"));
        line.add("-Dlogback.configurationFile=quiet-logback.xml");
        line.add("-Dlogging.config=classpath:quiet-logback.xml");
        line.addAll(options);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        line.addAll(arguments);
        return start(Path.of("").toAbsolutePath(), log, line);
    }

    /** The java that runs this. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** What is measured never meets a real database, broker or partner. */
    private static void withoutSettings(ProcessBuilder builder) {
        builder.environment()
                .keySet()
                .removeIf(key ->
                        key.startsWith("SPRING_")
                                || key.startsWith("SERVER_")
                                || key.startsWith("MANAGEMENT_")
                                || key.startsWith("TREPART_"));
    }

    /** Tells one line, and waits for the line that answers it. */
    String ask(String line) throws IOException {
        out.write(line);
        out.newLine();
        out.flush();
        return line();
    }

    /** Its next line. */
    String line() throws IOException {
        var answer = in.readLine();
        if (answer == null) {
            throw new IOException("ended; the end of " + log + ":\n" + lastWords());
        }
        return answer;
    }

    boolean alive() {
        return process.isAlive();
    }

    /** The processor time that it has had, in milliseconds. */
    double cpuMillis() {
        return cpuMillis(process.toHandle());
    }

    /** The same of any process. */
    static double cpuMillis(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e6;
    }

    /** The end of its log. */
    String lastWords() throws IOException {
        var all = Files.exists(log) ? Files.readAllLines(log) : List.<String>of();
        return String.join("\n", all.subList(Math.max(0, all.size() - 15), all.size()));
    }

    /** Its status, once it has ended by itself. */
    int await() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
