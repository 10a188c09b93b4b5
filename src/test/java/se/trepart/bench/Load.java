package se.trepart.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The processors' time by whose it is: ours is that of this process, of what descends from it, and
 * of what works below its folder, as a database server does that has left its parent. Without
 * {@code /proc} nothing is known of others.
 */
final class Load {
    private static final Path PROC = Ticking.PROC;

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
        var fields = Ticking.line(PROC.resolve("stat")).orElse("").strip().split("\\s+");
        var all = 0L;
        for (var index = 1; index <= 8; index++) {
            all += Long.parseLong(fields[index]);
        }
        var idle = Long.parseLong(fields[4]) + Long.parseLong(fields[5]);
        return new Ticks(all - idle, all);
    }

    private long ours() {
        var all = Ticking.all();
        var ours = new HashSet<Long>();
        ours.add(ProcessHandle.current().pid());
        while (ours.addAll(more(all, ours))) {
            // Children of children.
        }
        return all.stream()
                .filter(process -> ours.contains(process.pid()))
                .mapToLong(Ticking::ticks)
                .sum();
    }

    private List<Long> more(List<Ticking> all, Set<Long> ours) {
        return all.stream()
                .filter(process -> ours.contains(process.parent()) || process.worksBelow(folder))
                .map(Ticking::pid)
                .toList();
    }
}
