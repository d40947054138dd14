package dev.zograf.runtime.trace;

import dev.zograf.api.BadFileException;
import dev.zograf.runtime.json.JsonText;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Writes a trace in the Trace Event Format (Google, "Trace Event Format", JSON object form): complete events in microseconds since the trace
 * was made, and the names of threads.
 */
public final class TraceFile {

    private static final double NANOS = 1000.0;

    private TraceFile() {}

    /**
     * Replaces the file, whole or not at all; missing folders are made.
     *
     * @throws BadFileException if it cannot be written; the file is then as it was
     */
    public static void write(Trace trace, Path file) {
        Path target = file.toAbsolutePath().normalize();
        Path part = target.resolveSibling(".zograf-" + UUID.randomUUID() + ".part");
        try {
            if (Files.isDirectory(target) || target.getParent() == null) {
                throw new BadFileException(file.toString(), "This is a folder; name a file for the profile.");
            }
            Files.createDirectories(target.getParent());
            try (BufferedWriter out = Files.newBufferedWriter(part)) {
                write(trace, out);
            }
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new BadFileException(
                    file.toString(), "The profile cannot be written there (" + e + "); name another file.", e);
        } finally {
            try {
                Files.deleteIfExists(part);
            } catch (IOException e) {
                // What is left is a hidden file beside the target; the reason that matters is already on its way.
            }
        }
    }

    private static void write(Trace trace, BufferedWriter out) throws IOException {
        out.write("{\"displayTimeUnit\": \"ms\", \"otherData\": " + JsonText.compact(Map.of("dropped", trace.dropped()))
                + ", \"traceEvents\": [\n");
        out.write(JsonText.compact(named("process_name", 0, "Zograf")));
        var spans = trace.spans();
        for (Map.Entry<Long, String> thread : trace.threads().entrySet()) {
            out.write(",\n" + JsonText.compact(named("thread_name", thread.getKey(), thread.getValue())));
        }
        for (TraceSpan span : spans) {
            Map<String, Object> event = new LinkedHashMap<>();
            event.put("name", span.name());
            event.put("cat", span.category());
            event.put("ph", "X");
            event.put("ts", (span.start() - trace.start()) / NANOS);
            event.put("dur", (span.end() - span.start()) / NANOS);
            event.put("pid", 1);
            event.put("tid", span.thread());
            event.put("args", span.details());
            out.write(",\n" + JsonText.compact(event));
        }
        out.write("\n]}\n");
    }

    private static Map<String, Object> named(String what, long thread, String name) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("name", what);
        event.put("ph", "M");
        event.put("pid", 1);
        event.put("tid", thread);
        event.put("args", Map.of("name", name));
        return event;
    }
}
