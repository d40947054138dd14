package dev.zograf.models;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.Dim;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Tokens;

/**
 * The windows of {@link QwenVision}, a batch of them with as many slots each. Those at the edges have slots without a patch, which are not
 * seen.
 *
 * @param filling which patch is in each slot, {@code [windows, slots]}
 * @param slots which slot each patch is in, {@code [patches]}
 * @param bias {@code [windows, 1, slots, slots]}, much below 0 for slots without a patch
 * @param rotary the positions of what is in the slots
 */
record QwenVisionWindows(Tensor filling, Tensor slots, Tensor bias, HalvesRotary rotary) {

    /** What softmax makes nothing of. */
    private static final double UNSEEN = -1e9;

    /**
     * Declares the inputs.
     *
     * @param patches how many patches a window has
     * @param angles of the patches, {@code [1, patches, pairs]}
     */
    static QwenVisionWindows of(TensorGraph graph, int patches, Tensor angles) {
        Dim windows = Dim.symbol("windows");
        Tensor filling = graph.input("filling", DType.I32, windows, patches);
        Tensor slots = graph.input("slots", DType.I32, angles.dim(1));
        Tensor empty = graph.input("empty", DType.F32, windows, patches);
        Tensor bias = empty.times(UNSEEN)
                .reshape(windows, 1, 1, patches)
                .plus(graph.constant(new float[patches], 1, 1, patches, 1));
        Tensor cut = Tokens.gather(angles.reshape(angles.dim(1), angles.dim(2)), 0, filling);
        return new QwenVisionWindows(filling, slots, bias, HalvesRotary.of(cut));
    }

    /** {@code [1, patches, n]} to {@code [windows, slots, n]}. */
    Tensor cut(Tensor x) {
        return Tokens.gather(x.reshape(x.dim(1), x.dim(2)), 0, filling);
    }

    /** {@code [windows, slots, n]} to {@code [1, patches, n]}. */
    Tensor joined(Tensor x) {
        Tensor rows = x.reshape(x.dim(0).times(x.dim(1).fixed()), x.dim(2));
        return Tokens.gather(rows, 0, slots).reshape(1, slots.dim(0), x.dim(2));
    }
}
