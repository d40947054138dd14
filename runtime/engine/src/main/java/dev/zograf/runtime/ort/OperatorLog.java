package dev.zograf.runtime.ort;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.trace.Trace;
import dev.zograf.runtime.trace.TraceSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operators that a session ran, as ONNX Runtime's own profiler writes them to a file: added to the trace when the session closes or the
 * trace is read, each within the run in whose time it falls and on that run's thread.
 */
final class OperatorLog {

    private static final Logger LOG = LoggerFactory.getLogger(OperatorLog.class);
    private static final String KERNEL = "_kernel_time";
    private static final long MINUTE = 60_000_000_000L;

    private final Trace trace;
    private final String network;
    private final Path folder;
    private final List<Window> windows = new ArrayList<>();
    private final Runnable source = this::finish;
    private @Nullable OrtSession session;
    private long offset;

    private record Window(long thread, long start, long end) {}

    private OperatorLog(Trace trace, String network, Path folder) {
        this.trace = trace;
        this.network = network;
        this.folder = folder;
    }

    /** Has a session that is made with these options write a log; null if the trace wants none or there is no place for it. */
    static @Nullable OperatorLog begin(Trace trace, String network, OrtSession.SessionOptions options)
            throws OrtException {
        if (!trace.wantsOperators()) {
            return null;
        }
        try {
            Path folder = Files.createTempDirectory("zograf-operators");
            options.enableProfiling(folder.resolve("ort").toString());
            return new OperatorLog(trace, network, folder);
        } catch (IOException e) {
            LOG.warn("Operators of the network {} are not traced: there is no place for their log ({}).", network, e);
            return null;
        }
    }

    /** The session was made. */
    synchronized void of(OrtSession made) throws OrtException {
        session = made;
        offset = sinceNanoTime(made.getProfilingStartTimeInNs());
        trace.addSource(source);
    }

    /** The profiler's clock is the time of day on some systems and that since the start on others; found is the one that is near. */
    private static long sinceNanoTime(long start) {
        long now = System.nanoTime();
        long day = System.currentTimeMillis() * 1_000_000L;
        return Math.abs(day - start) < 60 * MINUTE ? now - (day - start) : start;
    }

    /** The session ran on this thread. */
    synchronized void ran(long start, long end) {
        windows.add(new Window(Thread.currentThread().getId(), start, end));
    }

    /** Adds what there is to the trace, once. */
    synchronized void finish() {
        OrtSession open = session;
        session = null;
        trace.removeSource(source);
        try {
            if (open != null) {
                read(Path.of(open.endProfiling()));
            }
        } catch (OrtException | IOException | RuntimeException e) {
            LOG.warn("The operators of the network {} could not be read: {}", network, e.toString());
        } finally {
            delete();
        }
    }

    private void read(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            lines.map(line -> line.strip().replaceFirst(",$", ""))
                    .filter(line -> line.startsWith("{") && line.contains(KERNEL))
                    .forEach(line -> JsonText.parse(line).ifPresent(event -> add((Map<?, ?>) event)));
        }
    }

    private void add(Map<?, ?> event) {
        if (!(event.get("ts") instanceof Number micros
                && event.get("dur") instanceof Number took
                && event.get("args") instanceof Map<?, ?> args)) {
            return;
        }
        long start = offset + micros.longValue() * 1000;
        long end = start + took.longValue() * 1000;
        for (Window window : windows) {
            long middle = start + (end - start) / 2;
            if (middle >= window.start && middle <= window.end) {
                Map<String, Object> details = new LinkedHashMap<>();
                details.put("network", network);
                details.put("node", String.valueOf(event.get("name")).replace(KERNEL, ""));
                for (String each : List.of("provider", "output_size", "input_type_shape", "output_type_shape")) {
                    if (args.get(each) != null) {
                        details.put(each, JsonText.compact(args.get(each)).replace("\"", ""));
                    }
                }
                trace.add(new TraceSpan(
                        "operator",
                        String.valueOf(args.get("op_name")),
                        window.thread,
                        Math.max(start, window.start),
                        Math.min(end, window.end),
                        details));
                return;
            }
        }
    }

    private void delete() {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            LOG.debug("A log of operators was not deleted.", e);
        }
    }
}
