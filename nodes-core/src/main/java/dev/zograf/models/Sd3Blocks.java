package dev.zograf.models;

import static dev.zograf.tensor.Nn.attention;
import static dev.zograf.tensor.Nn.conv;
import static dev.zograf.tensor.Nn.layerNorm;
import static dev.zograf.tensor.Nn.linear;
import static dev.zograf.tensor.Nn.rmsNorm;
import static dev.zograf.tensor.Nn.sinusoidal;

import dev.zograf.tensor.Shape;
import dev.zograf.tensor.Spatial;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * What the transformer of Stable Diffusion 3 is built from: patches with their positions, what is told beside them, and blocks in which image
 * and text look at each other. The places that it offers to edits are listed at {@link Sd3Transformer}.
 */
record Sd3Blocks(Sd3TransformerConfig config) {

    private static final double EPS = 1e-6;
    private static final int WAVES = 256;

    /** The tokens of both streams, {@code [batch, tokens, width]}. */
    record Streams(Tensor image, Tensor text) {}

    /** Patches as a feature map {@code [batch, width, rows, columns]}; what is missing at the right and lower edge is zeros. */
    Tensor patches(Tensor sample, Weights w) {
        int patch = config.patch();
        int[] pads = {0, 0, patch - 1, patch - 1};
        return conv(sample, w.at("proj"), config.width(), patch, patch, pads);
    }

    /** Patches as tokens, row by row, with the middle of the table of positions added. */
    Tensor placed(Tensor patches, Weights w) {
        long side = config.positions();
        Tensor table = patches.graph()
                .weight(w, "pos_embed", Shape.of(1, side * side, config.width()))
                .reshape(1, side, side, config.width())
                .permute(0, 3, 1, 2);
        Tensor part = Spatial.middleLike(Spatial.middleLike(table, 2, patches), 3, patches);
        return tokens(patches.plus(part));
    }

    static Tensor tokens(Tensor map) {
        return map.reshape(map.dim(0), map.dim(1), map.dim(2).times(map.dim(3))).permute(0, 2, 1);
    }

    /** Timestep and pooled text as one row, {@code [batch, width]}. */
    Tensor told(Tensor timestep, Tensor pooled, Weights w) {
        Tensor time = perceptron(sinusoidal(timestep, WAVES, true, 0), w.at("timestep_embedder"));
        return time.plus(perceptron(pooled, w.at("text_embedder")));
    }

    private Tensor perceptron(Tensor x, Weights w) {
        return linear(linear(x, w.at("linear_1"), config.width()).silu(), w.at("linear_2"), config.width());
    }

    /**
     * Esser et al. 2024, figure 2b: both streams, each with weights of its own, through one attention and feed-forward layers.
     *
     * @param told after the activation
     * @param map the patches as a feature map: edits want to know the picture's sides
     * @param last whether nothing follows that would read the text, which then stays as it is
     */
    Streams joint(Streams x, Tensor told, Tensor map, int index, boolean last, Weights w) {
        TensorGraph graph = map.graph();
        boolean dual = config.dual().contains(index);
        List<Tensor> m = modulations(told, w.at("norm1"), dual ? 9 : 6);
        List<Tensor> c = modulations(told, w.at("norm1_context"), last ? 2 : 6);
        Tensor plain = layerNorm(x.image(), EPS);
        // The norm of a text that nothing follows has its scale first, as have the others of this kind.
        Tensor text = layerNorm(x.text(), EPS);
        Tensor shifted = last ? modulated(text, c.get(1), c.get(0)) : modulated(text, c.get(0), c.get(1));
        List<Tensor> seen = attend(new Streams(modulated(plain, m.get(0), m.get(1)), shifted), x, map, last, w);

        Tensor image = x.image().plus(seen.get(0).times(m.get(2)));
        if (dual) {
            Tensor alone = attendAlone(modulated(plain, m.get(6), m.get(7)), x.image(), map, w.at("attn2"));
            image = image.plus(alone.times(m.get(8)));
        }
        image = image.plus(
                feedForward(image, m.get(3), m.get(4), map, w.at("ff")).times(m.get(5)));
        Tensor words = x.text();
        if (!last) {
            words = words.plus(seen.get(1).times(c.get(2)));
            words = words.plus(feedForward(words, c.get(3), c.get(4), map, w.at("ff_context"))
                    .times(c.get(5)));
        }
        List<Tensor> out = graph.hook(w.path(), List.of(image, words), List.of(map, x.image(), x.text()));
        return new Streams(out.get(0), out.get(1));
    }

