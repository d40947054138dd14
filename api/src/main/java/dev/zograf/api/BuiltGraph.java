package dev.zograf.api;

import java.util.List;
import java.util.Map;

/**
 * A graph that a node put together, as the engine reads it.
 *
 * @param nodes by id, in the order in which they were added
 * @param links the graph's outputs by name
 */
public record BuiltGraph(Map<String, BuiltNode> nodes, Map<String, Link> links) implements Subworkflow {

    /**
     * A node.
     *
     * @param type with its version
     * @param in literals, values, {@link Subworkflow.Link}s and lists of these, by input
     */
    public record BuiltNode(String type, Map<String, Object> in) {}

    @Override
    public List<String> inputs() {
        return List.of();
    }

    @Override
    public List<String> outputs() {
        return List.copyOf(links.keySet());
    }
}
