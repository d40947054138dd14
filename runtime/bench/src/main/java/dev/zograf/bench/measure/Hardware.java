package dev.zograf.bench.measure;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machine, as far as it decides how fast networks are. */
public final class Hardware {

    private static final List<String> INSTRUCTIONS = List.of(
            "avx2",
            "avx_vnni",
            "avx512f",
            "avx512_vnni",
            "avx512_bf16",
            "avx512_fp16",
            "amx_bf16",
            "amx_int8",
            "asimd",
            "i8mm",
            "bf16",
            "sve");

    private Hardware() {}

    /** As fields of a JSON object. */
    public static Map<String, Object> toJson() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("cores", Runtime.getRuntime().availableProcessors());
        out.put("processor", processor());
        out.put("instructions", instructions());
        out.put("memoryBytes", Usage.total());
        out.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        out.put("java", Runtime.version().toString());
        out.put("onnxRuntime", library("onnxruntime(?:_gpu)?"));
        out.put("oneDnn", library("dnnl"));
        return out;
    }

    /** As one line. */
    public static String toLine() {
        return String.format(
                Locale.ROOT,
                "%d cores of %s (%s), %.1f GiB, %s %s, Java %s, ONNX Runtime %s, oneDNN %s",
                Runtime.getRuntime().availableProcessors(),
                processor(),
                String.join(" ", instructions()),
                Usage.total() / 1073741824.0,
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.version(),
                library("onnxruntime(?:_gpu)?"),
                library("dnnl"));
    }

    private static String processor() {
        return info("model name").orElse("an unnamed processor");
    }

    private static Set<String> instructions() {
        Set<String> has = new TreeSet<>(Arrays.asList(
                info("flags").or(() -> info("Features")).orElse("").split(" ", -1)));
        has.retainAll(INSTRUCTIONS);
        return has;
    }

    private static Optional<String> info(String field) {
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(field))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The version in the name of a jar on the class path. */
    private static String library(String name) {
        Pattern jar = Pattern.compile(name + "-(\\d[\\d.]*(?:-\\d[\\d.]*)?)(?:-[a-z][^/\\\\]*)?\\.jar");
        return Arrays.stream(OwnJvm.environment().getOrDefault("CLASSPATH", "").split(File.pathSeparator, -1))
                .map(jar::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst()
                .orElse("not on the class path");
    }
}
