package se.trepart.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process, and the time that it and its ended children have had, as {@code /proc} tells.
 *
 * @param ticks hundredths of a second
 */
record Ticking(Path path, long pid, long parent, long ticks) {
    static final Path PROC = Path.of("/proc");

    private static final double MILLIS = 10;

    /** All that run; none without {@code /proc}. */
    static List<Ticking> all() {
        try (var processes = Files.isDirectory(PROC) ? Files.list(PROC) : Stream.<Path>empty()) {
            return processes
                    .filter(path -> path.getFileName().toString().matches("\\d+"))
                    .flatMap(path -> of(path).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The processor time in milliseconds of a process and its children, those included that have
     * ended: a server's sum never falls. Without {@code /proc} they are left out.
     */
    static double familyMillis(long pid) {
        var all = all();
        if (all.isEmpty()) {
            return ProcessHandle.of(pid).stream()
                    .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                    .mapToDouble(Child::cpuMillis)
                    .sum();
        }
        return MILLIS
                * all.stream()
                        .filter(process -> process.pid == pid || process.parent == pid)
                        .mapToLong(Ticking::ticks)
                        .sum();
    }

    private static Optional<Ticking> of(Path path) {
        return line(path.resolve("stat"))
                .map(line -> {
                    // The name, in parentheses, may hold anything.
                    var fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
                    var ticks = 0L;
                    for (var index = 11; index <= 14; index++) {
                        ticks += Long.parseLong(fields[index]);
                    }
                    return new Ticking(
                            path,
                            Long.parseLong(path.getFileName().toString()),
                            Long.parseLong(fields[1]),
                            ticks);
                });
    }

    static Optional<String> line(Path file) {
        try {
            return Files.readString(file).lines().findFirst();
        } catch (IOException | UncheckedIOException ended) {
            return Optional.empty();
        }
    }

    boolean worksBelow(Path folder) {
        try {
            return Files.readSymbolicLink(path.resolve("cwd")).startsWith(folder);
        } catch (IOException | SecurityException notOurs) {
            return false;
        }
    }
}
