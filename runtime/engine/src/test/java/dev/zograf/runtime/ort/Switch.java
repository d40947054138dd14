package dev.zograf.runtime.ort;

import dev.zograf.api.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A cancellation that a test pulls. */
final class Switch implements Cancellation {

    /** Opens when somebody waits for it. */
    final CountDownLatch registered = new CountDownLatch(1);

    private final List<Runnable> actions = new ArrayList<>();
    private boolean requested;

    @Override
    public synchronized boolean requested() {
        return requested;
    }

    @Override
    public Registration onRequest(Runnable action) {
        synchronized (this) {
            actions.add(action);
            if (requested) {
                action.run();
            }
        }
        registered.countDown();
        return () -> {
            synchronized (this) {
                actions.remove(action);
            }
        };
    }

    synchronized void request() {
        requested = true;
        actions.forEach(Runnable::run);
    }
}
