package dev.zograf.runtime.plugin;

import dev.zograf.api.NodePlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A plugin of the host itself: on its class path, or given as an object. It stays as long as the engine. */
public final class ClassPathPlugin implements Plugin {

    private final String id;
    private final Optional<PluginDescriptor> descriptor;
    private final List<Supplier<NodePlugin>> parts;
    private @Nullable List<NodePlugin> loaded;
    private @Nullable PluginException failure;

    ClassPathPlugin(String id, Optional<PluginDescriptor> descriptor, List<Supplier<NodePlugin>> parts) {
        this.id = id;
        this.descriptor = descriptor;
        this.parts = List.copyOf(parts);
    }

    /** A plugin that the host made. */
    public static ClassPathPlugin given(NodePlugin plugin) {
        return new ClassPathPlugin(plugin.getClass().getName(), Optional.empty(), List.of(() -> plugin));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Optional<PluginDescriptor> descriptor() {
        return descriptor;
    }

    @Override
    public Optional<PluginPlace> place() {
        return Optional.empty();
    }

    @Override
    public synchronized List<NodePlugin> load() {
        if (failure != null) {
            throw failure;
        }
        if (loaded == null) {
            List<NodePlugin> made = new ArrayList<>();
            try {
                parts.forEach(part -> made.add(part.get()));
            } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
                failure = new PluginException(PluginFailure.of(
                                PluginFailure.Kind.BROKEN, id, "It cannot be started: " + ClassPathPlugins.describe(e))
                        .without(descriptor.map(PluginDescriptor::nodeIds).orElse(List.of()))
                        .because(e));
                throw failure;
            }
            loaded = List.copyOf(made);
        }
        return loaded;
    }
}
