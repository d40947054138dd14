package dev.zograf.models;

import static dev.zograf.tensor.Nn.attention;
import static dev.zograf.tensor.Nn.linear;
import static dev.zograf.tensor.Nn.rmsNorm;

import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.Weights;
import java.util.List;

/**
 * One layer of {@link QwenVision}: self-attention, of all patches or within windows, and a perceptron gated by the SiLU (Shazeer 2020), each
 * behind a norm by the root of the mean square.
 */
record QwenVisionLayer(int width, int heads, int inner, double eps) {

    /** {@code [1, patches, width]} to the same, each patch seeing all others. */
    Tensor apply(Tensor x, Weights w, HalvesRotary rotary) {
        Weights self = w.at("attn");
        List<Tensor> qkv = asked(x, w).chunk(2, 3);
        Tensor mixed =
                attention(rotary.turn(qkv.get(0), heads), rotary.turn(qkv.get(1), heads), qkv.get(2), heads, false);
        return perceptron(x.plus(linear(mixed, self.at("proj"), width)), w);
    }

    /** The same, each patch seeing those of its window. */
    Tensor apply(Tensor x, Weights w, QwenVisionWindows windows) {
        Weights self = w.at("attn");
        List<Tensor> qkv = windows.cut(asked(x, w)).chunk(2, 3);
        HalvesRotary rotary = windows.rotary();
        Tensor mixed = attention(
                rotary.turn(qkv.get(0), heads), rotary.turn(qkv.get(1), heads), qkv.get(2), heads, windows.bias());
        return perceptron(x.plus(linear(windows.joined(mixed), self.at("proj"), width)), w);
    }

    private Tensor asked(Tensor x, Weights w) {
        return linear(rmsNorm(x, w.at("norm1"), eps), w.at("attn").at("qkv"), 3L * width);
    }

    private Tensor perceptron(Tensor x, Weights w) {
        Weights mlp = w.at("mlp");
        Tensor h = rmsNorm(x, w.at("norm2"), eps);
        Tensor gate = linear(h, mlp.at("gate_proj"), inner).silu();
        return x.plus(linear(gate.times(linear(h, mlp.at("up_proj"), inner)), mlp.at("down_proj"), width));
    }
}
