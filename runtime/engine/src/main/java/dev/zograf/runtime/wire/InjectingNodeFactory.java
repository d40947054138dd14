package dev.zograf.runtime.wire;

import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import com.google.inject.spi.Message;
import dev.zograf.api.Node;
import dev.zograf.runtime.node.NodeFactory;
import dev.zograf.runtime.node.NodeSchema;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Makes each node once, when it is first needed, with an injector of its own that knows the services and nothing else of the
 * engine: a node that cannot be made harms no other.
 */
final class InjectingNodeFactory implements NodeFactory {

    private final Injector services;
    private final Map<Class<?>, Node<?, ?>> nodes = new ConcurrentHashMap<>();

    InjectingNodeFactory(Module module) {
        services = Guice.createInjector(binder -> binder.requireExplicitBindings(), module);
    }

    @Override
    public Node<?, ?> node(NodeSchema schema) {
        Node<?, ?> known = nodes.get(schema.nodeClass());
        return known != null ? known : nodes.computeIfAbsent(schema.nodeClass(), type -> make(schema));
    }

    private Node<?, ?> make(NodeSchema schema) {
        Class<? extends Node<?, ?>> type = schema.nodeClass();
        try {
            return services.createChildInjector(binder -> binder.bind(type)).getInstance(type);
        } catch (CreationException e) {
            throw failure(schema, e.getErrorMessages(), e);
        } catch (ConfigurationException e) {
            throw failure(schema, e.getErrorMessages(), e);
        } catch (ProvisionException e) {
            throw failure(schema, e.getErrorMessages(), e);
        }
    }

    private static IllegalStateException failure(NodeSchema schema, Collection<Message> reasons, Exception cause) {
        String text = reasons.stream()
                .map(m -> m.getMessage().lines().findFirst().orElse(""))
                .distinct()
                .collect(Collectors.joining(" "));
        return new IllegalStateException("The node type " + schema.type() + " cannot be made: " + text, cause);
    }
}
