package dev.zograf.nodes.lora;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import java.util.Optional;

/**
 * LoRA (Hu et al. 2021): {@code scale * up down}, of a linear layer or, flattened, of a convolution (LoCon); with a kernel between the
 * factors if the file has one.
 *
 * @param up {@code [rows, rank]}
 * @param down {@code [rank, columns]}; with {@code mid} {@code [inner, channels]}
 * @param mid {@code [rank, inner, h, w]}
 * @param scale alpha over rank
 */
record LowRankDelta(Weight up, Weight down, Optional<Weight> mid, double scale) implements SizedDelta {

    @Override
    public int rows() {
        return (int) up.shape()[0];
    }

    @Override
    public int columns() {
        int width = (int) (down.size() / down.shape()[0]);
        return mid.map(m -> width * kernel(m)).orElse(width);
    }

    int rank() {
        return (int) (up.size() / up.shape()[0]);
    }

    private static int kernel(Weight mid) {
        return (int) (mid.size() / mid.shape()[0] / mid.shape()[1]);
    }

    /** {@code [rank, columns]}. */
    float[] downFactor() {
        float[] factor = WeightData.floats(down);
        if (mid.isEmpty()) {
            return factor;
        }
        int inner = (int) down.shape()[0];
        int kernel = kernel(mid.get());
        return Matrices.right(WeightData.floats(mid.get()), factor, rank(), inner, kernel, factor.length / inner);
    }

    /** {@code [rows, rank]}, times the scale and a strength. */
    float[] upFactor(double strength) {
        return Matrices.times(WeightData.floats(up), scale * strength);
    }

    @Override
    public float[] values(float[] weight, long[] shape) {
        return Matrices.times(Matrices.product(WeightData.floats(up), downFactor(), rows(), rank(), columns()), scale);
    }
}
