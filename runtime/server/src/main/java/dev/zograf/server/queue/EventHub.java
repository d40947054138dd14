package dev.zograf.server.queue;

import dev.zograf.server.store.Ticket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what happens, in one order for all, and keeps the last events for those who were away. Listeners are called one at a
 * time and must not wait. Thread-safe.
 */
public final class EventHub {

    /** Is told what happens. */
    public interface Listener {

        /** Something happened. */
        void happened(JobEvent event);

        /** Whether it would show previews of a job. */
        default boolean wantsPreviews(Ticket job) {
            return false;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);
    private static final int KEPT = 20_000;

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Deque<JobEvent> kept = new ArrayDeque<>();
    private long count;

    /** Adds a listener. */
    public void add(Listener listener) {
        listeners.add(listener);
    }

    /** Removes a listener. */
    public void remove(Listener listener) {
        listeners.remove(listener);
    }

    /** Adds a listener once it has been told of the events that are kept and came after another. */
    public synchronized void addAfter(long id, Listener listener) {
        kept.stream().filter(event -> event.id() > id).forEach(listener::happened);
        listeners.add(listener);
    }

    /** Whether somebody would show previews of a job. */
    public boolean wantsPreviews(Ticket job) {
        return listeners.stream().anyMatch(listener -> listener.wantsPreviews(job));
    }

    /** The id of the last event. */
    public synchronized long latest() {
        return count;
    }

    /** Whether all events after that one are still there. */
    public synchronized boolean has(long id) {
        JobEvent oldest = kept.peekFirst();
        return id <= count && (oldest == null ? id == count : id >= oldest.id() - 1);
    }

    /** Tells of an event. */
    public void tell(Ticket job, String type, Map<String, Object> data) {
        tell(job, type, data, Optional.empty());
    }

    /** Tells of an event. */
    public synchronized void tell(Ticket job, String type, Map<String, Object> data, Optional<byte[]> picture) {
        long id = picture.isPresent() ? 0 : ++count;
        JobEvent event = new JobEvent(
                id, job.id(), job.owner(), job.client(), job.style(), type, System.currentTimeMillis(), data, picture);
        if (id > 0) {
            kept.add(event);
            if (kept.size() > KEPT) {
                kept.remove();
            }
        }
        for (Listener listener : new ArrayList<>(listeners)) {
            try {
                listener.happened(event);
            } catch (RuntimeException e) {
                LOG.warn("A listener failed", e);
            }
        }
    }
}
