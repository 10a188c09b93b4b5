package se.trepart.torture;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process of this same program; what it says is appended to a log file. */
final class OwnProcess {
    private static final int PATIENCE_SECONDS = 30;

    private final Process process;

    private OwnProcess(Process process) {
        this.process = process;
    }

    /** Starts a command of this program with this program's own java, and none of its settings. */
    static OwnProcess start(Path log, List<String> command) throws IOException {
        return start(log, Optional.empty(), List.of(), command);
    }

    /**
     * The same with options for java.
     *
     * @param other a clone of another commit with its jar built, where that is what is started
     */
    static OwnProcess start(
            Path log, Optional<Path> other, List<String> options, List<String> command)
            throws IOException {
        var line = new ArrayList<String>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dfile.encoding=UTF-8",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx512m"));
        line.addAll(options);
        if (other.isPresent()) {
            line.addAll(List.of("-jar", jar(other.orElseThrow()).toString()));
        } else {
            line.addAll(own());
        }
        line.addAll(command);
        var builder = new ProcessBuilder(line);
        other.ifPresent(folder -> builder.directory(folder.toFile()));
        builder.environment()
                .keySet()
                .removeIf(key ->
                        key.startsWith("SPRING_")
                                || key.startsWith("SERVER_")
                                || key.startsWith("MANAGEMENT_")
                                || key.startsWith("TREPART_"));
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new OwnProcess(builder.start());
    }

    private static List<String> own() {
        var line = new ArrayList<String>();
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-XX:AOTCache="))
                .forEach(line::add);
        var classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        var jar = classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator);
        line.addAll(
                jar
                        ? List.of("-jar", classPath)
                        : List.of("-cp", classPath, "se.trepart.cli.Trepart"));
        return line;
    }

    private static Path jar(Path clone) throws IOException {
        try (var files = Files.list(clone.resolve("target"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(() -> new FileNotFoundException("no jar is built in " + clone))
                    .toAbsolutePath();
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Its status once it has ended by itself; -1 while it runs. */
    int status() {
        return process.isAlive() ? -1 : process.exitValue();
    }

    /** Signal 9. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Asks it to stop, and kills it when it does not. */
    void stop() {
        process.destroy();
        if (!awaitEnd()) {
            kill();
        }
    }

    /** Any signal by its name: {@code STOP}, {@code CONT}. */
    void signal(String name) throws IOException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    }

    private boolean awaitEnd() {
        return awaitEnd(Duration.ofSeconds(PATIENCE_SECONDS));
    }

    /** Whether it has ended by then. */
    boolean awaitEnd(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
