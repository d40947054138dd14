package dev.zograf.runtime.ort;

import java.lang.management.ManagementFactory;

/**
 * How networks run.
 *
 * @param device where
 * @param threads how many threads compute together; 0 for one a core. The first engine of a JVM decides for all
 * @param lowMemory keeps weights mapped in the type in which they are stored: slower, and a fraction of the memory
 * @param budget bytes of weights that may stay loaded between runs
 */
public record OrtOptions(Device device, int threads, boolean lowMemory, long budget) {

    /** Any device, all cores, and half of the machine's memory for weights. */
    public static OrtOptions defaults() {
        return new OrtOptions(Device.AUTO, 0, false, machineMemory() / 2);
    }

    private static long machineMemory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine
                ? machine.getTotalMemorySize()
                : 4L << 30;
    }
}
