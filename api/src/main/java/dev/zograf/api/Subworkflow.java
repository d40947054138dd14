package dev.zograf.api;

import java.util.List;
import java.util.Map;

/**
 * A workflow that a node runs as a part of its own work: a definition of the workflow file that is given as an input
 * ({@code {"workflow": "name"}}), or a graph that the node puts together with {@link #builder()}. It is run with
 * {@link RunContext#call}. Immutable.
 */
@PortType("workflow")
public interface Subworkflow {

    /** The names of its inputs in order; none if it was built by a node. */
    List<String> inputs();

    /** The names of its outputs in order. */
    List<String> outputs();

    /** Starts an empty graph. */
    static Builder builder() {
        return new GraphBuilder();
    }

    /**
     * Puts a graph together, node by node. What is wrong with it (an unknown type, a missing input, a circle) shows when it is
     * run, as it does for a file.
     */
    interface Builder {

        /**
         * Adds a node.
         *
         * @param id unique in this graph
         * @param type of the node with its version, {@code encode-text@1}
         * @param inputs by name: texts, numbers and booleans as in a file, values of any port type, a {@link Link}, or a list of
         *     these
         * @throws IllegalArgumentException if the id is taken or is none
         */
        Builder node(String id, String type, Map<String, ?> inputs);

        /** Makes an output of a node an output of the graph. */
        Builder output(String name, Link from);

        /** The graph. */
        Subworkflow build();
    }

    /** An output of a node of the same graph. */
    record Link(String node, String output) {}

    /** An output of a node of the same graph. */
    static Link link(String node, String output) {
        return new Link(node, output);
    }
}
