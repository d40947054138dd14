package dev.zograf;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events in their order, not yet delivered. Progress that was overtaken by later progress of the same node is dropped, so that the
 * size is bounded by the workflow's; nothing else is ever dropped. Not thread-safe.
 */
final class EventBacklog {

    /** Stands for the progress of a node; every other event has its number for a key. */
    private record ProgressOf(String node) {}

    private final Map<Object, RunEvent> events = new LinkedHashMap<>();
    private long count;

    EventBacklog() {}

    EventBacklog(EventBacklog other) {
        events.putAll(other.events);
        count = other.count;
    }

    void add(RunEvent event) {
        if (event instanceof RunEvent.Progress progress) {
            ProgressOf key = new ProgressOf(progress.node());
            events.remove(key);
            events.put(key, event);
        } else {
            events.put(count++, event);
        }
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    /** The oldest event, removed; null if there is none. */
    @Nullable
    RunEvent poll() {
        Iterator<RunEvent> each = events.values().iterator();
        if (!each.hasNext()) {
            return null;
        }
        RunEvent oldest = each.next();
        each.remove();
        return oldest;
    }
}
