package dev.zograf.nodes.lora;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;

/**
 * GLoRA (Chavan et al. 2023) as LyCORIS writes it: {@code scale * (W a1 a2 + b1 b2)}, so that the change depends on the weight.
 *
 * @param a1 {@code [channels, rank]}
 * @param a2 {@code [rank, channels]}
 * @param b1 {@code [rows, rank]}
 * @param b2 {@code [rank, columns]}
 * @param scale alpha over rank
 */
record GeneralDelta(Weight a1, Weight a2, Weight b1, Weight b2, double scale) implements SizedDelta {

    @Override
    public int rows() {
        return (int) b1.shape()[0];
    }

    @Override
    public int columns() {
        return (int) (b2.size() / rank());
    }

    private int rank() {
        return (int) b2.shape()[0];
    }

    @Override
    public float[] values(float[] weight, long[] shape) {
        int rank = rank();
        int channels = (int) a1.shape()[0];
        int kernel = columns() / channels;
        float[] out = Matrices.product(WeightData.floats(b1), WeightData.floats(b2), rows(), rank, columns());
        float[] mixed = Matrices.product(WeightData.floats(a1), WeightData.floats(a2), channels, rank, channels);
        // W a1 a2 mixes input channels; the numbers of a kernel stay apart.
        for (int row = 0; row < rows(); row++) {
            int at = row * columns();
            for (int i = 0; i < channels; i++) {
                for (int j = 0; j < channels; j++) {
                    float factor = mixed[i * channels + j];
                    for (int k = 0; k < kernel; k++) {
                        out[at + j * kernel + k] += weight[at + i * kernel + k] * factor;
                    }
                }
            }
        }
        return Matrices.times(out, scale);
    }
}
