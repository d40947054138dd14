package dev.zograf.api;

import dev.zograf.api.value.Image;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a node knows of the run it is part of. It is also the run's {@link Cancellation}: who reports progress can be
 * cancelled. Valid until the node's method returns.
 */
public interface RunContext extends Cancellation {

    /** The node's id in the workflow. */
    String nodeId();

    /**
     * Reports that {@code step} of {@code total} is done.
     *
     * @param step from 0 to {@code total}
     * @throws CancelledException if the run was cancelled
     */
    default void progress(int step, int total) {
        progress(step, total, null);
    }

    /**
     * As {@link #progress(int, int)}, with a preview that is computed only if a listener wants it.
     *
     * @param preview makes a small picture of what there is so far; null if there is none
     * @throws CancelledException if the run was cancelled
     */
    void progress(int step, int total, @Nullable Supplier<Image> preview);

    /**
     * Says that something about the inputs is odd and may not be what was meant, such as a bracket without a partner: whoever runs the
     * workflow is told, and the run goes on. What cannot be right is an {@link InvalidInputException} instead. It is kept with the
     * result and told again in later runs that take it; the same text is told once. Of one node a hundred texts are told.
     *
     * @param text one or more sentences that name the place, and what is done about it
     */
    default void warn(String text) {}

    /**
     * Says what pictures the node is about to make, before it takes memory for them. Who makes pictures of a size that the workflow
     * chose, or that a file states, calls this first; results are held against the policy in any case.
     *
     * @param width in pixels
     * @param height in pixels
     * @param count how many of that size at once
     * @throws RefusedException if the run's policy does not allow so many pixels
     */
    default void willMake(int width, int height, int count) {}

    /** The files that this run may read and write. */
    RunFiles files();

    /** The workflow that is running with its inputs filled in, as JSON text, for the metadata of what it makes. */
    String workflow();

    /**
     * Runs a part of the workflow now, on this thread and others, and returns its outputs by name; an output that came to nothing
     * is not there. Its nodes appear in the run's events under {@code node/n/inner}, with {@code n} counting the calls of this node
     * from 0, and their results are kept like all others.
     *
     * @param body an input of this node, or a graph of its own; if this node is neither an effect nor {@link Impure}, the body must
     *     have no such node either
     * @param inputs the body's inputs; those that it has a default for may be left out
     * @throws InvalidInputException if the body cannot be run with these inputs, or calls nest too deep
     * @throws CancelledException if the run was cancelled
     * @throws Exception if a node of the body failed
     */
    default Map<String, Object> call(Subworkflow body, Map<String, ?> inputs) throws Exception {
        return callAll(body, List.of(inputs)).get(0);
    }

    /**
     * As {@link #call} for each of the inputs, several at once where the engine has threads for it.
     *
     * @return the outputs in the order of the inputs
     */
    default List<Map<String, Object>> callAll(Subworkflow body, List<? extends Map<String, ?>> inputs)
            throws Exception {
        throw new UnsupportedOperationException("This context runs one node alone, and it wants to run a workflow.");
    }
}
