package dev.zograf.models;

import static dev.zograf.tensor.Nn.attention;
import static dev.zograf.tensor.Nn.layerNorm;
import static dev.zograf.tensor.Nn.linear;
import static dev.zograf.tensor.Nn.rmsNorm;

import dev.zograf.tensor.Spatial;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.List;

/**
 * The blocks of a {@link FluxTransformer}. Each is steered by what the timestep, the scale of guidance and the text as a whole became: scales and
 * shifts after normalisations without own ones, and gates before results are added (Peebles and Xie 2023, section 3.2).
 *
 * @param told that embedding after its activation, {@code [batch, 1, width]}
 * @param map the squares as a feature map: edits want to know the picture's sides
 */
record FluxBlocks(FluxTransformerConfig config, Tensor told, Tensor map) {

    private static final double EPS = 1e-6;
    private static final int INNER = 4;

    /** Tokens of the picture and of the text, {@code [batch, tokens, width]} each. */
    record Streams(Tensor image, Tensor text) {

        /** One sequence, the text first. */
        Tensor joined() {
            return Tensor.concat(1, List.of(text, image));
        }

        /** The parts of such a sequence, of as many tokens as these. */
        Streams cut(Tensor joined) {
            return new Streams(Spatial.endLike(joined, 1, image), Spatial.startLike(joined, 1, text));
        }
    }

    /** What tokens look with and are looked at by, {@code [batch, tokens, heads, numbers]}, and what is then seen, {@code [batch, tokens, width]}. */
    private record Looks(Tensor q, Tensor k, Tensor v) {}

    /** Image and text with weights of their own, that meet in an attention to both (Esser et al. 2024, section 4 and figure 2b). */
    Streams apart(Streams x, FluxRotary imagePlaces, Weights w) {
        TensorGraph graph = map.graph();
        List<Tensor> before = List.of(map, x.image, x.text);
        List<Tensor> m = steering(w.at("norm1"), 6);
        List<Tensor> c = steering(w.at("norm1_context"), 6);
        Weights attn = w.at("attn");
        List<Tensor> in = graph.hook(
                attn.path() + ".input",
                List.of(modulated(x.image, m.get(0), m.get(1)), modulated(x.text, c.get(0), c.get(1))),
                before);
        Looks looks = looks(in.get(0), attn, List.of("to_q", "to_k", "to_v"), "norm_");
        // The text has no places, by which nothing is turned.
        Looks words = looks(in.get(1), attn, List.of("add_q_proj", "add_k_proj", "add_v_proj"), "norm_added_");
        Tensor q = flat(imagePlaces.turn(looks.q));
        Tensor asked = flat(words.q);
        Tensor k = new Streams(flat(imagePlaces.turn(looks.k)), flat(words.k)).joined();
        Tensor v = new Streams(looks.v, words.v).joined();
        List<Tensor> mixed = graph.hook(
                attn.path() + ".mixed",
                List.of(attention(q, k, v, config.heads(), false), attention(asked, k, v, config.heads(), false)),
                List.of(q, asked, k, v, map));
        List<Tensor> seen = graph.hook(
                attn.path(),
                List.of(layer(mixed.get(0), attn.at("to_out", 0)), layer(mixed.get(1), attn.at("to_add_out"))),
                List.of(map));
        Streams next = new Streams(
                fed(x.image.plus(seen.get(0).times(m.get(2))), m, w.at("ff")),
                fed(x.text.plus(seen.get(1).times(c.get(2))), c, w.at("ff_context")));
        return hooked(next, before, w);
    }

    /** Both as one sequence, attention and feed-forward layers side by side (Dehghani et al. 2023, section 2). */
    Tensor together(Tensor x, Streams parts, FluxRotary places, Weights w) {
        TensorGraph graph = map.graph();
        List<Tensor> m = steering(w.at("norm"), 3);
        Weights attn = w.at("attn");
        Tensor normal = modulated(x, m.get(0), m.get(1));
        Looks looks = looks(
                graph.hook(attn.path() + ".input", normal, map, x), attn, List.of("to_q", "to_k", "to_v"), "norm_");
        Tensor q = flat(places.turn(looks.q));
        Tensor k = flat(places.turn(looks.k));
        Tensor mixed =
                graph.hook(attn.path() + ".mixed", attention(q, k, looks.v, config.heads(), false), q, k, looks.v, map);
        Tensor inner =
                linear(normal, w.at("proj_mlp"), (long) INNER * config.width()).geluTanh();
        Tensor out = layer(Tensor.concat(2, List.of(mixed, inner)), w.at("proj_out"));
        Streams before = parts.cut(x);
        Tensor after = x.plus(out.times(m.get(2)));
        // Edits see image and text apart; where none changes them, nothing is cut.
        Streams cut = parts.cut(after);
        Streams next = hooked(cut, List.of(map, before.image, before.text), w);
        return next.equals(cut) ? after : next.joined();
    }

    private static Streams hooked(Streams x, List<Tensor> context, Weights block) {
        List<Tensor> next = x.image.graph().hook(block.path(), List.of(x.image, x.text), context);
        return new Streams(next.get(0), next.get(1));
    }

    /** Shifts, scales and gates of a block, each {@code [batch, 1, width]}. */
    private List<Tensor> steering(Weights w, int count) {
        return linear(told, w.at("linear"), (long) count * config.width()).chunk(2, count);
    }

    private static Tensor modulated(Tensor x, Tensor shift, Tensor scale) {
        return layerNorm(x, EPS).times(scale.plus(1)).plus(shift);
    }

    private Tensor layer(Tensor x, Weights w) {
        return linear(x, w, config.width());
    }

    private Looks looks(Tensor x, Weights w, List<String> layers, String norm) {
        Tensor q = heads(layer(x, w.at(layers.get(0))));
        Tensor k = heads(layer(x, w.at(layers.get(1))));
        Tensor v = layer(x, w.at(layers.get(2)));
        return new Looks(rmsNorm(q, w.at(norm + "q"), EPS), rmsNorm(k, w.at(norm + "k"), EPS), v);
    }

    private Tensor heads(Tensor x) {
        return x.reshape(x.dim(0), x.dim(1), config.heads(), config.headWidth());
    }

    private Tensor flat(Tensor heads) {
        return heads.reshape(heads.dim(0), heads.dim(1), config.width());
    }

    private Tensor fed(Tensor x, List<Tensor> steering, Weights w) {
        TensorGraph graph = map.graph();
        Tensor in = graph.hook(w.path() + ".input", modulated(x, steering.get(3), steering.get(4)), map, x);
        Tensor inner =
                linear(in, w.at("net.0.proj"), (long) INNER * config.width()).geluTanh();
        Tensor out = graph.hook(w.path(), layer(inner, w.at("net.2")), map);
        return x.plus(out.times(steering.get(5)));
    }

    /** Tokens at the end, normalised as the embedding says, whose scale comes first here. */
    Tensor last(Tensor x, Weights w) {
        List<Tensor> m = steering(w, 2);
        return modulated(x, m.get(1), m.get(0));
    }
}
