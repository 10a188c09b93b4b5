package se.trepart.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The processors' time by whose it is: ours is that of this process, of what descends from it, and
 * of what works below its folder, as a database server does that has left its parent. Without
 * {@code /proc} nothing is known of others.
 */
final class Load {
    private static final Path PROC = Path.of("/proc");

    private final Path folder;

    Load(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    Watch watch() {
        return new Watch(average(), machine(), ours());
    }

    /** Processes that run or wait to, averaged over a minute. */
    static double average() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** From a moment on. */
    final class Watch {
        private final double before;
        private final Ticks machine;
        private final long ours;

        private Watch(double before, Ticks machine, long ours) {
            this.before = before;
            this.machine = machine;
            this.ours = ours;
        }

        /** A round that has gone on since. */
        Round round(double value) {
            var now = machine();
            var all = now.all() - machine.all();
            var others = now.busy() - machine.busy() - (ours() - ours);
            return new Round(
                    value, before, average(), all <= 0 ? 0 : Math.max(0, (double) others / all));
        }
    }

    /** Of all processors since the machine's start; stolen time is busy. */
    private record Ticks(long busy, long all) {}

    private static Ticks machine() {
        if (!Files.exists(PROC.resolve("stat"))) {
            return new Ticks(0, 0);
        }
        var fields = line(PROC.resolve("stat")).orElse("").strip().split("\\s+");
        var all = 0L;
        for (var index = 1; index <= 8; index++) {
            all += Long.parseLong(fields[index]);
        }
        var idle = Long.parseLong(fields[4]) + Long.parseLong(fields[5]);
        return new Ticks(all - idle, all);
    }

    private long ours() {
        try (var processes = Files.isDirectory(PROC) ? Files.list(PROC) : Stream.<Path>empty()) {
            var all =
                    processes
                            .filter(path -> path.getFileName().toString().matches("\\d+"))
                            .flatMap(path -> Ticking.of(path).stream())
                            .toList();
            var ours = new HashSet<Long>();
            ours.add(ProcessHandle.current().pid());
            while (ours.addAll(more(all, ours))) {
                // Children of children.
            }
            return all.stream()
                    .filter(process -> ours.contains(process.pid()))
                    .mapToLong(Ticking::ticks)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Long> more(List<Ticking> all, Set<Long> ours) {
        return all.stream()
                .filter(process -> ours.contains(process.parent()) || process.worksBelow(folder))
                .map(Ticking::pid)
                .toList();
    }

    private static Optional<String> line(Path file) {
        try {
            return Files.readString(file).lines().findFirst();
        } catch (IOException | UncheckedIOException ended) {
            return Optional.empty();
        }
    }

    /** A process and the time that it and its ended children have had. */
    private record Ticking(Path path, long pid, long parent, long ticks) {
        static Optional<Ticking> of(Path path) {
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

        boolean worksBelow(Path folder) {
            try {
                return Files.readSymbolicLink(path.resolve("cwd")).startsWith(folder);
            } catch (IOException | SecurityException notOurs) {
                return false;
            }
        }
    }
}
