package dev.zograf.tensor;

/**
 * A network as a function of its weights. Implement it as a record of what the shapes of the weights cannot say (heads, groups,
 * epsilon): equality is what decides whether a compiled network is shared.
 */
public interface NetworkDefinition {

    /** A short name for messages and traces: {@code unet}. */
    String name();

    /**
     * Writes the network into the graph: declares inputs, uses weights, declares outputs. Mistakes of the checkpoint are
     * collected by the graph; go on as if they were not there.
     */
    void build(TensorGraph graph, Weights weights);

    /**
     * Whether its values may be greater than 65504, the greatest 16-bit float. Such a network is computed in 32-bit floats where others
     * are computed in {@link dev.zograf.api.model.Precision#FLOAT16}.
     */
    default boolean exceedsHalf() {
        return false;
    }
}
