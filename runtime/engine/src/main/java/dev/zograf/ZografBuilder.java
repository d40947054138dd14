package dev.zograf;

import dev.zograf.api.NodePlugin;
import dev.zograf.runtime.wire.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Zograf}. Everything has a default. */
public final class ZografBuilder {

    private static final long LARGEST_CACHE = 512L << 20;

    final List<Path> inputRoots = new ArrayList<>();
    final List<Consumer<RunEvent>> listeners = new ArrayList<>();
    @Nullable Path outputRoot;

    private final List<Path> models = new ArrayList<>();
    private final List<NodePlugin> plugins = new ArrayList<>();
    private final Map<Class<?>, Object> services = new LinkedHashMap<>();
    private int threads = Math.max(2, java.lang.Runtime.getRuntime().availableProcessors());
    private long cacheBytes = Math.min(LARGEST_CACHE, java.lang.Runtime.getRuntime().maxMemory() / 8);

    ZografBuilder() {}

    /** Folders in which models are looked up, before those that ship. */
    public ZografBuilder models(Path... roots) {
        models.addAll(List.of(roots));
        return this;
    }

    /** How many nodes may run at once, at least 1; by default as many as there are cores, and at least 2. */
    public ZografBuilder threads(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("An engine needs at least one thread, not " + count + ".");
        }
        threads = count;
        return this;
    }

    /** How many bytes of results are kept for later runs; 0 for none; by default an eighth of the heap, at most 512 MiB. */
    public ZografBuilder cacheBytes(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("A cache cannot have " + bytes + " bytes.");
        }
        cacheBytes = bytes;
        return this;
    }

    /** The folder below which runs may write; by default none. */
    public ZografBuilder output(Path folder) {
        outputRoot = folder;
        return this;
    }

    /** A further folder below which runs may read; by default none. */
    public ZografBuilder input(Path folder) {
        inputRoots.add(folder);
        return this;
    }

    /** Is told what happens in all runs. */
    public ZografBuilder listener(Consumer<RunEvent> listener) {
        listeners.add(listener);
        return this;
    }

    /** Further plugins beside those on the class path. */
    public ZografBuilder nodePlugins(NodePlugin... further) {
        plugins.addAll(List.of(further));
        return this;
    }

    /** An object that nodes may have injected under its interface. */
    public <T> ZografBuilder service(Class<T> type, T service) {
        services.put(type, service);
        return this;
    }

    Settings settings() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return new Settings(
                List.copyOf(models),
                loader == null ? ZografBuilder.class.getClassLoader() : loader,
                List.copyOf(plugins),
                Map.copyOf(services),
                threads,
                cacheBytes);
    }

    /** Builds the engine. Nothing large is loaded before a run needs it. */
    public Zograf build() {
        return new Zograf(this);
    }
}
