package dev.zograf.bench.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What processes use of the machine. */
public final class Usage {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Usage() {}

    /** CPU seconds of this process so far. */
    public static double cpuSeconds() {
        return SYSTEM.getProcessCpuTime() / 1e9;
    }

    /** The most memory that this process has had in RAM, in bytes; 0 where the system does not say. */
    public static long peak() {
        return line(Path.of("/proc/self/status"), "VmHWM");
    }

    /** A line of what Linux says of this process, {@code RssAnon}, in bytes; 0 elsewhere. */
    public static long of(String what) {
        return line(Path.of("/proc/self/status"), what);
    }

    static long peakOf(long process) {
        return line(Path.of("/proc", Long.toString(process), "status"), "VmHWM");
    }

    /** How much memory programs could have now, in bytes. */
    static long available() {
        long linux = line(Path.of("/proc/meminfo"), "MemAvailable");
        return linux > 0 ? linux : SYSTEM.getFreeMemorySize();
    }

    static long total() {
        return SYSTEM.getTotalMemorySize();
    }

    private static long line(Path file, String what) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(what + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // another system, or a process that has ended
        }
    }
}
