package dev.zograf.runtime.exec;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.zograf.runtime.plan.ContentKey;
import java.util.List;
import java.util.Optional;

/** The results of nodes by content, bounded in bytes: what was used neither lately nor often goes first. Thread-safe. */
public final class ResultCache {

    /** The cache library counts weights as int; in units of 16 bytes that is enough for 32 GiB in one value. */
    private static final long UNIT = 16;

    private final Cache<ContentKey, List<Object>> cache;

    /** An empty cache that keeps at most so many bytes; 0 keeps nothing. */
    public ResultCache(long bytes) {
        cache = Caffeine.newBuilder()
                .maximumWeight(bytes / UNIT)
                .weigher((ContentKey key, List<Object> outputs) ->
                        (int) Math.min(Integer.MAX_VALUE, 1 + Weighing.bytes(outputs) / UNIT))
                .executor(Runnable::run)
                .build();
    }

    /** The outputs that were kept under the key. */
    public Optional<List<Object>> get(ContentKey key) {
        return Optional.ofNullable(cache.getIfPresent(key));
    }

    /** Keeps the outputs of a node as long as there is room. */
    public void put(ContentKey key, List<Object> outputs) {
        cache.put(key, outputs);
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
