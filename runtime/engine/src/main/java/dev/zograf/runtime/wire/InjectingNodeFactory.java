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
import dev.zograf.api.ChoiceSource;
import dev.zograf.api.Node;
import dev.zograf.runtime.node.NodeFactory;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.plugin.ContextLoader;
import dev.zograf.runtime.plugin.Origin;
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
    private final Map<Class<?>, ChoiceSource> sources = new ConcurrentHashMap<>();

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
        sources.keySet().removeIf(type -> type.getClassLoader() == loader);
    }

    /**
     * What lists the choices of an input; the same one each time.
     *
     * @throws RuntimeException if it cannot be made; the message says what it lacks
     */
    ChoiceSource choices(Class<? extends ChoiceSource> type) {
        ChoiceSource known = sources.get(type);
        return known != null
                ? known
                : sources.computeIfAbsent(type, t -> make("The source of choices " + type.getSimpleName(), type));
    }

    private Node<?, ?> make(NodeSchema schema) {
        return make("The node type " + schema.type(), schema.nodeClass());
    }

    private <T> T make(String what, Class<T> type) {
        try (ContextLoader context = ContextLoader.of(type)) {
            return injector(type).getInstance(type);
        } catch (CreationException e) {
            throw failure(what, e.getErrorMessages(), e);
        } catch (ConfigurationException e) {
            throw failure(what, e.getErrorMessages(), e);
        } catch (ProvisionException e) {
            throw failure(what, e.getErrorMessages(), e);
        }
    }

    /** A parent remembers what its children bind; of a plugin that may go again it must not know. */
    private Injector injector(Class<?> type) {
        if (Origin.of(type).isEmpty()) {
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

    private static IllegalStateException failure(String what, Collection<Message> reasons, Exception cause) {
        String text = reasons.stream()
                .map(m -> m.getMessage().lines().findFirst().orElse(""))
                .distinct()
                .collect(Collectors.joining(" "));
        return new IllegalStateException(what + " cannot be made: " + text, cause);
    }
}
