package dev.zograf.api;

import dev.zograf.api.value.Image;
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

    /** The files that this run may read and write. */
    RunFiles files();

    /** The workflow that is running with its inputs filled in, as JSON text, for the metadata of what it makes. */
    String workflow();
}
