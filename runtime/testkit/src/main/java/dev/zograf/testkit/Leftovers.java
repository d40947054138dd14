package dev.zograf.testkit;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What classes take in this JVM after everything that can be collected was: of a plugin that was reloaded or removed nothing may be left.
 */
public final class Leftovers {

    private Leftovers() {}

    /**
     * How many class loaders have classes loaded.
     *
     * @throws IOException if this JVM does not say
     */
    public static int classLoaders() throws IOException {
        collect();
        try {
            String report = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "vmClassloaderStats",
                            null,
                            null);
            // One line a class loader, below a heading and above the totals.
            return (int) report.lines().filter(line -> line.startsWith("0x")).count();
        } catch (JMException e) {
            throw new IOException(e);
        }
    }

    /** The bytes of metaspace in use. */
    public static long metaspace() {
        collect();
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Metaspace"))
                .map(MemoryPoolMXBean::getUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }

    private static void collect() {
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
    }
}