    /** A block of the image by itself, as ControlNets have it. */
    Tensor alone(Tensor x, Tensor told, Tensor map, Weights w) {
        List<Tensor> m = modulations(told, w.at("norm1"), 6);
        Tensor seen = attendAlone(modulated(layerNorm(x, EPS), m.get(0), m.get(1)), x, map, w.at("attn"));
        Tensor image = x.plus(seen.times(m.get(2)));
        return image.plus(
                feedForward(image, m.get(3), m.get(4), map, w.at("ff")).times(m.get(5)));
    }

    /** The shifts, scales and gates of a block, each {@code [batch, 1, width]} (Peebles and Xie 2023, section 3.2). */
    List<Tensor> modulations(Tensor told, Weights w, int count) {
        return linear(told, w.at("linear"), (long) count * config.width()).chunk(1, count).stream()
                .map(each -> each.reshape(each.dim(0), 1, config.width()))
                .toList();
    }

    static Tensor modulated(Tensor x, Tensor shift, Tensor scale) {
        return x.times(scale.plus(1)).plus(shift);
    }

    /** The end of a network: {@code norm_out}, which has its scale first, and a linear layer. */
    Tensor projected(Tensor x, Tensor told, Weights w, long out) {
        List<Tensor> m = modulations(told, w.at("norm_out"), 2);
        return linear(modulated(layerNorm(x, EPS), m.get(1), m.get(0)), w.at("proj_out"), out);
    }

    /** What image and text see in each other and in themselves; of the text nothing where it is the last time. */
    private List<Tensor> attend(Streams given, Streams before, Tensor map, boolean last, Weights block) {
        TensorGraph graph = map.graph();
        Weights w = block.at("attn");
        List<Tensor> in = graph.hook(
                w.path() + ".input", List.of(given.image(), given.text()), List.of(map, before.image(), before.text()));
        Tensor image = in.get(0);
        Tensor text = in.get(1);
        Tensor q = normalised(layer(image, w.at("to_q")), w.at("norm_q"));
        Tensor asked = normalised(layer(text, w.at("add_q_proj")), w.at("norm_added_q"));
        Tensor k = joined(
                normalised(layer(image, w.at("to_k")), w.at("norm_k")),
                normalised(layer(text, w.at("add_k_proj")), w.at("norm_added_k")));
        Tensor v = joined(layer(image, w.at("to_v")), layer(text, w.at("add_v_proj")));
        // Two attentions over the same keys are one over both streams, without cutting its result in two.
        List<Tensor> mixed = new ArrayList<>(List.of(attention(q, k, v, config.heads(), false)));
        if (!last) {
            mixed.add(attention(asked, k, v, config.heads(), false));
        }
        List<Tensor> changed = graph.hook(w.path() + ".mixed", mixed, List.of(q, asked, k, v, map));
        List<Tensor> out = new ArrayList<>(List.of(layer(changed.get(0), w.at("to_out", 0))));
        if (!last) {
            out.add(layer(changed.get(1), w.at("to_add_out")));
        }
        return graph.hook(w.path(), out, List.of(map));
    }

    private Tensor attendAlone(Tensor x, Tensor before, Tensor map, Weights w) {
        TensorGraph graph = map.graph();
        Tensor in = graph.hook(w.path() + ".input", x, map, before);
        Tensor q = normalised(layer(in, w.at("to_q")), w.at("norm_q"));
        Tensor k = normalised(layer(in, w.at("to_k")), w.at("norm_k"));
        Tensor v = layer(in, w.at("to_v"));
        Tensor mixed = graph.hook(w.path() + ".mixed", attention(q, k, v, config.heads(), false), q, k, v, map);
        return graph.hook(w.path(), layer(mixed, w.at("to_out", 0)), map);
    }

    private Tensor layer(Tensor x, Weights w) {
        return linear(x, w, config.width());
    }

    private static Tensor joined(Tensor image, Tensor text) {
        return Tensor.concat(1, List.of(image, text));
    }

    /** The numbers of each head by themselves (Henry et al. 2020), where the configuration says so. */
    private Tensor normalised(Tensor x, Weights w) {
        return config.normalised()
                ? rmsNorm(x.reshape(x.dim(0), x.dim(1), config.heads(), config.headWidth()), w, EPS)
                        .reshape(x.dim(0), x.dim(1), config.width())
                : x;
    }

    private Tensor feedForward(Tensor x, Tensor shift, Tensor scale, Tensor map, Weights w) {
        TensorGraph graph = map.graph();
        Tensor in = graph.hook(w.path() + ".input", modulated(layerNorm(x, EPS), shift, scale), map, x);
        Tensor inner =
                linear(in, w.at("net").at("0").at("proj"), 4L * config.width()).geluTanh();
        return graph.hook(w.path(), layer(inner, w.at("net").at("2")), map);
    }
}
