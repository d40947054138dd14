package dev.zograf.nodes.latent;

import dev.zograf.api.value.FloatTensor;
import java.util.function.IntBinaryOperator;

/** Works on the last two axes of {@code [batch, channels, h, w]}. */
final class Planes {

    private Planes() {}

    /** What a new place takes of old ones, from the first on. */
    record Share(int first, double[] weights) {}

    /** What one of {@code to} new places takes of the {@code from} old ones. */
    @FunctionalInterface
    interface Kernel {
        Share of(int at, int from, int to);
    }

    /**
     * Planes of another size, each pixel from somewhere in the old one.
     *
     * @param source where the pixel of a row and a column comes from, counted through the old plane
     */
    static FloatTensor arranged(FloatTensor x, int height, int width, IntBinaryOperator source) {
        int area = x.dim(2) * x.dim(3);
        int planes = x.dim(0) * x.dim(1);
        float[] out = new float[planes * height * width];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int from = source.applyAsInt(row, column);
                for (int p = 0; p < planes; p++) {
                    out[(p * height + row) * width + column] = x.at(p * area + from);
                }
            }
        }
        return FloatTensor.wrap(out, x.dim(0), x.dim(1), height, width);
    }

    /** Rows as columns. */
    static FloatTensor transposed(FloatTensor x) {
        int w = x.dim(3);
        return arranged(x, w, x.dim(2), (row, column) -> column * w + row);
    }

    /** Another size, each place a weighted sum of old ones, along rows and along columns. */
    static FloatTensor weighted(FloatTensor x, int height, int width, Kernel kernel) {
        return transposed(alongRows(transposed(alongRows(x, width, kernel)), height, kernel));
    }

    private static FloatTensor alongRows(FloatTensor x, int width, Kernel kernel) {
        int w = x.dim(3);
        int rows = x.size() / w;
        float[] out = new float[rows * width];
        for (int i = 0; i < width; i++) {
            Share share = kernel.of(i, w, width);
            double[] weights = share.weights();
            for (int row = 0; row < rows; row++) {
                double sum = 0;
                for (int k = 0; k < weights.length; k++) {
                    sum += weights[k] * x.at(row * w + share.first() + k);
                }
                out[row * width + i] = (float) sum;
            }
        }
        return FloatTensor.wrap(out, x.dim(0), x.dim(1), x.dim(2), width);
    }
}
