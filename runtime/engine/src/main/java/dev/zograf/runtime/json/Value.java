package dev.zograf.runtime.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What a workflow file gives for an input: a literal, a link, a workflow, or several of these in an array or by name. */
public sealed interface Value {

    /** Where it stands. */
    Place at();

    /**
     * A value written in the file.
     *
     * @param value a {@code String}, {@code Boolean}, {@code Long}, {@code Double}, or {@code BigInteger} beyond 64 bits; the default
     *     of a workflow's input may be a list of these, and a graph that was not read from a file may hold any object
     */
    record Literal(Object value, Place at) implements Value {}

    /**
     * A link to an output of a node, or to an input of the workflow.
     *
     * @param source the node's id, or {@link #INPUTS}
     * @param port the name of the output or of the workflow's input
     */
    record Reference(String source, String port, Place at) implements Value {

        /** The source of links to the workflow's own inputs. */
        public static final String INPUTS = "inputs";

        /** Whether it is an input of the workflow. */
        public boolean isInput() {
            return source.equals(INPUTS);
        }
    }

    /** A value that the reader could not make sense of and has reported; nothing more is said about it. */
    record Unusable(Place at) implements Value {}

    /** Several values. */
    record Several(List<Value> values, Place at) implements Value {}

    /** Several values by name, in the file's order. */
    record Named(Map<String, Value> values, Place at) implements Value {

        /** Keeps an unmodifiable copy. */
        public Named {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /** A workflow that the file defines under this name, for a node that runs it. */
    record Body(String name, Place at) implements Value {}

    /** Shows this value, or each of those in it, to the visitor. */
    default void forEach(Consumer<Value> visitor) {
        if (this instanceof Several several) {
            several.values().forEach(v -> v.forEach(visitor));
        } else if (this instanceof Named named) {
            named.values().values().forEach(v -> v.forEach(visitor));
        } else {
            visitor.accept(this);
        }
    }

    /** This value, or the same array or object, with each single value replaced. */
    default Value map(UnaryOperator<Value> change) {
        if (this instanceof Several several) {
            return new Several(several.values().stream().map(v -> v.map(change)).toList(), several.at());
        }
        if (this instanceof Named named) {
            Map<String, Value> changed = new LinkedHashMap<>();
            named.values().forEach((name, value) -> changed.put(name, value.map(change)));
            return new Named(changed, named.at());
        }
        return change.apply(this);
    }
}
