package dev.zograf.runtime.plugin;

import dev.zograf.api.NodePlugin;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Loads the plugins that a class loader sees through {@link ServiceLoader}. A broken one is reported and passed over; both
 * steps of the iterator may throw, and iteration goes on afterwards.
 */
public final class PluginLoader {

    /** After so many broken entries in a row, the rest is given up: an iterator that cannot advance must not hang us. */
    private static final int PATIENCE = 1000;

    private PluginLoader() {}

    /** What was found. */
    public record Loaded(List<NodePlugin> plugins, List<PluginFailure> failures) {}

    /** All plugins that the class loader sees. */
    public static Loaded load(ClassLoader classLoader) {
        List<NodePlugin> plugins = new ArrayList<>();
        List<PluginFailure> failures = new ArrayList<>();
        Iterator<NodePlugin> found =
                ServiceLoader.load(NodePlugin.class, classLoader).iterator();
        for (int broken = 0; broken < PATIENCE; ) {
            try {
                if (!found.hasNext()) {
                    break;
                }
                plugins.add(found.next());
                broken = 0;
            } catch (ServiceConfigurationError | LinkageError e) {
                broken++;
                failures.add(new PluginFailure("plugin", describe(e), Optional.of(e)));
            }
        }
        return new Loaded(List.copyOf(plugins), List.copyOf(failures));
    }

    private static String describe(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return failure.getCause() == null ? message : message + " (" + failure.getCause() + ")";
    }
}
