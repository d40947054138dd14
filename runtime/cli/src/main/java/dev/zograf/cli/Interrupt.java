package dev.zograf.cli;

import dev.zograf.Run;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C while a command works: asks its run to stop and gives it time to delete what is half written, before the JVM ends. The exit code,
 * 128 plus the signal's number, is the JVM's own.
 */
final class Interrupt implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;

    private final Console console;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "zograf-interrupt");
    private @Nullable Run run;
    private boolean requested;

    /** Watches until closed. Close it last, after the engine. */
    Interrupt(Console console) {
        this.console = console;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Cancels this run from now on. */
    synchronized void watch(Run current) {
        run = current;
        if (requested) {
            current.cancel();
        }
    }

    private void stop() {
        console.say("zograf: cancelled.");
        synchronized (this) {
            requested = true;
            if (run != null) {
                run.cancel();
            }
        }
        try {
            if (!over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                console.say("zograf: the run did not stop in time.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending and the hook already runs.
            return;
        }
    }
}
