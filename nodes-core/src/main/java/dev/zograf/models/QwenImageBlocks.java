package dev.zograf.models;

import static dev.zograf.tensor.Nn.attention;
import static dev.zograf.tensor.Nn.layerNorm;
import static dev.zograf.tensor.Nn.linear;
import static dev.zograf.tensor.Nn.rmsNorm;

import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The blocks of a {@link QwenImageTransformer}: image and text with weights of their own, that meet in an attention to both (Esser et al. 2024,
 * section 4 and figure 2b). Each is steered by what the timestep became.
 *
 * @param told that embedding after its activation, {@code [batch, 1, width]}
 * @param clean what stands in its place for squares of pictures that are told to have no noise
 * @param imagePlaces where the squares are
 * @param textPlaces where the words are
 * @param map the squares of the painted picture as a feature map: edits want to know its sides
 */
record QwenImageBlocks(
        QwenImageTransformerConfig config,
        Tensor told,
        Optional<Clean> clean,
        FluxRotary imagePlaces,
        FluxRotary textPlaces,
        Tensor map) {

    private static final double EPS = 1e-6;
    private static final int INNER = 4;

    /**
     * What is told where there is no noise.
     *
     * @param told as the blocks'
     * @param where 1 for those squares, 0 for others, {@code [1, n, 1]}
     */
    record Clean(Tensor told, Tensor where) {}

    /** Tokens of the picture and of the text, {@code [batch, tokens, width]} each. */
    record Streams(Tensor image, Tensor text) {

        private Tensor joined() {
            return Tensor.concat(1, List.of(text, image));
        }
    }

    /** What tokens look with, are looked at by, and what is then seen, {@code [batch, tokens, width]} each. */
    private record Looks(Tensor q, Tensor k, Tensor v) {}

    /** One block. */
    Streams apply(Streams x, Weights w) {
        TensorGraph graph = map.graph();
        List<Tensor> before = List.of(map, x.image, x.text);
        List<Tensor> m = imageSteering(w.at("img_mod", 1));
        List<Tensor> c = steering(told, w.at("txt_mod", 1), 6);
        Weights attn = w.at("attn");
        List<Tensor> in = graph.hook(
                attn.path() + ".input",
                List.of(modulated(x.image, m.get(0), m.get(1)), modulated(x.text, c.get(0), c.get(1))),
                before);
        Looks looks = looks(in.get(0), attn, List.of("to_q", "to_k", "to_v"), "norm_", imagePlaces);
        Looks words =
                looks(in.get(1), attn, List.of("add_q_proj", "add_k_proj", "add_v_proj"), "norm_added_", textPlaces);
        Tensor k = new Streams(looks.k, words.k).joined();
        Tensor v = new Streams(looks.v, words.v).joined();
        List<Tensor> mixed = graph.hook(
                attn.path() + ".mixed",
                List.of(
                        attention(looks.q, k, v, config.heads(), false),
                        attention(words.q, k, v, config.heads(), false)),
                List.of(looks.q, words.q, k, v, map));
        List<Tensor> seen = graph.hook(
                attn.path(),
                List.of(layer(mixed.get(0), attn.at("to_out", 0)), layer(mixed.get(1), attn.at("to_add_out"))),
                List.of(map));
        Tensor image = fed(x.image.plus(seen.get(0).times(m.get(2))), m, w.at("img_mlp"));
        Tensor text = fed(x.text.plus(seen.get(1).times(c.get(2))), c, w.at("txt_mlp"));
        List<Tensor> next = graph.hook(w.path(), List.of(image, text), before);
        return new Streams(next.get(0), next.get(1));
    }

    /** Shifts, scales and gates, each {@code [batch, 1, width]}. */
    private List<Tensor> steering(Tensor by, Weights w, int count) {
        return linear(by, w, (long) count * config.width()).chunk(2, count);
    }

    /** The same for the squares, each {@code [batch, n, width]} if some are told that they have no noise. */
    private List<Tensor> imageSteering(Weights w) {
        List<Tensor> noisy = steering(told, w, 6);
        if (clean.isEmpty()) {
            return noisy;
        }
        Tensor where = clean.get().where;
        Tensor elsewhere = where.times(-1).plus(1);
        List<Tensor> own = steering(clean.get().told, w, 6);
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < noisy.size(); i++) {
            out.add(noisy.get(i).times(elsewhere).plus(own.get(i).times(where)));
        }
        return out;
    }

    private static Tensor modulated(Tensor x, Tensor shift, Tensor scale) {
        return layerNorm(x, EPS).times(scale.plus(1)).plus(shift);
    }

    private Tensor layer(Tensor x, Weights w) {
        return linear(x, w, config.width());
    }

    private Looks looks(Tensor x, Weights w, List<String> layers, String norm, FluxRotary places) {
        Tensor q = rmsNorm(heads(layer(x, w.at(layers.get(0)))), w.at(norm + "q"), EPS);
        Tensor k = rmsNorm(heads(layer(x, w.at(layers.get(1)))), w.at(norm + "k"), EPS);
        return new Looks(flat(places.turn(q)), flat(places.turn(k)), layer(x, w.at(layers.get(2))));
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
        List<Tensor> m = steering(told, w.at("linear"), 2);
        return modulated(x, m.get(1), m.get(0));
    }
}
