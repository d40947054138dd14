package dev.zograf.nodes.patch;

import dev.zograf.api.model.GuidanceEdit;
import dev.zograf.api.model.Guided;
import dev.zograf.api.value.FloatTensor;

/**
 * Multiplies the guided output, in each square of 2 x 2 latent pixels, by {@code |positive| / |guided|}, where the norms are Euclidean over the
 * square and its channels, and the positive one is what the prompt alone leads to.
 */
record KeptNorm() implements GuidanceEdit {

    private static final int SIDE = 2;

    @Override
    public FloatTensor edit(Guided guided, Call call) {
        if (guided.negative().isEmpty()) {
            return guided.output();
        }
        FloatTensor output = guided.output();
        float[] values = output.toArray();
        float[] like = guided.positive().toArray();
        Squares squares = new Squares(output.dim(1), output.dim(2), output.dim(3));
        for (int entry = 0; entry < output.dim(0); entry++) {
            for (int top = 0; top < output.dim(2); top += SIDE) {
                for (int left = 0; left < output.dim(3); left += SIDE) {
                    double norm = squares.norm(values, entry, top, left);
                    if (norm > 0) {
                        squares.scale(values, entry, top, left, squares.norm(like, entry, top, left) / norm);
                    }
                }
            }
        }
        return FloatTensor.wrap(values, output.shape());
    }

    /** The squares of a latent of this size; those at the edge of an odd side are smaller. */
    private record Squares(int channels, int height, int width) {

        double norm(float[] values, int entry, int top, int left) {
            double sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                for (int y = top; y < Math.min(top + SIDE, height); y++) {
                    for (int x = left; x < Math.min(left + SIDE, width); x++) {
                        double value = values[index(entry, channel, y, x)];
                        sum += value * value;
                    }
                }
            }
            return Math.sqrt(sum);
        }

        void scale(float[] values, int entry, int top, int left, double factor) {
            for (int channel = 0; channel < channels; channel++) {
                for (int y = top; y < Math.min(top + SIDE, height); y++) {
                    for (int x = left; x < Math.min(left + SIDE, width); x++) {
                        values[index(entry, channel, y, x)] *= (float) factor;
                    }
                }
            }
        }

        private int index(int entry, int channel, int y, int x) {
            return ((entry * channels + channel) * height + y) * width + x;
        }
    }
}
