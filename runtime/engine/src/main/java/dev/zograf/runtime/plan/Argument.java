package dev.zograf.runtime.plan;

import dev.zograf.runtime.graph.DefinedWorkflow;
import dev.zograf.runtime.node.Feed;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Where an input of a planned node comes from. */
public sealed interface Argument {

    /** A value that is known before the run, converted to the port's type; a body is a {@link DefinedWorkflow}. */
    record Constant(Object value) implements Argument {}

    /**
     * An output of another planned node.
     *
     * @param node its index in the plan
     * @param output the index of its output
     */
    record Link(int node, int output) implements Argument {}

    /** A value that is known before the run by where it came from: what is in it need not be looked at. */
    record Given(Object value, Origin origin) implements Argument {}

    /**
     * A lazy value of the plan that this one is called in.
     *
     * @param source computes it
     * @param origin where it comes from; empty if that is not known
     */
    record Outer(Feed.Source source, Optional<Origin> origin) implements Argument {}

    /** Several. */
    record Several(List<Argument> arguments) implements Argument {}

    /** Several by name, in order. */
    record Named(Map<String, Argument> arguments) implements Argument {

        /** Keeps an unmodifiable copy. */
        public Named {
            arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
        }
    }

    /** Shows this argument, or each of those in it, to the visitor. */
    default void forEach(Consumer<Argument> visitor) {
        if (this instanceof Several several) {
            several.arguments().forEach(a -> a.forEach(visitor));
        } else if (this instanceof Named named) {
            named.arguments().values().forEach(a -> a.forEach(visitor));
        } else {
            visitor.accept(this);
        }
    }
}
