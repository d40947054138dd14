package dev.zograf.nodes.lora;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import java.util.Optional;

/**
 * What a file changes of one tensor of a model.
 *
 * @param layer the path of the layer
 * @param tensor the full name of the tensor
 * @param shape of the tensor
 * @param magnitude DoRA's lengths (Liu et al. 2024): one for each row, or for each input channel as LyCORIS writes them on request
 */
record LayerChange(String layer, String tensor, long[] shape, Delta delta, Optional<Weight> magnitude) {

    /** A low-rank change that can be a branch beside its layer. */
    Optional<LowRankDelta> branch() {
        boolean plain = magnitude.isEmpty() && tensor.endsWith(".weight") && !isTable();
        return plain && delta instanceof LowRankDelta low ? Optional.of(low) : Optional.empty();
    }

    /** Rows of a table are looked up, and the projection of a text encoder is used without a layer of its own. */
    private boolean isTable() {
        return layer.endsWith("token_embedding")
                || layer.endsWith("position_embedding")
                || layer.endsWith("embed_tokens")
                || layer.endsWith("relative_attention_bias")
                || layer.equals("shared")
                || layer.endsWith("text_projection");
    }

    /** Adds the change to the weight's numbers, in place. */
    void addTo(float[] weight, double strength) {
        float[] values = delta.values(weight, shape);
        if (magnitude.isEmpty()) {
            float factor = (float) strength;
            for (int i = 0; i < weight.length; i++) {
                weight[i] += factor * values[i];
            }
            return;
        }
        for (int i = 0; i < weight.length; i++) {
            values[i] += weight[i];
        }
        rescale(values, WeightData.floats(magnitude.get()));
        // At other strengths than 1 tools disagree; this is the way there in part.
        for (int i = 0; i < weight.length; i++) {
            weight[i] = strength == 1 ? values[i] : (float) (weight[i] + strength * (values[i] - weight[i]));
        }
    }

    /** {@code m (W + d) / |W + d|}. */
    private void rescale(float[] merged, float[] lengths) {
        int rows = (int) shape[0];
        int columns = merged.length / rows;
        int groups = byRow() ? rows : lengths.length;
        int run = columns / (byRow() ? columns : groups);
        double[] squares = new double[groups];
        for (int i = 0; i < merged.length; i++) {
            squares[group(i, columns, run)] += (double) merged[i] * merged[i];
        }
        for (int i = 0; i < merged.length; i++) {
            int group = group(i, columns, run);
            double norm = Math.sqrt(squares[group]);
            merged[i] = norm == 0 ? 0 : (float) (merged[i] * (lengths[group] / norm));
        }
    }

    private int group(int i, int columns, int run) {
        return byRow() ? i / columns : i % columns / run;
    }

    private boolean byRow() {
        return byRow(magnitude.orElseThrow(), (int) shape[0]);
    }

    /** Whether these are the lengths of the rows: {@code [rows]}, {@code [rows, 1, ..]}, or PEFT's {@code [1, rows, 1, 1]}. */
    private static boolean byRow(Weight magnitude, int rows) {
        long[] shape = magnitude.shape();
        boolean peft = magnitude.name().contains("lora_magnitude_vector");
        return magnitude.size() == rows && (shape.length < 2 || shape[0] == rows || peft);
    }

    /** Whether the lengths are as many as there are rows, or as there are input channels. */
    static boolean fits(Weight magnitude, long[] shape) {
        return byRow(magnitude, (int) shape[0]) || (shape.length > 1 && magnitude.size() == shape[1]);
    }
}
