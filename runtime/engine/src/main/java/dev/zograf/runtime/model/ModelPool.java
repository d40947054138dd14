package dev.zograf.runtime.model;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns what is large and native, such as sessions with their weights: made once per key, leased while in use, and closed when the
 * budget needs room (the least recently used first, never what is leased) or when the pool closes. Thread-safe.
 */
public final class ModelPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ModelPool.class);

    private final long budget;
    /** Least recently leased first. */
    private final Map<Object, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    private boolean closed;

    /**
     * An empty pool.
     *
     * @param budget bytes that unleased and leased entries together should not exceed; what is leased may exceed it
     */
    public ModelPool(long budget) {
        this.budget = budget;
    }

    /**
     * A lease on what the key stands for. If it is not there yet this thread makes it; other threads that ask meanwhile wait for that.
     *
     * @param type what the key's maker makes
     * @param bytes an estimate of its size
     * @param maker makes it; its exception reaches all who wait, and the next lease tries again
     * @throws IllegalStateException if the pool is closed
     */
    public <T extends AutoCloseable> Lease<T> lease(Object key, Class<T> type, long bytes, Callable<T> maker) {
        Entry entry;
        boolean mine = false;
        List<Entry> evicted = new ArrayList<>();
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("The engine is closed.");
            }
            Entry known = entries.get(key);
            if (known == null) {
                evict(bytes, evicted);
                known = new Entry(key, bytes);
                entries.put(key, known);
                mine = true;
            }
            known.leases++;
            entry = known;
        }
        evicted.forEach(Entry::close);
        if (mine) {
            make(entry, maker);
        }
        try {
            return new Lease<>(this, entry, type.cast(entry.value.join()));
        } catch (CompletionException e) {
            release(entry);
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** A lease on what the key stands for if that is loaded; it counts as no use of it. */
    public <T extends AutoCloseable> Optional<Lease<T>> leaseLoaded(Object key, Class<T> type) {
        Entry entry = null;
        synchronized (this) {
            for (Entry each : entries.values()) {
                if (each.key.equals(key) && each.value.isDone() && !each.value.isCompletedExceptionally()) {
                    entry = each;
                    entry.leases++;
                }
            }
        }
        return Optional.ofNullable(entry).map(each -> new Lease<>(this, each, type.cast(each.value.join())));
    }

    private void make(Entry entry, Callable<? extends AutoCloseable> maker) {
        try {
            entry.value.complete(maker.call());
        } catch (Throwable e) {
            synchronized (this) {
                entries.remove(entry.key, entry);
            }
            entry.value.completeExceptionally(new CompletionException(e));
            if (e instanceof Error error) {
                throw error;
            }
        }
    }

    /** How many bytes its entries have together, as estimated. */
    public synchronized long bytes() {
        return entries.values().stream().mapToLong(entry -> entry.bytes).sum();
    }

    /** Whether there is an entry for a key, or one is being made. */
    public synchronized boolean holds(Object key) {
        // A look does not count as a use.
        return entries.containsKey(key);
    }

    /** How many entries there are. */
    public synchronized int size() {
        return entries.size();
    }

    /** Closes everything that nobody has leased. */
    public void clear() {
        List<Entry> evicted = new ArrayList<>();
        synchronized (this) {
            evict(Long.MAX_VALUE / 2, evicted);
        }
        evicted.forEach(Entry::close);
    }

    /** As {@link #bytes()}, without what one key stands for. */
    public synchronized long bytes(Object without) {
        return entries.values().stream()
                .filter(entry -> !entry.key.equals(without))
                .mapToLong(entry -> entry.bytes)
                .sum();
    }

    /**
     * Closes what nobody has leased, the least recently used first, until what is left has at most so many bytes.
     *
     * @param besides the key of what is neither counted nor closed
     * @return how many were closed
     */
    public int keepWithin(long bytes, Object besides) {
        List<Entry> gone = new ArrayList<>();
        synchronized (this) {
            long used = bytes(besides);
            for (Iterator<Entry> each = entries.values().iterator(); used > bytes && each.hasNext(); ) {
                Entry entry = each.next();
                if (entry.leases == 0 && !entry.key.equals(besides)) {
                    each.remove();
                    gone.add(entry);
                    used -= entry.bytes;
                }
            }
        }
        gone.forEach(Entry::close);
        return gone.size();
    }

    /**
     * Closes what nobody has leased and whose key is one of these.
     *
     * @return how many were closed
     */
    public int remove(Predicate<Object> keys) {
        List<Entry> gone = new ArrayList<>();
        synchronized (this) {
            for (Iterator<Entry> each = entries.values().iterator(); each.hasNext(); ) {
                Entry entry = each.next();
                if (entry.leases == 0 && keys.test(entry.key)) {
                    each.remove();
                    gone.add(entry);
                }
            }
        }
        gone.forEach(Entry::close);
        return gone.size();
    }

    /** Closes everything; what is leased as soon as it is given back. */
    @Override
    public void close() {
        List<Entry> idle = new ArrayList<>();
        synchronized (this) {
            closed = true;
            for (Entry entry : entries.values()) {
                if (entry.leases == 0) {
                    idle.add(entry);
                }
            }
            entries.values().removeAll(idle);
        }
        idle.forEach(Entry::close);
    }

    private void evict(long needed, List<Entry> evicted) {
        long used = bytes();
        for (Iterator<Entry> each = entries.values().iterator(); used + needed > budget && each.hasNext(); ) {
            Entry entry = each.next();
            if (entry.leases == 0) {
                each.remove();
                evicted.add(entry);
                used -= entry.bytes;
            }
        }
    }

    private void release(Entry entry) {
        List<Entry> gone = new ArrayList<>();
        synchronized (this) {
            entry.leases--;
            if (entry.leases == 0 && closed && entries.remove(entry.key, entry)) {
                gone.add(entry);
            }
            if (!closed) {
                evict(0, gone);
            }
        }
        gone.forEach(Entry::close);
    }

    private static final class Entry {
        private final Object key;
        private final long bytes;
        private final CompletableFuture<AutoCloseable> value = new CompletableFuture<>();
        private int leases;

        Entry(Object key, long bytes) {
            this.key = key;
            this.bytes = bytes;
        }

        void close() {
            if (value.isCompletedExceptionally()) {
                return;
            }
            try {
                value.join().close();
            } catch (Exception e) {
                LOG.warn("{} was not closed properly: {}", key, e.toString());
            }
        }
    }

    /**
     * The right to use an entry until closed.
     *
     * @param <T> what the entry is
     */
    public static final class Lease<T> implements AutoCloseable {
        private final ModelPool pool;
        private final Entry entry;
        private final T value;
        private boolean released;

        private Lease(ModelPool pool, Entry entry, T value) {
            this.pool = pool;
            this.entry = entry;
            this.value = value;
        }

        /** What is leased. */
        public T value() {
            return value;
        }

        @Override
        public synchronized void close() {
            if (!released) {
                released = true;
                pool.release(entry);
            }
        }
    }
}
