package se.trepart.bench;

import org.springframework.core.io.ClassPathResource;
import org.springframework.util.FileSystemUtils;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Somebody else's program on a class path of its own, built from {@code src/bench/<name>}. */
record Peer(Path folder) {

    /** Builds one with Maven. */
    static Peer maven(Surroundings surroundings, String name)
            throws IOException, InterruptedException {
        var folder = copied(surroundings, name);
        build(
                folder,
                List.of(
                        "mvn",
                        "-B",
                        "-q",
                        "compile",
                        "dependency:build-classpath",
                        "-Dmdep.outputFile=class-path"));
        return new Peer(folder);
    }

    /** Gets one's packages by npm. */
    static Peer npm(Surroundings surroundings, String name)
            throws IOException, InterruptedException {
        var folder = copied(surroundings, name);
        build(folder, List.of("npm", "ci", "--no-audit", "--no-fund"));
        return new Peer(folder);
    }

    private static Path copied(Surroundings surroundings, String name) throws IOException {
        var folder = surroundings.folder(name);
        FileSystemUtils.copyRecursively(
                surroundings.root().resolve("src/bench").resolve(name), folder);
        return folder;
    }

    private static void build(Path folder, List<String> line)
            throws IOException, InterruptedException {
        var log = folder.resolve("build.log");
        try (var build = Child.quiet(folder, log, line)) {
            if (build.await() != 0) {
                throw new IOException("cannot build " + folder + ":\n" + build.lastWords());
            }
        }
    }

    /** Runs a main class of the peer, or of the JDK-only classes of the suite put beside it. */
    Child java(List<String> options, Class<?> beside, List<String> arguments) throws IOException {
        var name = beside.getName().replace('.', '/') + ".class";
        var copy = folder.resolve("beside").resolve(name);
        Files.createDirectories(copy.getParent());
        try (var bytes = new ClassPathResource(name).getInputStream()) {
            Files.write(copy, bytes.readAllBytes());
        }
        var line = new ArrayList<>(List.of(Child.java()));
        line.addAll(options);
        line.addAll(
                List.of(
                        "-cp",
                        String.join(
                                File.pathSeparator,
                                folder.resolve("beside").toString(),
                                folder.resolve("target/classes").toString(),
                                Files.readString(folder.resolve("class-path")).strip()),
                        beside.getName()));
        line.addAll(arguments);
        return Child.start(folder, folder.resolve("run.log"), line);
    }

    /** Runs a script of the peer. */
    Child node(String script, String... arguments) throws IOException {
        var line = new ArrayList<>(List.of("node", script));
        line.addAll(List.of(arguments));
        return Child.start(folder, folder.resolve("run.log"), line);
    }
}
