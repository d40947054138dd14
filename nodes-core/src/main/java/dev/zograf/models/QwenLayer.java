package dev.zograf.models;

import static dev.zograf.tensor.Nn.attention;
import static dev.zograf.tensor.Nn.linear;
import static dev.zograf.tensor.Nn.linearWithoutBias;
import static dev.zograf.tensor.Nn.rmsNorm;

import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.Weights;
import java.util.Collections;

/**
 * One layer of Qwen2.5: attention in which several queries share a key (Ainslie et al. 2023) and a gated perceptron (Shazeer 2020), each behind a norm by the root of
 * the mean square, in the names of transformers' {@code Qwen2_5_VLDecoderLayer}.
 *
 * @param places of the tokens
 */
record QwenLayer(QwenTextConfig config, HalvesRotary places) {

    /** {@code [batch, tokens, width]} to the same. */
    Tensor apply(Tensor x, Weights w) {
        Weights attn = w.at("self_attn");
        Tensor h = rmsNorm(x, w.at("input_layernorm"), config.eps());
        Tensor q = flat(places.turn(heads(h, attn.at("q_proj"), config.heads())));
        Tensor k = shared(places.turn(heads(h, attn.at("k_proj"), config.keyHeads())));
        Tensor v = shared(heads(h, attn.at("v_proj"), config.keyHeads()));
        Tensor seen = attention(q, k, v, config.heads(), true);
        x = x.plus(linearWithoutBias(seen, attn.at("o_proj"), config.width()));

        Weights mlp = w.at("mlp");
        h = rmsNorm(x, w.at("post_attention_layernorm"), config.eps());
        Tensor gate = linearWithoutBias(h, mlp.at("gate_proj"), config.inner()).silu();
        Tensor inner = gate.times(linearWithoutBias(h, mlp.at("up_proj"), config.inner()));
        return x.plus(linearWithoutBias(inner, mlp.at("down_proj"), config.width()));
    }

    private Tensor heads(Tensor x, Weights w, int heads) {
        Tensor out = linear(x, w, (long) heads * config.headWidth());
        return out.reshape(x.dim(0), x.dim(1), heads, config.headWidth());
    }

    /** Keys or values, each as often as there are queries for it. */
    private Tensor shared(Tensor x) {
        int times = config.heads() / config.keyHeads();
        return flat(times == 1 ? x : Tensor.concat(3, Collections.nCopies(times, x)));
    }

    private static Tensor flat(Tensor x) {
        return x.reshape(x.dim(0), x.dim(1), x.dim(2).times(x.dim(3)));
    }
}
