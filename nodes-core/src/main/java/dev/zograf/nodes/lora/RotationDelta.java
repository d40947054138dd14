package dev.zograf.nodes.lora;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import java.util.Optional;

/**
 * OFT with diagonal blocks (Qiu et al. 2023, "Controlling text-to-image diffusion by orthogonal finetuning"), as kohya's tools and
 * LyCORIS write it: blocks of rows are rotated by {@code R = (I + Q)(I - Q)^-1}, {@code Q} the skew-symmetric part of a learned block.
 *
 * @param blocks {@code [n, size, size]}, n times size rows
 * @param rescale what each row is multiplied by afterwards
 * @param constraint the largest norm of all Q together, for each row of the weight; 0 is none
 */
record RotationDelta(Weight blocks, Optional<Weight> rescale, double constraint) implements Delta {

    private int count() {
        return (int) blocks.shape()[0];
    }

    private int side() {
        return (int) blocks.shape()[1];
    }

    @Override
    public boolean fits(Weight weight) {
        long[] shape = weight.shape();
        return shape.length >= 2 && shape[0] == (long) count() * side();
    }

    @Override
    public String size() {
        return (long) count() * side() + " rows";
    }

    @Override
    public float[] values(float[] weight, long[] shape) {
        int side = side();
        int columns = (int) (weight.length / shape[0]);
        float[] learned = WeightData.floats(blocks);
        Optional<float[]> scales = rescale.map(WeightData::floats);
        double limit = limit(learned, shape[0]);
        float[] out = new float[weight.length];
        for (int block = 0; block < count(); block++) {
            double[][] rotation = rotation(learned, block * side * side, limit);
            for (int m = 0; m < side; m++) {
                int row = block * side + m;
                float scale = scales.map(each -> each[row]).orElse(1f);
                for (int c = 0; c < columns; c++) {
                    double sum = 0;
                    for (int n = 0; n < side; n++) {
                        sum += rotation[n][m] * weight[(block * side + n) * columns + c];
                    }
                    out[row * columns + c] = (float) (scale * sum - weight[row * columns + c]);
                }
            }
        }
        return out;
    }

    /** What Q is multiplied by to keep to the constraint. */
    private double limit(float[] learned, long rows) {
        double squares = 0;
        int side = side();
        for (int at = 0; at < learned.length; at += side * side) {
            for (int i = 0; i < side * side; i++) {
                double q = skew(learned, at, i / side, i % side);
                squares += q * q;
            }
        }
        double norm = Math.sqrt(squares) + 1e-8;
        double largest = constraint * rows;
        return constraint > 0 && norm > largest ? largest / norm : 1;
    }

    private double skew(float[] learned, int at, int i, int j) {
        return learned[at + i * side() + j] - learned[at + j * side() + i];
    }

    /** Cayley's transform of one block: {@code (I + Q)(I - Q)^-1}, which is {@code (I - Q)^-1 (I + Q)} since the two commute. */
    private double[][] rotation(float[] learned, int at, double limit) {
        int side = side();
        double[][] left = new double[side][side];
        double[][] right = new double[side][side];
        for (int i = 0; i < side; i++) {
            for (int j = 0; j < side; j++) {
                double q = limit * skew(learned, at, i, j);
                left[i][j] = (i == j ? 1 : 0) - q;
                right[i][j] = (i == j ? 1 : 0) + q;
            }
        }
        // I - Q has an inverse whatever Q is, and its leading minors are positive: no pivots are needed.
        for (int k = 0; k < side; k++) {
            for (int i = 0; i < side; i++) {
                double factor = i == k ? 0 : left[i][k] / left[k][k];
                for (int j = 0; factor != 0 && j < side; j++) {
                    left[i][j] -= factor * left[k][j];
                    right[i][j] -= factor * right[k][j];
                }
            }
        }
        for (int i = 0; i < side; i++) {
            for (int j = 0; j < side; j++) {
                right[i][j] /= left[i][i];
            }
        }
        return right;
    }
}
