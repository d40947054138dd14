package dev.zograf.server.queue;

import dev.zograf.Run;
import dev.zograf.server.store.Ticket;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A job that was taken from the queue: a handle to stop it by. Thread-safe. */
public final class RunControl {

    private final Ticket ticket;
    private @Nullable Run run;
    private boolean cancelled;
    private boolean putBack;
    private String node = "";

    RunControl(Ticket ticket) {
        this.ticket = ticket;
    }

    /** The job. */
    public Ticket ticket() {
        return ticket;
    }

    /** Asks it to stop. */
    synchronized void cancel() {
        cancelled = true;
        if (run != null) {
            run.cancel();
        }
    }

    /** Asks it to stop, to be run again after a restart. */
    synchronized void putBack() {
        putBack = true;
        cancel();
    }

    synchronized boolean isPutBack() {
        return putBack;
    }

    /** The run has begun. */
    synchronized void began(Run begun) {
        run = begun;
        if (cancelled) {
            begun.cancel();
        }
    }

    synchronized void at(String id) {
        node = id;
    }

    /** The node that began last. */
    public synchronized Optional<String> node() {
        return node.isEmpty() ? Optional.empty() : Optional.of(node);
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }
}
