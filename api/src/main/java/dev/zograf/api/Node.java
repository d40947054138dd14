package dev.zograf.api;

import java.util.Set;

/**
 * A step of a workflow: one method from a record of inputs to a record of outputs.
 *
 * <p>The components of {@code I} and {@code O} are the ports. A bare component is required, {@link Default} gives it a
 * default, {@code Optional<T>} makes it optional, {@link Lazy Lazy&lt;T&gt;} has it computed only when asked for,
 * {@code List<T>} takes several, {@code Map<String, T>} takes several by name ({@code Map<String, Object>} of any types). An
 * output {@code List<T>} gives several, and an output {@code Optional<T>} may come to nothing: a node that needs it is then left out,
 * one to which it is optional gets nothing. No null crosses this interface. Rules across inputs belong in the compact
 * constructor of {@code I}, which throws {@link InvalidInputException}.
 *
 * <p>A class that implements this carries {@link NodeType}, is public, and has one constructor that is either without
 * parameters or annotated with {@code jakarta.inject.Inject} and takes interfaces of {@code dev.zograf.api.model}. One
 * instance may be used by several threads at once: keep no state of a run in fields.
 *
 * @param <I> the record of inputs
 * @param <O> the record of outputs
 */
public interface Node<I extends Record, O extends Record> {

    /**
     * Does the work. Long work reports {@link RunContext#progress} or calls {@link RunContext#throwIfRequested} at least
     * every 100 ms or so, which is also how it is cancelled.
     *
     * @throws InvalidInputException if a value is unusable for a reason that only shows now
     * @throws CancelledException if the run was cancelled
     * @throws Exception any other failure; it fails the run and is reported with the node's id
     */
    O run(I in, RunContext ctx) throws Exception;

    /**
     * What the result depends on besides the inputs, such as the size and time of a file that an input names. It is part
     * of the key under which results are cached, so that an edited file is read again. The default depends on nothing.
     *
     * @param files resolves names of files as the run will; for reading only
     */
    default String fingerprint(I in, RunFiles files) throws Exception {
        return "";
    }

    /**
     * Told that one input has been made while others are still being made, on a thread that has nothing else to do: what {@link #run}
     * will need and what takes long, such as the session of a network, can be got ready meanwhile. It is a hint: it changes no result, not
     * every input is told of, {@code run} may begin meanwhile or never, and what this throws goes to the log. The default does nothing.
     *
     * @param input the input's name as workflows write it
     * @param value what was made
     * @param pending the types of the nodes that have not ended and whose results the other inputs depend on
     */
    default void prepare(String input, Object value, Set<String> pending) {}
}
