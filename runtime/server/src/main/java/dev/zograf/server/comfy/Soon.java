package dev.zograf.server.comfy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Something that is to be done soon after it was asked for, and once however often it was asked for meanwhile. Thread-safe. */
final class Soon {

    private final Supplier<Duration> pause;
    private final Runnable action;
    private final AtomicBoolean asked = new AtomicBoolean();

    /**
     * Nothing to do yet.
     *
     * @param pause between the first that asks and the action
     */
    Soon(Supplier<Duration> pause, Runnable action) {
        this.pause = pause;
        this.action = action;
    }

    void ask() {
        if (asked.compareAndSet(false, true)) {
            CompletableFuture.delayedExecutor(pause.get().toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> {
                        asked.set(false);
                        action.run();
                    });
        }
    }
}
