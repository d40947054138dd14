package dev.zograf.models;

import static dev.zograf.tensor.Nn.attention;
import static dev.zograf.tensor.Nn.layerNorm;
import static dev.zograf.tensor.Nn.linear;

import dev.zograf.tensor.Shape;
import dev.zograf.tensor.Spatial;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.List;

/**
 * The blocks of PixArt (Chen et al. 2023, figure 4): attention of the image to itself, to the text, and feed-forward layers. The places that they
 * offer to edits are listed at {@link PixArtTransformer}.
 *
 * @param map the patches as a feature map: edits want to know the picture's sides
 * @param words {@code [batch, tokens, width]}
 * @param hidden what is added to the attention to the words, {@code [batch, 1, patches, tokens]}
 * @param shared what the timestep says to all blocks, {@code [batch, 6 * width]}
 */
record PixArtBlock(PixArtTransformerConfig config, Tensor map, Tensor words, Tensor hidden, Tensor shared) {

    /** What softmax makes nothing of, also in 16 bits. */
    private static final double UNSEEN = -10_000;

    /** What is added to the attention of tokens that ask, {@code [batch, tokens, width]}, so that those with a mask of 0 are not seen. */
    static Tensor hiding(Tensor mask, Tensor asking) {
        Tensor each = Spatial.positions(asking, 1).times(0).reshape(1, 1, asking.dim(1), 1);
        return mask.times(-1)
                .plus(1)
                .times(UNSEEN)
                .reshape(mask.dim(0), 1, 1, mask.dim(1))
                .plus(each);
    }

    /** One block. */
    Tensor apply(Tensor before, Weights w) {
        TensorGraph graph = map.graph();
        Tensor table = graph.weight(w, "scale_shift_table", Shape.of(6, config.width()));
        List<Tensor> m = table.reshape(1, 6, config.width())
                .plus(shared.reshape(shared.dim(0), 6, config.width()))
                .chunk(1, 6);
        Tensor x = before;
        x = x.plus(attendItself(modulated(x, m.get(0), m.get(1)), w.at("attn1")).times(m.get(2)));
        // Here nothing is normalised, and nothing told.
        x = x.plus(attendWords(x, w.at("attn2")));
        x = x.plus(feedForward(modulated(x, m.get(3), m.get(4)), w.at("ff")).times(m.get(5)));
        return graph.hook(w.path(), x, map, before);
    }

    private Tensor modulated(Tensor x, Tensor shift, Tensor scale) {
        return Sd3Blocks.modulated(layerNorm(x, config.eps()), shift, scale);
    }

    private Tensor attendItself(Tensor x, Weights w) {
        Tensor in = map.graph().hook(w.path() + ".input", x, map);
        Tensor q = layer(in, w.at("to_q"));
        Tensor k = layer(in, w.at("to_k"));
        Tensor v = layer(in, w.at("to_v"));
        return result(attention(q, k, v, config.heads(), false), q, k, v, w);
    }

    private Tensor attendWords(Tensor x, Weights w) {
        Tensor q = layer(map.graph().hook(w.path() + ".input", x, map), w.at("to_q"));
        Tensor k = layer(words, w.at("to_k"));
        Tensor v = layer(words, w.at("to_v"));
        return result(attention(q, k, v, config.heads(), hidden), q, k, v, w);
    }

    private Tensor result(Tensor mixed, Tensor q, Tensor k, Tensor v, Weights w) {
        Tensor changed = map.graph().hook(w.path() + ".mixed", mixed, q, k, v, map);
        return map.graph().hook(w.path(), layer(changed, w.at("to_out", 0)), map);
    }

    private Tensor layer(Tensor x, Weights w) {
        return linear(x, w, config.width());
    }

    private Tensor feedForward(Tensor x, Weights w) {
        Tensor in = map.graph().hook(w.path() + ".input", x, map);
        Tensor inner =
                linear(in, w.at("net").at("0").at("proj"), 4L * config.width()).geluTanh();
        return map.graph().hook(w.path(), layer(inner, w.at("net").at("2")), map);
    }
}
