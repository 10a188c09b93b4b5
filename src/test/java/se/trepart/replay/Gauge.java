package se.trepart.replay;

import org.springframework.jdbc.core.JdbcTemplate;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What something took: the clock, this JVM's processor time and the database's, and its heap. */
final class Gauge implements AutoCloseable {
    private static final long MEBI = 1L << 20;

    private final String what;
    private final long began = System.nanoTime();
    private final long cpu = cpu();
    private final JdbcTemplate jdbc;
    private final Duration database;
    private final Thread watch = Thread.ofPlatform().daemon().start(this::watch);
    private volatile long peak;

    Gauge(String what, JdbcTemplate jdbc) {
        this.what = what;
        this.jdbc = jdbc;
        this.database = database();
        ManagementFactory.getMemoryPoolMXBeans().forEach(pool -> pool.resetPeakUsage());
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** Of all its sessions that are open. */
    private Duration database() {
        return jdbc.queryForList("select pid from pg_stat_activity", Long.class).stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    private void watch() {
        try {
            for (var second = 1; ; second++) {
                TimeUnit.SECONDS.sleep(1);
                var live = live();
                peak = Math.max(peak, live);
                if (second % 10 == 0) {
                    System.out.printf(
                            Locale.ROOT, "  %s %3d s: %d MiB live%n", what, second, live / MEBI);
                }
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the last collections left. */
    private static long live() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .filter(pool -> pool.getCollectionUsage() != null)
                .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                .sum();
    }

    /** Prints the rate of so many. */
    void tell(long number, String unit) {
        var seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%s: %d %s in %.1f s, %.0f per second; processor time %.1f s here, %.1f s in"
                        + " PostgreSQL; heap at most %d MiB of %d live after collections%n",
                what,
                number,
                unit,
                seconds,
                number / seconds,
                (cpu() - cpu) / 1e9,
                database().minus(database).toMillis() / 1e3,
                Math.max(peak, live()) / MEBI,
                Runtime.getRuntime().maxMemory() / MEBI);
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
