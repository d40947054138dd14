package dev.zograf.models;

import static dev.zograf.tensor.Nn.attention;
import static dev.zograf.tensor.Nn.layerNorm;
import static dev.zograf.tensor.Nn.linear;

import dev.zograf.tensor.Shape;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.Weights;
import java.util.Optional;

/**
 * One layer of CLIP's transformers, the same in both towers: self-attention and a perceptron, each behind its norm (Radford et al. 2021,
 * section 2.4), in the names of transformers' {@code CLIPEncoderLayer}. What each part adds is scaled channel by channel if the checkpoint
 * has a {@code layer_scale1} and a {@code layer_scale2} (Touvron et al. 2021, section 2).
 *
 * @param inner the width of the perceptron
 * @param activation {@code quick_gelu} or {@code gelu}
 * @param causal whether a token sees only those before it
 */
record ClipLayer(int inner, int heads, String activation, double eps, boolean causal) {

    /** {@code [batch, tokens, width]} to the same. */
    Tensor apply(Tensor x, Weights w) {
        return apply(x, w, Optional.empty());
    }

    /** As {@link #apply(Tensor, Weights)}, with what says which tokens see which, {@code [batch, 1, tokens, tokens]}, added to their products. */
    Tensor apply(Tensor x, Weights w, Optional<Tensor> bias) {
        long width = x.dim(2).fixed();
        Tensor h = layerNorm(x, w.at("layer_norm1"), eps);
        Weights self = w.at("self_attn");
        Tensor q = linear(h, self.at("q_proj"), width);
        Tensor k = linear(h, self.at("k_proj"), width);
        Tensor v = linear(h, self.at("v_proj"), width);
        Tensor mixed = bias.isPresent() ? attention(q, k, v, heads, bias.get()) : attention(q, k, v, heads, causal);
        x = x.plus(scaled(linear(mixed, self.at("out_proj"), width), w.at("layer_scale1")));

        h = linear(layerNorm(x, w.at("layer_norm2"), eps), w.at("mlp").at("fc1"), inner);
        h = activation.equals("gelu") ? h.gelu() : h.quickGelu();
        return x.plus(scaled(linear(h, w.at("mlp").at("fc2"), width), w.at("layer_scale2")));
    }

    private static Tensor scaled(Tensor x, Weights w) {
        return w.has("gamma")
                ? x.times(x.graph().weight(w, "gamma", Shape.of(x.dim(2).fixed())))
                : x;
    }
}
