package dev.zograf.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakDetectorTest {

    /** What is left on purpose is there after any time. */
    private static final int TRIES = 2;

    @Test
    void seesAThreadThatStays() throws InterruptedException {
        LeakDetector leaks = LeakDetector.start(TRIES);
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "left-behind");
        thread.start();
        assertThatThrownBy(leaks::close).isInstanceOf(AssertionError.class).hasMessageContaining("left-behind");
        end.countDown();
        thread.join();
        leaks.close();
    }

    @Test
    void seesAFileThatStaysOpen(@TempDir Path folder) throws IOException {
        assumeThat(LeakDetector.seesFiles()).isTrue();
        Path file = Files.createFile(folder.resolve("forgotten.txt"));
        LeakDetector leaks = LeakDetector.start(TRIES);
        try (InputStream in = Files.newInputStream(file)) {
            assertThat(in.read()).isEqualTo(-1);
            assertThat(leaks.leaks()).singleElement().asString().contains("forgotten.txt");
        }
        assertThat(leaks.leaks()).isEmpty();
        assertThat(LeakDetector.residentBytes()).isPositive();
    }
}
