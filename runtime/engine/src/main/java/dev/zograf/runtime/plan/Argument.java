package dev.zograf.runtime.plan;

import java.util.List;

/** Where an input of a planned node comes from. */
public sealed interface Argument {

    /** A value that is known before the run, converted to the port's type. */
    record Constant(Object value) implements Argument {}

    /**
     * An output of another planned node.
     *
     * @param node its index in the plan
     * @param output the index of its output
     */
    record Link(int node, int output) implements Argument {}

    /** Several. */
    record Several(List<Argument> arguments) implements Argument {}
}
