package dev.zograf.runtime.exec;

import dev.zograf.api.Cancellation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cancellation of one run: set once, for ever, by {@link #request()}. */
public final class RunCancellation implements Cancellation {

    private static final Logger LOG = LoggerFactory.getLogger(RunCancellation.class);

    private final Set<Waiting> waiting = new LinkedHashSet<>();
    private volatile boolean requested;

    /** Makes the run stop; runs what waits for that on this thread. */
    public void request() {
        List<Waiting> actions;
        synchronized (waiting) {
            if (requested) {
                return;
            }
            requested = true;
            actions = List.copyOf(waiting);
            waiting.clear();
        }
        actions.forEach(Waiting::run);
    }

    @Override
    public boolean requested() {
        return requested;
    }

    @Override
    public Registration onRequest(Runnable action) {
        Waiting entry = new Waiting(action);
        synchronized (waiting) {
            if (!requested) {
                waiting.add(entry);
                return () -> {
                    synchronized (waiting) {
                        waiting.remove(entry);
                    }
                };
            }
        }
        entry.run();
        return () -> {};
    }

    /** Has an identity of its own, so that one action can wait twice. */
    private static final class Waiting {
        private final Runnable action;

        Waiting(Runnable action) {
            this.action = action;
        }

        void run() {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.warn("An action on cancellation failed.", e);
            }
        }
    }
}
