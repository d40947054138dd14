package dev.zograf.metrics;

import dev.zograf.EngineMetrics;
import dev.zograf.EngineState;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;

/**
 * Puts an engine's measurements into a registry of Micrometer: {@code Zograf.builder().metrics(MicrometerMetrics.of(registry))}. The
 * meters are listed in {@code docs/embedding.md}; they leave the registry when the engine is closed.
 */
public final class MicrometerMetrics implements EngineMetrics {

    /** Which tags measure an engine in which registry: meters of the same name and tags would be one meter. */
    private static final Map<MeterRegistry, Set<Tags>> TAKEN = new WeakHashMap<>();

    private final MeterRegistry registry;
    private final Tags tags;

    private MicrometerMetrics(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
    }

    /**
     * Measures engines in a registry.
     *
     * @param tags keys and values in turn that all meters carry; they tell several engines in one registry apart
     * @throws IllegalArgumentException if a key has no value
     */
    public static MicrometerMetrics of(MeterRegistry registry, String... tags) {
        return new MicrometerMetrics(registry, Tags.of(tags));
    }

    @Override
    public Recorder start(Supplier<EngineState> state) {
        synchronized (TAKEN) {
            if (!TAKEN.computeIfAbsent(registry, key -> new HashSet<>()).add(tags)) {
                throw new IllegalArgumentException("The registry already measures an engine "
                        + (tags.stream().findAny().isEmpty() ? "without tags" : "with the tags " + tags)
                        + "; tell them apart: MicrometerMetrics.of(registry, \"engine\", \"second\").");
            }
        }
        return new EngineMeters(registry, tags, state, this::free);
    }

    private void free() {
        synchronized (TAKEN) {
            Set<Tags> taken = TAKEN.get(registry);
            if (taken != null) {
                taken.remove(tags);
            }
        }
    }
}
