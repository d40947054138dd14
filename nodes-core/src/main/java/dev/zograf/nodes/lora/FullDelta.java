package dev.zograf.nodes.lora;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;

/** The whole change of a weight or a bias, as tools write it that subtract one model from another. */
record FullDelta(Weight diff) implements SizedDelta {

    @Override
    public int rows() {
        return diff.shape().length == 0 ? 1 : (int) diff.shape()[0];
    }

    @Override
    public int columns() {
        return (int) (diff.size() / rows());
    }

    @Override
    public float[] values(float[] weight, long[] shape) {
        return WeightData.floats(diff);
    }
}
