package dev.zograf.models;

import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import java.util.ArrayList;
import java.util.List;

/**
 * Rotary positions (Su et al. 2021, section 3.4.2) of three coordinates, each of which turns some of a head's pairs (M-RoPE; Wang et al. 2024, section
 * 2.1): a number of a head's first half and the one at the same place of its second half are a pair.
 *
 * @param cos of the angles, {@code [batch, tokens, 1, 1, pairs]}
 * @param sin of the angles, of the same shape
 */
record QwenRotary(Tensor cos, Tensor sin) {

    /**
     * For tokens at these positions.
     *
     * @param positions {@code [3, batch, tokens]}
     */
    static QwenRotary of(Tensor positions, QwenTextConfig config) {
        TensorGraph graph = positions.graph();
        Tensor all = positions.permute(1, 2, 0);
        List<Tensor> angles = new ArrayList<>();
        int first = 0;
        for (int i = 0; i < config.sections().size(); i++) {
            int pairs = config.sections().get(i);
            Tensor at = all.slice(2, i, i + 1);
            angles.add(at.times(graph.constant(frequencies(config, first, pairs), 1, 1, pairs)));
            first += pairs;
        }
        Tensor whole = Tensor.concat(2, angles);
        Tensor angle = whole.reshape(whole.dim(0), whole.dim(1), 1, 1, whole.dim(2));
        return new QwenRotary(angle.cos(), angle.sin());
    }

    /** In 32 bits, as the network was trained. */
    private static float[] frequencies(QwenTextConfig config, int first, int pairs) {
        float[] out = new float[pairs];
        for (int i = 0; i < pairs; i++) {
            out[i] = 1 / (float) Math.pow(config.theta(), 2.0 * (first + i) / config.headWidth());
        }
        return out;
    }

    /** Queries or keys {@code [batch, tokens, heads, width]}, turned. */
    Tensor turn(Tensor x) {
        Tensor halves = x.reshape(x.dim(0), x.dim(1), x.dim(2), 2, x.dim(3).over(2));
        Tensor real = halves.slice(3, 0, 1);
        Tensor imaginary = halves.slice(3, 1, 2);
        Tensor turned = Tensor.concat(
                3,
                List.of(
                        real.times(cos).minus(imaginary.times(sin)),
                        imaginary.times(cos).plus(real.times(sin))));
        return turned.reshape(x.dim(0), x.dim(1), x.dim(2), x.dim(3));
    }
}
