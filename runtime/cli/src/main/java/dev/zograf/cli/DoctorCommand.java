package dev.zograf.cli;

import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.ort.OrtReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code zograf doctor}: what was found and what is missing. What is missing is no failure of the command. */
@Command(
        name = "doctor",
        description =
                "Say what was found and what is missing, with the remedy: processor, ONNX Runtime, oneDNN, CUDA, models, disk.")
final class DoctorCommand implements Callable<Integer> {

    private static final double MIB = 1048576.0;

    @Mixin
    Common common;

    private final Console console;

    DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("version", Version.number());
        add(report, "machine", MachineReport::of);
        OrtReport ort = OrtReport.look();
        add(report, "auto", EngineReport::chosen);
        add(report, "backends", () -> EngineReport.backends(ort));
        add(report, "cuda", () -> EngineReport.cuda(ort));
        add(report, "models", () -> StorageReport.models(common.modelRoots()));
        add(report, "temporary", StorageReport::temporary);
        if (common.json) {
            console.printText(JsonText.write(report));
        } else {
            report.forEach((name, value) -> print("", name, value));
        }
        return ExitCode.DONE;
    }

    /** A part that cannot be looked at says so, and the others are there. */
    private static void add(Map<String, Object> report, String name, Supplier<Object> part) {
        try {
            report.put(name, part.get());
        } catch (RuntimeException | LinkageError e) {
            report.put(name, Map.of("problem", "this could not be looked at: " + e));
        }
    }

    private void print(String indent, String name, Object value) {
        if (value instanceof Map<?, ?> map) {
            console.print(indent + name + ":");
            map.forEach((key, entry) -> print(indent + "  ", String.valueOf(key), entry));
        } else if (value instanceof List<?> list && list.stream().anyMatch(Map.class::isInstance)) {
            for (Object entry : list) {
                print(indent, name, entry);
            }
        } else if (value instanceof List<?> list) {
            String all = list.stream().map(String::valueOf).collect(Collectors.joining(", "));
            console.print(indent + name + ": " + (all.isEmpty() ? "none" : all));
        } else if (value instanceof Long bytes && name.toLowerCase(Locale.ROOT).endsWith("bytes")) {
            console.print(indent
                    + name.replaceAll("Bytes$|^bytes$", "")
                    + String.format(Locale.ROOT, ": %.0f MiB", bytes / MIB));
        } else if (value instanceof Boolean flag) {
            console.print(indent + name + ": " + (flag ? "yes" : "no"));
        } else {
            console.print(indent + name + ": " + value);
        }
    }
}
