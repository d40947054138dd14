package dev.zograf.models;

import static dev.zograf.tensor.Nn.attention;
import static dev.zograf.tensor.Nn.layerNorm;
import static dev.zograf.tensor.Nn.linear;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.tensor.Shape;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.Arrays;

/**
 * How the tokens of a picture become one vector.
 *
 * @param average whether it is the mean of all but the first, which is the first one otherwise
 * @param normLast whether the final norm comes after that; before it otherwise
 * @param heads of the attention by which learned queries first ask all tokens (CoCa, Yu et al. 2022, section 3.2); 0 for none
 */
public record VisionPooling(boolean average, boolean normLast, int heads) {

    private static final double ASKED_EPS = 1e-5;

    /** CLIP's: the first token. */
    public static final VisionPooling FIRST = new VisionPooling(false, false, 0);

    /** From {@code pool_type}, {@code final_ln_after_pool} and {@code attn_pooler_heads}, which CLIP's own configurations lack. */
    static VisionPooling of(Config config) {
        Supported.only(config, "pool_type", "tok", "avg");
        int heads = config.integer("attn_pooler_heads", 0);
        if (heads < 0) {
            throw new BadFileException(config.file(), "\"attn_pooler_heads\": " + heads + " is no number of heads.");
        }
        return new VisionPooling(
                config.text("pool_type", "tok").equals("avg"), config.flag("final_ln_after_pool", false), heads);
    }

    /**
     * {@code [batch, tokens, width]} to {@code [batch, width]}, or as wide as the queries if there are some.
     *
     * @param w with the {@code post_layernorm} and the {@code attn_pool}
     */
    Tensor apply(Tensor x, Weights w, double eps) {
        if (heads > 0) {
            // The original does not look at normLast here.
            return pooled(layerNorm(asked(x, w.at("attn_pool")), w.at("post_layernorm"), eps));
        }
        // The norm of one token does not depend on the others.
        return normLast || !average
                ? layerNorm(pooled(x), w.at("post_layernorm"), eps)
                : pooled(layerNorm(x, w.at("post_layernorm"), eps));
    }

    private Tensor pooled(Tensor x) {
        if (!average) {
            return x.slice(1, 0, 1).reshape(x.dim(0), x.dim(2));
        }
        int tokens = (int) x.dim(1).fixed();
        float[] shares = new float[tokens];
        Arrays.fill(shares, 1, tokens, 1f / (tokens - 1));
        return x.graph().constant(shares, 1, tokens).matmul(x).reshape(x.dim(0), x.dim(2));
    }

    private Tensor asked(Tensor x, Weights w) {
        TensorGraph graph = x.graph();
        Tensor query = graph.weight(w, "query");
        long width = query.shape().isKnown() && query.shape().rank() == 2
                ? query.dim(1).fixed()
                : 0;
        if (width == 0 || width % heads != 0) {
            graph.problem(w.fullName("query") + " has the shape " + query.shape() + " where [queries, width] with "
                    + heads + " heads is needed");
            return x;
        }
        graph.weight(w, "query", Shape.of(query.dim(0).fixed(), width));
        // The queries once for each picture of the batch, whose size is not known here.
        Tensor nothing = x.slice(1, 0, 1).slice(2, 0, 1).times(0);
        Tensor queries = nothing.plus(layerNorm(query, w.at("ln_q"), ASKED_EPS));
        Tensor seen = layerNorm(x, w.at("ln_k"), ASKED_EPS);
        Weights asks = w.at("self_attn");
        Tensor mixed = attention(
                linear(queries, asks.at("q_proj"), width),
                linear(seen, asks.at("k_proj"), width),
                linear(seen, asks.at("v_proj"), width),
                heads,
                false);
        return linear(mixed, asks.at("out_proj"), width);
    }
}
