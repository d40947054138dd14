package dev.zograf.nodes.lora;

import dev.zograf.tensor.Weight;

/** What a file adds to one tensor, at strength 1. Its shapes were checked; its numbers are read when they are asked for. */
sealed interface Delta permits SizedDelta, ScaleDelta, RotationDelta {

    /** Whether it can be added to a tensor of this shape. */
    boolean fits(Weight weight);

    /** For which tensors it is, for messages. */
    String size();

    /**
     * The numbers that are added, row by row.
     *
     * @param weight the tensor's own numbers, which are not changed
     * @param shape of the tensor, the rows first
     */
    float[] values(float[] weight, long[] shape);
}
