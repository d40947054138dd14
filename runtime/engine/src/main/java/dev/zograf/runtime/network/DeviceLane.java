package dev.zograf.runtime.network;

import dev.zograf.api.Cancellation;
import dev.zograf.api.CancelledException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets one network run at a time on a device, in the order in which they came; who waits can be cancelled. */
final class DeviceLane {

    private static final long LOOK_MILLIS = 20;

    private final Semaphore free = new Semaphore(1, true);

    /** Waits for the device. Close the result to let the next one in. */
    Pass enter(Cancellation cancellation) {
        try {
            do {
                cancellation.throwIfRequested();
            } while (!free.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS));
            return free::release;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException();
        }
    }

    /** The device if it is free now and nobody waits for it. */
    Optional<Pass> tryEnter() {
        return !free.hasQueuedThreads() && free.tryAcquire() ? Optional.of(free::release) : Optional.empty();
    }

    /** The right to use the device. */
    interface Pass extends AutoCloseable {
        @Override
        void close();
    }
}
