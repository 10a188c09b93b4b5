package se.trepart.cli.demo;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of this same program, ended by whoever started it; what it says goes to a log file. */
final class Child {
    private static final int PATIENCE_SECONDS = 25;

    private final String name;
    private final Path log;
    private final Process process;

    private Child(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts a command of this program, with this program's own java and its cache of classes. It
     * inherits no settings of the hub, so that a demo never meets a real database, broker or
     * partner.
     *
     * @param options for java
     * @param command the command and its arguments
     */
    static Child start(String name, Path log, List<String> options, List<String> command)
            throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.add("--enable-native-access=ALL-UNNAMED");
        line.add("-Dfile.encoding=UTF-8");
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-XX:AOTCache="))
                .forEach(line::add);
        line.addAll(options);
        line.addAll(program());
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment()
                .keySet()
                .removeIf(key ->
                        key.startsWith("SPRING_")
                                || key.startsWith("SERVER_")
                                || key.startsWith("MANAGEMENT_")
                                || key.startsWith("TREPART_"));
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        return new Child(name, log, builder.start());
    }

    /** This program as java was told to run it: its jar, or its class path and main class. */
    private static List<String> program() {
        String classPath = System.getProperty("java.class.path");
        boolean jar = classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator);
        return jar
                ? List.of("-jar", classPath)
                : List.of("-cp", classPath, "se.trepart.cli.Trepart");
    }

    String name() {
        return name;
    }

    boolean alive() {
        return process.isAlive();
    }

    /** The end of what it said. */
    List<String> lastWords(int lines) throws IOException {
        List<String> all =
                new String(Files.readAllBytes(log), java.nio.charset.StandardCharsets.UTF_8)
                        .lines()
                        .toList();
        return all.subList(Math.max(0, all.size() - lines), all.size());
    }

    Path log() {
        return log;
    }

    /** Ends it and waits; a process that does not end by itself is killed. */
    void end() {
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
