package dev.zograf.models;

import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import java.util.ArrayList;
import java.util.List;

/**
 * Rotary positions (Su et al. 2021, section 3.4.2) of three coordinates, each of which turns some of a head's pairs (M-RoPE; Wang et al. 2024, section
 * 2.1).
 */
final class QwenRotary {

    private QwenRotary() {}

    /**
     * For tokens at these positions.
     *
     * @param positions {@code [3, batch, tokens]}
     */
    static HalvesRotary of(Tensor positions, QwenTextConfig config) {
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
        return HalvesRotary.of(Tensor.concat(2, angles));
    }

    /** In 32 bits, as the network was trained. */
    private static float[] frequencies(QwenTextConfig config, int first, int pairs) {
        float[] out = new float[pairs];
        for (int i = 0; i < pairs; i++) {
            out[i] = 1 / (float) Math.pow(config.theta(), 2.0 * (first + i) / config.headWidth());
        }
        return out;
    }
}
