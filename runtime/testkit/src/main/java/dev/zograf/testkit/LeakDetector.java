package dev.zograf.testkit;

import dev.zograf.runtime.ort.NativeObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares what the process holds now with what it held when this was made: threads, native objects of ONNX Runtime, and on Linux open
 * files and files mapped into memory. Do once what loads classes and native libraries before you make it, close every engine before
 * you ask it, and keep other tests from running meanwhile.
 *
 * <pre>{@code
 * try (LeakDetector leaks = LeakDetector.start()) {
 *     paintAndClose();
 * } // throws an AssertionError that lists what is left
 * }</pre>
 */
public final class LeakDetector implements AutoCloseable {

    /** Threads that end, and files that the JVM closes, a moment after they were told to. */
    private static final int TRIES = 50;

    private static final long PAUSE_MILLIS = 100;
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");
    private static final Path MAPPINGS = Path.of("/proc/self/maps");
    private static final Path STATUS = Path.of("/proc/self/status");

    private final Set<Thread> threads = threads();
    private final Map<String, Integer> objects = NativeObject.open();
    private final Map<String, Integer> files = openFiles();
    private final Map<String, Integer> mapped = mappedFiles();

    private final int tries;

    private LeakDetector(int tries) {
        this.tries = tries;
    }

    /** Remembers what the process holds now. */
    public static LeakDetector start() {
        return start(TRIES);
    }

    /** @param tries how often to look again, 0.1 s apart, for what is just ending */
    static LeakDetector start(int tries) {
        openWhatStaysOpen();
        return new LeakDetector(tries);
    }

    /** The JVM opens its sources of random numbers and a socket for closing channels once, when they are first needed. */
    private static void openWhatStaysOpen() {
        new SecureRandom().nextInt();
        try {
            Path file = Files.createTempFile("zograf-leaks", null);
            try (FileChannel channel = FileChannel.open(file)) {
                channel.size();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether this system says which files are open and mapped; threads and native objects are counted everywhere. */
    public static boolean seesFiles() {
        return Files.isDirectory(OPEN_FILES) && Files.isReadable(MAPPINGS);
    }

    /** How much memory of the machine the process uses, in bytes; 0 where the system does not say. */
    public static long residentBytes() {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is there now that was not there at the start, one line each; empty if nothing is. Waits for what is just ending. */
    public List<String> leaks() {
        List<String> left = List.of();
        for (int i = 0; i < tries; i++) {
            left = look();
            if (left.isEmpty()) {
                return left;
            }
            // Files of collected streams and mappings of collected buffers are nobody's leak.
            System.gc();
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return left;
            }
        }
        return left;
    }

    private List<String> look() {
        List<String> left = new ArrayList<>();
        threads().stream()
                .filter(thread -> !threads.contains(thread))
                .forEach(thread -> left.add("the thread " + thread.getName()));
        more(objects, NativeObject.open(), "native objects: ", left);
        more(files, openFiles(), "open files: ", left);
        more(mapped, mappedFiles(), "mappings: ", left);
        return left;
    }

    private static void more(Map<String, Integer> before, Map<String, Integer> now, String kind, List<String> left) {
        now.forEach((name, count) -> {
            int surplus = count - before.getOrDefault(name, 0);
            if (surplus > 0) {
                left.add(kind + surplus + " " + name);
            }
        });
    }

    /** Threads of the JVM itself, such as compilers, are not listed. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && thread.getThreadGroup() != null)
                .filter(thread -> !thread.getThreadGroup().getName().matches("system|InnocuousThreadGroup"))
                .collect(Collectors.toSet());
    }

    private static Map<String, Integer> openFiles() {
        Map<String, Integer> out = new TreeMap<>();
        if (!seesFiles()) {
            return out;
        }
        try (Stream<Path> handles = Files.list(OPEN_FILES)) {
            for (Path handle : (Iterable<Path>) handles::iterator) {
                try {
                    String target = Files.readSymbolicLink(handle).toString();
                    // The handle by which this list is read, and pipes, sockets and the like by kind alone.
                    if (!target.startsWith("/proc/")) {
                        out.merge(target.replaceAll(":\\[\\d+]$", ""), 1, Integer::sum);
                    }
                } catch (IOException e) {
                    // closed meanwhile
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out;
    }

    /** Mapped files other than the native libraries and the JVM's own, which stay. */
    private static Map<String, Integer> mappedFiles() {
        Map<String, Integer> out = new TreeMap<>();
        if (!seesFiles()) {
            return out;
        }
        try (Stream<String> lines = Files.lines(MAPPINGS)) {
            lines.map(line -> line.split("\\s+", 6))
                    .filter(fields -> fields.length == 6 && fields[5].startsWith("/"))
                    .map(fields -> fields[5])
                    .filter(file -> !file.matches(".*(\\.so(\\.[\\d.]+)?|\\.jsa|/modules|\\.cache)( \\(deleted\\))?"))
                    .forEach(file -> out.merge(file, 1, Integer::sum));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out;
    }

    /**
     * Fails if anything is left.
     *
     * @throws AssertionError with all that is left
     */
    @Override
    public void close() {
        List<String> left = leaks();
        if (!left.isEmpty()) {
            throw new AssertionError(
                    "The process still holds what it did not hold before:\n  " + String.join("\n  ", left));
        }
    }
}
