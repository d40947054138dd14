package dev.zograf.runtime.node;

import dev.zograf.api.Node;

/** Makes nodes, with what they need injected. */
@FunctionalInterface
public interface NodeFactory {

    /**
     * The node of a type; the same one each time.
     *
     * @throws RuntimeException if it cannot be made; the message says what it lacks
     */
    Node<?, ?> node(NodeSchema schema);
}
