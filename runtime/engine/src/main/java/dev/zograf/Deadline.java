package dev.zograf;

import dev.zograf.runtime.exec.RunCancellation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Cancels a run that takes too long, by a thread that ends with the run. */
final class Deadline {

    private volatile boolean passed;

    private Deadline() {}

    /** Watches a run from now on. */
    static Deadline watch(CompletableFuture<?> end, Duration limit, RunCancellation cancellation) {
        Deadline deadline = new Deadline();
        Thread thread = new Thread(
                () -> {
                    try {
                        end.get(limit.toNanos(), TimeUnit.NANOSECONDS);
                    } catch (TimeoutException e) {
                        deadline.passed = true;
                        cancellation.request();
                    } catch (ExecutionException | InterruptedException e) {
                        // The run has ended, or the JVM does.
                    }
                },
                "zograf-deadline");
        thread.setDaemon(true);
        thread.start();
        return deadline;
    }

    /** Whether the run was cancelled for that. */
    boolean passed() {
        return passed;
    }
}
