package dev.zograf.nodes.lora;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import java.util.Optional;

/**
 * LoHa (Hyeon-Woo et al. 2022, "FedPara"; Yeh et al. 2024, "LyCORIS"): two low-rank matrices multiplied number by number, {@code scale *
 * (w1a w1b) * (w2a w2b)}. A convolution's may have kernels between their factors, and then the first factors are transposed.
 */
record HadamardDelta(Factor one, Factor two, int rows, int columns, double scale) implements SizedDelta {

    /** One of the two matrices. */
    record Factor(Weight a, Weight b, Optional<Weight> t) {

        private float[] values(int rows, int columns) {
            float[] left = WeightData.floats(a);
            float[] right = WeightData.floats(b);
            if (t.isEmpty()) {
                int rank = left.length / rows;
                return Matrices.product(left, right, rows, rank, columns);
            }
            int i = (int) t.get().shape()[0];
            int j = (int) t.get().shape()[1];
            int kernel = (int) (t.get().size() / i / j);
            return Matrices.tucker(left, WeightData.floats(t.get()), right, i, j, kernel, rows, columns / kernel);
        }
    }

    @Override
    public float[] values(float[] weight, long[] shape) {
        float[] out = one.values(rows, columns);
        float[] other = two.values(rows, columns);
        for (int i = 0; i < out.length; i++) {
            out[i] *= other[i];
        }
        return Matrices.times(out, scale);
    }
}
