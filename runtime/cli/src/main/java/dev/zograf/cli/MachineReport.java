package dev.zograf.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The machine as far as it matters for computing: system, processor, memory, Java. */
final class MachineReport {

    private static final Path CPU = Path.of("/proc/cpuinfo");

    /** What makes reduced precision fast, and what float32 is computed with. */
    private static final List<String> INSTRUCTIONS = List.of(
            "avx2",
            "avx512f",
            "avx_vnni",
            "avx512_vnni",
            "avx512_bf16",
            "avx512_fp16",
            "amx_tile",
            "amx_int8",
            "amx_bf16",
            "asimddp",
            "sve",
            "i8mm",
            "bf16");

    private MachineReport() {}

    static Map<String, Object> of() {
        String cpu = read(CPU);
        Map<String, Object> out = new LinkedHashMap<>();
        out.put(
                "os",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " ("
                        + System.getProperty("os.arch") + ")");
        out.put("cpu", field(cpu, "model name").orElse(System.getProperty("os.arch")));
        out.put("cores", Runtime.getRuntime().availableProcessors());
        out.put("instructions", instructions(cpu));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine) {
            out.put("memoryBytes", machine.getTotalMemorySize());
            out.put("freeMemoryBytes", machine.getFreeMemorySize());
        }
        out.put("heapBytes", Runtime.getRuntime().maxMemory());
        out.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        return out;
    }

    /** Those of a processor's flags, x86 or ARM, that make a difference here, sorted. */
    static List<String> instructions(String cpuinfo) {
        TreeSet<String> flags = new TreeSet<>(Arrays.asList(field(cpuinfo, "flags")
                .or(() -> field(cpuinfo, "Features"))
                .orElse("")
                .split(" ", -1)));
        flags.retainAll(INSTRUCTIONS);
        return List.copyOf(flags);
    }

    private static Optional<String> field(String cpuinfo, String name) {
        return cpuinfo.lines()
                .filter(line -> line.startsWith(name) && line.indexOf(':') > 0)
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException | SecurityException e) {
            // Another system than Linux: what it says is left out.
            return "";
        }
    }
}
