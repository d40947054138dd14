package dev.zograf.runtime.wire;

import com.google.inject.Binder;
import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import com.google.inject.spi.Message;
import dev.zograf.api.Node;
import dev.zograf.runtime.node.NodeFactory;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.plugin.ContextLoader;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Makes each node once, when it is first needed, with an injector of its own that knows the services and nothing else of the
 * engine: a node that cannot be made harms no other.
 */
final class InjectingNodeFactory implements NodeFactory {

    /** What every injector has of its own. */
    private static final Set<Key<?>> BUILT_IN =
            Set.of(Key.get(Injector.class), Key.get(Stage.class), Key.get(Logger.class));

    private final Injector services;
    private final Map<Class<?>, Node<?, ?>> nodes = new ConcurrentHashMap<>();

    InjectingNodeFactory(Module module) {
        services = Guice.createInjector(Binder::requireExplicitBindings, module);
    }

    @Override
    public Node<?, ?> node(NodeSchema schema) {
        Node<?, ?> known = nodes.get(schema.nodeClass());
        return known != null ? known : nodes.computeIfAbsent(schema.nodeClass(), type -> make(schema));
    }

    /** Forgets the nodes of a class loader's classes, so that it can be collected. */
    void forget(ClassLoader loader) {
        nodes.keySet().removeIf(type -> type.getClassLoader() == loader);
    }

    private Node<?, ?> make(NodeSchema schema) {
        Class<? extends Node<?, ?>> type = schema.nodeClass();
        try (ContextLoader context = ContextLoader.of(type)) {
            return injector(schema, type).getInstance(type);
        } catch (CreationException e) {
            throw failure(schema, e.getErrorMessages(), e);
        } catch (ConfigurationException e) {
            throw failure(schema, e.getErrorMessages(), e);
        } catch (ProvisionException e) {
            throw failure(schema, e.getErrorMessages(), e);
        }
    }

    /** A parent remembers what its children bind; of a plugin that may go again it must not know. */
    private Injector injector(NodeSchema schema, Class<?> type) {
        if (schema.origin().isEmpty()) {
            return services.createChildInjector(binder -> binder.bind(type));
        }
        return Guice.createInjector(binder -> {
            binder.requireExplicitBindings();
            services.getBindings().forEach((key, binding) -> {
                if (!BUILT_IN.contains(key)) {
                    bindAgain(binder, key);
                }
            });
            binder.bind(type);
        });
    }

    private <T> void bindAgain(Binder binder, Key<T> key) {
        binder.bind(key).toProvider(services.getProvider(key));
    }

    private static IllegalStateException failure(NodeSchema schema, Collection<Message> reasons, Exception cause) {
        String text = reasons.stream()
                .map(m -> m.getMessage().lines().findFirst().orElse(""))
                .distinct()
                .collect(Collectors.joining(" "));
        return new IllegalStateException("The node type " + schema.type() + " cannot be made: " + text, cause);
    }
}
