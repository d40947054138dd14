package dev.zograf.nodes.prompt;

import dev.zograf.api.value.FloatTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What weights do to the encodings of tokens. */
final class TokenWeights {

    private TokenWeights() {}

    /**
     * Each token's encoding, moved along the line through what the empty prompt has at its place: 0 is that, 1 the encoding itself.
     *
     * @param x {@code [chunks, tokens, width]}
     * @param nothing {@code [1, tokens, width]}, if any has weights
     * @param weights one for each token of each chunk
     */
    static FloatTensor interpolated(FloatTensor x, Optional<FloatTensor> nothing, List<double[]> weights) {
        if (nothing.isEmpty()) {
            return x;
        }
        int width = x.dim(2);
        int each = x.dim(1) * width;
        float[] out = x.toArray();
        for (int i = 0; i < out.length; i++) {
            float weight = (float) weights.get(i / each)[i % each / width];
            if (weight != 1) {
                float from = nothing.get().at(i % each);
                out[i] = (out[i] - from) * weight + from;
            }
        }
        return FloatTensor.wrap(out, x.shape());
    }

    /**
     * Each token's encoding times its weight, and then each chunk scaled so that the mean of all its numbers is what it was.
     *
     * @param x {@code [chunks, tokens, width]}
     * @param weights one for each token of each chunk
     */
    static FloatTensor meanRestored(FloatTensor x, List<double[]> weights) {
        int width = x.dim(2);
        int each = x.dim(1) * width;
        float[] out = x.toArray();
        for (int row = 0; row < weights.size(); row++) {
            if (hasWeights(weights.get(row))) {
                double[] ofRow = weights.get(row);
                double before = 0;
                double after = 0;
                for (int i = 0; i < each; i++) {
                    int at = row * each + i;
                    before += out[at];
                    out[at] = out[at] * (float) ofRow[i / width];
                    after += out[at];
                }
                // Where all weights are 0, nothing is left to scale.
                float scale = after == 0 ? 1 : (float) (before / after);
                for (int i = row * each; i < (row + 1) * each; i++) {
                    out[i] *= scale;
                }
            }
        }
        return FloatTensor.wrap(out, x.shape());
    }

    static boolean hasWeights(double[] weights) {
        return Arrays.stream(weights).anyMatch(weight -> weight != 1);
    }
}
