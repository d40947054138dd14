package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.Painting;
import dev.zograf.Run;
import dev.zograf.RunEvent;
import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.runtime.ort.NativeObject;
import dev.zograf.testkit.LeakDetector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A closed engine leaves no thread, open file, mapping or native object behind, and no memory that grows. In a JVM of its own: nobody
 * else opens files there, the heap is touched from the start, and the allocator has one arena, so that what grows is a leak.
 */
@Timeout(300)
class LeakTest {

    private static final int WARM_UP = 3;
    private static final int CYCLES = 5;

    /**
     * Far less than the sessions of these cycles, 35 MB of weights each, and more than compiled code and allocators grow by on some
     * machine. Single objects are counted instead.
     */
    private static final long ALLOWED_GROWTH = 64L << 20;

    @Test
    void closeLeavesNothingBehind(@TempDir Path folder) throws Exception {
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xms128m",
                "-Xmx128m",
                "-XX:+AlwaysPreTouch",
                "-Djava.awt.headless=true",
                Cycles.class.getName());
        builder.environment().put("CLASSPATH", CommandLine.classPath());
        builder.environment().put("MALLOC_ARENA_MAX", "1");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(output)).isZero();
    }

    /** What runs in the JVM of its own. */
    static final class Cycles {

        private Cycles() {}

        public static void main(String[] args) throws Exception {
            // Loads classes, native libraries and the threads that all engines share, which stay.
            for (int i = 0; i < WARM_UP; i++) {
                cycle();
            }
            long before = LeakDetector.residentBytes();
            try (LeakDetector leaks = LeakDetector.start()) {
                for (int i = 0; i < CYCLES; i++) {
                    cycle();
                }
                assertThat(NativeObject.open()).isEmpty();
            }
            assertThat(LeakDetector.residentBytes() - before)
                    .as("growth of the process in %s cycles", CYCLES)
                    .isLessThan(ALLOWED_GROWTH);
        }

        private static void cycle() throws Exception {
            paint();
            closeInTheMiddle();
            fail();
        }
    }

    private static void paint() {
        try (Zograf zograf = Zograf.builder().build()) {
            Painting apple = Painting.of("a red apple").seed(1).steps(2).upscaler("realesr-animevideov3-x4");
            assertThat(zograf.run(zograf.read(apple)).image("image").getWidth()).isEqualTo(256);
            assertThat(zograf.state().sessions()).isPositive();
            assertThat(NativeObject.open()).containsKey("OrtSession");
        }
    }

    /** Is closed while a network computes; the run's subscribers and stages are told. */
    private static void closeInTheMiddle() throws Exception {
        CompletableFuture<RunEvent> sampling = new CompletableFuture<>();
        Run run;
        try (Zograf zograf = Zograf.builder().build()) {
            run = zograf.start(zograf.read(Painting.of("a dog").steps(1000)), event -> {
                if (event instanceof RunEvent.Progress) {
                    sampling.complete(event);
                }
            });
            sampling.get(60, TimeUnit.SECONDS);
        }
        assertThatThrownBy(run::join)
                .isInstanceOfSatisfying(
                        WorkflowException.class, e -> assertThat(e.kind()).isEqualTo(WorkflowException.Kind.CANCELLED));
    }

    private static void fail() {
        try (Zograf zograf = Zograf.builder().build()) {
            assertThatThrownBy(() -> zograf.run(zograf.read(Painting.of("a cat").size(33, 33))))
                    .isInstanceOf(WorkflowException.class);
        }
    }
}
