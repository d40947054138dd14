package dev.zograf.runtime.network;

import dev.zograf.api.Cancellation;
import dev.zograf.api.CancelledException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets networks run on a device in the order in which they came: each alone, or some beside one another if all of them agree to that. Who waits can
 * be cancelled.
 */
final class DeviceLane {

    private static final long LOOK_MILLIS = 20;

    private final Device device;
    private final int places;
    private final AtomicInteger here = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Pass> line = new ArrayDeque<>();
    private final List<Pass> running = new ArrayList<>();

    /** What ran several times in a row and keeps working memory for it. */
    private final Set<CompiledNetwork.Key> keeping = new HashSet<>();

    private CompiledNetwork.@Nullable Key lastRun;

    /** @param places how many run beside one another at most */
    DeviceLane(Device device, int places) {
        this.device = device;
        this.places = places;
    }

    Device device() {
        return device;
    }

    /** How many run or wait. */
    int load() {
        return here.get();
    }

    /**
     * Waits for the device. Close the result to let the next one in.
     *
     * @param alone whether nothing else may run meanwhile
     */
    Pass enter(CompiledNetwork.Key network, boolean alone, Cancellation cancellation) {
        Pass pass = new Pass(network, alone);
        here.incrementAndGet();
        boolean entered = false;
        lock.lock();
        try {
            line.add(pass);
            cancellation.throwIfRequested();
            while (line.peek() != pass || !hasRoom(alone)) {
                changed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                cancellation.throwIfRequested();
            }
            running.add(pass);
            entered = true;
            return pass;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException();
        } finally {
            line.remove(pass);
            changed.signalAll();
            lock.unlock();
            if (!entered) {
                here.decrementAndGet();
            }
        }
    }

    private boolean hasRoom(boolean alone) {
        return running.isEmpty()
                || (!alone && running.size() < places && running.stream().noneMatch(each -> each.alone));
    }

    void forget(Predicate<CompiledNetwork.Key> networks) {
        lock.lock();
        try {
            keeping.removeIf(networks);
            if (lastRun != null && networks.test(lastRun)) {
                lastRun = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /** The device if it is free now and nobody waits for it. */
    Optional<Pass> tryEnter() {
        lock.lock();
        try {
            if (!line.isEmpty() || !running.isEmpty()) {
                return Optional.empty();
            }
            here.incrementAndGet();
            Pass pass = new Pass(null, true);
            running.add(pass);
            return Optional.of(pass);
        } finally {
            lock.unlock();
        }
    }

    /** The right to use the device. */
    final class Pass implements AutoCloseable {

        private final CompiledNetwork.@Nullable Key network;
        private final boolean alone;

        private Pass(CompiledNetwork.@Nullable Key network, boolean alone) {
            this.network = network;
            this.alone = alone;
        }

        Device device() {
            return device;
        }

        /** Whether the network was the last to run here, or runs here beside this: it keeps its working memory then. */
        boolean isAgain() {
            lock.lock();
            try {
                boolean again = Objects.equals(network, lastRun)
                        || running.stream().anyMatch(each -> each != this && Objects.equals(network, each.network));
                if (again && network != null) {
                    keeping.add(network);
                }
                return again;
            } finally {
                lock.unlock();
            }
        }

        /** The other networks that keep working memory, which they are to give back now; none while another one runs here. */
        List<CompiledNetwork.Key> takeKeeping() {
            lock.lock();
            try {
                if (running.size() > 1) {
                    return List.of();
                }
                List<CompiledNetwork.Key> others = new ArrayList<>(keeping);
                others.remove(network);
                keeping.removeAll(others);
                return others;
            } finally {
                lock.unlock();
            }
        }

        /** The network has run. */
        void ran() {
            lock.lock();
            try {
                lastRun = network;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            here.decrementAndGet();
            lock.lock();
            try {
                running.remove(this);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
