package dev.zograf.bench.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A process that is started, watched, and waited for. */
public final class Child {

    private static final long LOOK_MILLIS = 10;
    private static final int LAST_LINES = 8;

    private Child() {}

    /**
     * What a process did.
     *
     * @param lines its lines on standard output, each with the seconds after the start at which it came
     * @param cost from the start to its end; the CPU seconds and the peak are those that the system said last
     */
    public record Done(Map<String, Double> lines, Cost cost) {

        /** The lines without their times. */
        public List<String> said() {
            return List.copyOf(lines.keySet());
        }
    }

    /**
     * Runs a command to its end.
     *
     * @throws IOException if it ends with another exit code than 0; the message has its last words
     */
    public static Done run(List<String> command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("zograf-bench-", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
            builder.environment().putAll(OwnJvm.environment());
            long start = System.nanoTime();
            Process process = builder.start();
            Watch watch = new Watch(process.toHandle());
            watch.start();
            Map<String, Double> lines = new LinkedHashMap<>();
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    lines.put(line, (System.nanoTime() - start) / 1e9);
                }
                int code = process.waitFor();
                double wall = (System.nanoTime() - start) / 1e9;
                watch.join();
                if (code != 0) {
                    throw new IOException(String.format(
                            Locale.ROOT,
                            "%s ended with the exit code %d. Its last words:%n%s",
                            command.get(0),
                            code,
                            lastWords(errors)));
                }
                return new Done(lines, new Cost(wall, watch.cpu, watch.peak));
            } finally {
                process.destroyForcibly();
            }
        } finally {
            Files.deleteIfExists(errors);
        }
    }

    static String lastWords(Path errors) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(errors, StandardCharsets.UTF_8));
        return lines.stream().skip(Math.max(0, lines.size() - LAST_LINES)).collect(Collectors.joining("\n"));
    }

    /** Looks at a process now and then, because afterwards nobody knows what it used. */
    private static final class Watch extends Thread {

        private final ProcessHandle process;
        private volatile double cpu;
        private volatile long peak;

        Watch(ProcessHandle process) {
            super("zograf-bench-watch");
            this.process = process;
            setDaemon(true);
        }

        @Override
        public void run() {
            while (process.isAlive()) {
                long now = Usage.peakOf(process.pid());
                peak = Math.max(peak, now);
                cpu = Math.max(
                        cpu,
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3);
                try {
                    Thread.sleep(LOOK_MILLIS);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }
}
