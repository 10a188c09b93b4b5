package se.trepart.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What was measured on. */
record Machine(int processors, String model, long memoryMiB, String java, String system) {
    static Machine here() throws IOException {
        var information = Path.of("/proc/cpuinfo");
        var model =
                Files.exists(information)
                        ? Files.readString(information)
                                .lines()
                                .filter(line -> line.startsWith("model name"))
                                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                                .findFirst()
                                .orElse("")
                        : "";
        var bean =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                bean.getAvailableProcessors(),
                model.isEmpty() ? bean.getArch() : model,
                bean.getTotalMemorySize() >> 20,
                System.getProperty("java.vm.vendor") + " " + Runtime.version(),
                bean.getName() + " " + bean.getVersion());
    }

    @Override
    public String toString() {
        return "%d × %s, %d MiB of memory, %s, JDK %s"
                .formatted(processors, model, memoryMiB, system, java);
    }
}
