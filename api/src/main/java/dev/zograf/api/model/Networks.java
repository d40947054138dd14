package dev.zograf.api.model;

import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Weights;

/** Turns tensor graphs into something that runs. Inject it. */
public interface Networks {

    /**
     * Builds and checks the definition's graph over the weights. The native session is made when the network first runs,
     * leased while it runs, and may be evicted between runs to keep the memory budget; equal definitions over equal weights
     * share it.
     *
     * @throws dev.zograf.api.BadFileException if weights are missing or of another shape than the definition needs; all are named
     */
    Network compile(NetworkDefinition definition, Weights weights);

    /**
     * The same networks, computed with other numbers. Where the machine has no fast way to do that, or the engine lacks the part for it,
     * they are computed in {@link Precision#FLOAT32}, and the log says why, once.
     */
    default Networks at(Precision precision) {
        return this;
    }
}
