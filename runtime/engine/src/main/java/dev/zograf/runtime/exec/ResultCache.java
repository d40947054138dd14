package dev.zograf.runtime.exec;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.zograf.runtime.plan.ContentKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The results of nodes by content, bounded in bytes: what was used neither lately nor often goes first. Thread-safe. */
public final class ResultCache {

    /** The cache library counts weights as int; in units of 16 bytes that is enough for 32 GiB in one value. */
    private static final long UNIT = 16;

    /** Outputs, and the plugins that had a hand in them. */
    private record Kept(List<Object> outputs, Set<String> origins) {}

    private final Cache<ContentKey, Kept> cache;

    /** An empty cache that keeps at most so many bytes; 0 keeps nothing. */
    public ResultCache(long bytes) {
        cache = Caffeine.newBuilder()
                .maximumWeight(bytes / UNIT)
                .weigher((ContentKey key, Kept kept) ->
                        (int) Math.min(Integer.MAX_VALUE, 1 + Weighing.bytes(kept.outputs()) / UNIT))
                .executor(Runnable::run)
                .build();
    }

    /** The outputs that were kept under the key. */
    public Optional<List<Object>> get(ContentKey key) {
        return Optional.ofNullable(cache.getIfPresent(key)).map(Kept::outputs);
    }

    /** Keeps the outputs of a node as long as there is room. */
    public void put(ContentKey key, List<Object> outputs) {
        put(key, outputs, Set.of());
    }

    /**
     * Keeps the outputs of a node as long as there is room.
     *
     * @param origins the plugins that had a hand in them
     */
    void put(ContentKey key, List<Object> outputs, Set<String> origins) {
        cache.put(key, new Kept(outputs, origins));
    }

    /** Forgets what this version of a plugin had a hand in, since its values may be objects of its classes. */
    public void drop(String origin) {
        cache.asMap().values().removeIf(kept -> kept.origins().contains(origin));
        cache.cleanUp();
    }

    /** Forgets everything. */
    public void clear() {
        cache.invalidateAll();
    }

    /** About how many bytes are kept. */
    public long bytes() {
        cache.cleanUp();
        return cache.policy()
                .eviction()
                .map(e -> e.weightedSize().orElse(0) * UNIT)
                .orElse(0L);
    }
}
