package dev.zograf.runtime.network;

import dev.zograf.api.Cancellation;
import dev.zograf.api.CancelledException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Lets one network run at a time on a device, in the order in which they came; who waits can be cancelled. */
final class DeviceLane {

    private static final long LOOK_MILLIS = 20;

    private final Device device;
    private final Semaphore free = new Semaphore(1, true);
    private final AtomicInteger here = new AtomicInteger();

    /** Written by who holds the lane, or to forget it. */
    private volatile CompiledNetwork.@Nullable Key lastRun;

    DeviceLane(Device device) {
        this.device = device;
    }

    /** How many run or wait. */
    int load() {
        return here.get();
    }

    /** Waits for the device. Close the result to let the next one in. */
    Pass enter(Cancellation cancellation) {
        here.incrementAndGet();
        boolean entered = false;
        try {
            do {
                cancellation.throwIfRequested();
            } while (!free.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS));
            entered = true;
            return new Pass();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException();
        } finally {
            if (!entered) {
                here.decrementAndGet();
            }
        }
    }

    void forget(Predicate<CompiledNetwork.Key> networks) {
        CompiledNetwork.Key last = lastRun;
        if (last != null && networks.test(last)) {
            lastRun = null;
        }
    }

    /** The device if it is free now and nobody waits for it. */
    Optional<Pass> tryEnter() {
        if (free.hasQueuedThreads() || !free.tryAcquire()) {
            return Optional.empty();
        }
        here.incrementAndGet();
        return Optional.of(new Pass());
    }

    /** The right to use the device. */
    final class Pass implements AutoCloseable {

        private Pass() {}

        Device device() {
            return device;
        }

        /** Whether this network was the last to run here. */
        boolean isAgain(CompiledNetwork.Key network) {
            return network.equals(lastRun);
        }

        /** The network that was the last to run here. */
        Optional<CompiledNetwork.Key> last() {
            return Optional.ofNullable(lastRun);
        }

        /** A network has run; null to forget which. */
        void ran(CompiledNetwork.@Nullable Key network) {
            lastRun = network;
        }

        @Override
        public void close() {
            here.decrementAndGet();
            free.release();
        }
    }
}
