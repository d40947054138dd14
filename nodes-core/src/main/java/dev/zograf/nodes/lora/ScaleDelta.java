package dev.zograf.nodes.lora;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;

/**
 * IA3 (Liu et al. 2022, "Few-shot parameter-efficient fine-tuning") as LyCORIS writes it: each row of a weight, or each of its input
 * channels, times one more than a learned number.
 *
 * @param factors one for each row or input channel
 * @param onInput whether they are for input channels
 */
record ScaleDelta(Weight factors, boolean onInput) implements Delta {

    @Override
    public boolean fits(Weight weight) {
        long[] shape = weight.shape();
        return shape.length >= 2 && factors.size() == shape[onInput ? 1 : 0];
    }

    @Override
    public String size() {
        return factors.size() + (onInput ? " input channels" : " rows");
    }

    @Override
    public float[] values(float[] weight, long[] shape) {
        float[] scale = WeightData.floats(factors);
        int row = (int) (weight.length / shape[0]);
        int kernel = (int) (row / shape[1]);
        float[] out = new float[weight.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = weight[i] * scale[onInput ? i % row / kernel : i / row];
        }
        return out;
    }
}
