package dev.zograf.runtime.exec;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.zograf.runtime.plan.ContentKey;
import java.util.List;

/** What was odd when results were made, to be said again of whoever gets them without making them. Bounded, thread-safe. */
final class KeptWarnings {

    private static final long MOST_CHARACTERS = 1L << 20;

    private final Cache<ContentKey, List<Warning>> kept = Caffeine.newBuilder()
            .maximumWeight(MOST_CHARACTERS)
            .weigher((ContentKey key, List<Warning> warnings) -> warnings.stream()
                    .mapToInt(
                            warning -> warning.path().length() + warning.text().length())
                    .sum())
            .executor(Runnable::run)
            .build();

    /** Keeps them under the key of the result. */
    void put(ContentKey key, List<Warning> warnings) {
        if (!warnings.isEmpty()) {
            kept.put(key, warnings);
        }
    }

    /** Those of a result; empty if there were none. */
    List<Warning> get(ContentKey key) {
        List<Warning> warnings = kept.getIfPresent(key);
        return warnings == null ? List.of() : warnings;
    }
}
