package dev.zograf.runtime.json;

import java.util.List;

/** What a workflow file gives for an input: a literal, a link, or an array of both. */
public sealed interface Value {

    /** Where it stands. */
    Place at();

    /**
     * A value written in the file.
     *
     * @param value a {@code String}, {@code Boolean}, {@code Long}, {@code Double}, or {@code BigInteger} beyond 64 bits
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
}
