package dev.zograf.nodes.lora;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import java.util.Optional;

/**
 * LoKr (Yeh et al. 2024, "LyCORIS"): {@code scale * kron(w1, w2)}, each of the two whole or a product of factors; a convolution's kernel is
 * all in the second.
 *
 * @param kernel height times width of the kernel, 1 for linear layers
 */
record KroneckerDelta(Factor one, Factor two, int kernel, double scale) implements SizedDelta {

    /**
     * One of the two matrices.
     *
     * @param a whole, or with {@code b} the first factor
     * @param t a kernel between the factors, which makes the first one transposed
     * @param columns kernel excluded
     */
    record Factor(Weight a, Optional<Weight> b, Optional<Weight> t, int rows, int columns) {

        private float[] values(int kernel) {
            float[] left = WeightData.floats(a);
            if (b.isEmpty()) {
                return left;
            }
            float[] right = WeightData.floats(b.get());
            if (t.isPresent()) {
                int i = (int) t.get().shape()[0];
                int j = (int) t.get().shape()[1];
                return Matrices.tucker(left, WeightData.floats(t.get()), right, i, j, kernel, rows, columns);
            }
            return Matrices.product(left, right, rows, left.length / rows, columns * kernel);
        }
    }

    @Override
    public int rows() {
        return one.rows * two.rows;
    }

    @Override
    public int columns() {
        return one.columns * two.columns * kernel;
    }

    @Override
    public float[] values(float[] weight, long[] shape) {
        float[] left = one.values(1);
        float[] right = Matrices.times(two.values(kernel), scale);
        int run = two.columns * kernel;
        float[] out = new float[Math.multiplyExact(rows(), columns())];
        int at = 0;
        for (int i = 0; i < one.rows; i++) {
            for (int k = 0; k < two.rows; k++) {
                for (int j = 0; j < one.columns; j++) {
                    float factor = left[i * one.columns + j];
                    for (int c = 0; c < run; c++) {
                        out[at++] = factor * right[k * run + c];
                    }
                }
            }
        }
        return out;
    }
}
