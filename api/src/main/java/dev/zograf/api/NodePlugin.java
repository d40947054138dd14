package dev.zograf.api;

import java.util.List;

/**
 * What a plugin jar offers, found by {@link java.util.ServiceLoader} under
 * {@code META-INF/services/dev.zograf.api.NodePlugin}. Every method has a default, so that this interface can grow without
 * breaking a plugin.
 */
public interface NodePlugin {

    /**
     * The node classes: implementations of {@link Node}, each annotated with {@link NodeType}. An implementation may return
     * {@code List<Class<? extends Node<?, ?>>>}; the wider type is for generic nodes, whose class literals are raw.
     */
    default List<? extends Class<?>> nodes() {
        return List.of();
    }

    /** How nodes of older versions are rewritten to the current ones. */
    default List<Migration> migrations() {
        return List.of();
    }
}
