package dev.zograf.server.comfy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Something that is to be done soon after it was asked for, and once however often it was asked for meanwhile. Thread-safe. */
final class Soon {

    private final Executor later;
    private final Runnable action;
    private final AtomicBoolean asked = new AtomicBoolean();

    /**
     * Nothing to do yet.
     *
     * @param pause between the first that asks and the action
     */
    Soon(Duration pause, Runnable action) {
        later = CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS);
        this.action = action;
    }

    void ask() {
        if (asked.compareAndSet(false, true)) {
            later.execute(() -> {
                asked.set(false);
                action.run();
            });
        }
    }
}
