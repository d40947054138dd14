package dev.zograf.runtime.exec;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The values that were put last, by key: at least as many as wanted and at most twice as many, because the older half goes at once. That takes no
 * order among them to be kept, which would cost every node that runs more than all else that is noted of it. Thread-safe.
 */
final class Recent<K, V> {

    private final int wanted;
    private volatile Halves<K, V> halves = new Halves<>(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());

    /** No record: two of them are never the same. */
    private static final class Halves<K, V> {
        final Map<K, V> young;
        final Map<K, V> old;

        Halves(Map<K, V> young, Map<K, V> old) {
            this.young = young;
            this.old = old;
        }
    }

    /** @param wanted how many values at least are remembered */
    Recent(int wanted) {
        this.wanted = wanted;
    }

    /** Notes a value; gives the one before if it is remembered. */
    @Nullable
    V put(K key, V value) {
        Halves<K, V> now = halves;
        V before = now.young.put(key, value);
        if (before == null) {
            before = now.old.remove(key);
            if (now.young.size() >= wanted) {
                turn(now);
            }
        }
        return before;
    }

    private synchronized void turn(Halves<K, V> full) {
        if (halves == full) {
            halves = new Halves<>(new ConcurrentHashMap<>(), full.young);
        }
    }
}
