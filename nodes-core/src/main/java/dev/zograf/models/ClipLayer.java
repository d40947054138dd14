package dev.zograf.models;

import static dev.zograf.tensor.Nn.attention;
import static dev.zograf.tensor.Nn.layerNorm;
import static dev.zograf.tensor.Nn.linear;

import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.Weights;

/**
 * One layer of CLIP's transformers, the same in both towers: self-attention and a perceptron, each behind its norm (Radford et al. 2021,
 * section 2.4), in the names of transformers' {@code CLIPEncoderLayer}.
 *
 * @param inner the width of the perceptron
 * @param activation {@code quick_gelu} or {@code gelu}
 * @param causal whether a token sees only those before it
 */
record ClipLayer(int inner, int heads, String activation, double eps, boolean causal) {

    /** {@code [batch, tokens, width]} to the same. */
    Tensor apply(Tensor x, Weights w) {
        long width = x.dim(2).fixed();
        Tensor h = layerNorm(x, w.at("layer_norm1"), eps);
        Weights self = w.at("self_attn");
        Tensor mixed = attention(
                linear(h, self.at("q_proj"), width),
                linear(h, self.at("k_proj"), width),
                linear(h, self.at("v_proj"), width),
                heads,
                causal);
        x = x.plus(linear(mixed, self.at("out_proj"), width));

        h = linear(layerNorm(x, w.at("layer_norm2"), eps), w.at("mlp").at("fc1"), inner);
        h = activation.equals("gelu") ? h.gelu() : h.quickGelu();
        return x.plus(linear(h, w.at("mlp").at("fc2"), width));
    }
}
