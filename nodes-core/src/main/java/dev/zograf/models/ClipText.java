package dev.zograf.models;

import static dev.zograf.tensor.Nn.embedding;
import static dev.zograf.tensor.Nn.layerNorm;
import static dev.zograf.tensor.Nn.projection;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Dim;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Shape;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.Optional;

/**
 * The text tower of CLIP: a causal transformer with its norms before each part (Radford et al. 2021, section 2.4), in the names of
 * transformers' {@code CLIPTextModel}.
 *
 * <p>Inputs: {@code ids [batch, tokens]} and {@code eos [batch]}, the position of the end token; with {@link Sight#SUMMARY} in place of
 * the latter {@code padding [batch, tokens + 1]}, 0 for what is seen and 1 for what is not. Outputs: {@code hidden_states.k}, raw,
 * from the embeddings (0) to the last layer; {@code normed.k}, the same after the final norm, for all but the last; {@code out}, the last
 * one after the final norm; {@code pooled}, {@code out} at that position or at the summary; {@code text_embeds [batch, embedding]}, its projection into the
 * space that texts and pictures share, if the checkpoint has one.
 *
 * <p>Places for {@linkplain dev.zograf.tensor.GraphEdit edits}, beside every linear layer: {@code token_embedding}, the vectors of the
 * tokens before their positions are added (the ids).
 *
 * @param name {@code text_encoder}, or another where a model has several
 * @param tokens how many a prompt has, padding included: at most {@code positions}
 * @param sight what each token sees
 */
public record ClipText(
        String name,
        int vocabulary,
        int positions,
        int tokens,
        int width,
        int inner,
        int layers,
        int heads,
        String activation,
        double eps,
        Sight sight)
        implements NetworkDefinition {

    /** What each token of a text sees. */
    public enum Sight {
        /** Those before it: CLIP. */
        CAUSAL,
        /** All tokens, padding too. */
        ALL,
        /** Those before it that are no padding; a learned token behind the last one sums the text up: CoCa (Yu et al. 2022, section 3.2). */
        SUMMARY
    }

    /** What softmax makes nothing of. */
    private static final double UNSEEN = -1e9;

    /**
     * From a {@code config.json}.
     *
     * @throws BadFileException if a value is missing or not supported
     */
    public static ClipText of(Config config, int tokens) {
        Supported.only(config, "hidden_act", "quick_gelu", "gelu");
        Sight sight = config.flag("embed_cls", false)
                ? Sight.SUMMARY
                : config.flag("no_causal_mask", false) ? Sight.ALL : Sight.CAUSAL;
        int positions = config.integer("max_position_embeddings", 77);
        int width = config.integer("hidden_size", 512);
        int heads = config.integer("num_attention_heads", 8);
        if (width < 1 || heads < 1 || width % heads != 0) {
            throw new BadFileException(
                    config.file(),
                    "\"num_attention_heads\": a width of " + width + " cannot be split among " + heads + " heads.");
        }
        return new ClipText(
                "text_encoder",
                config.integer("vocab_size", 49408),
                positions,
                Math.min(tokens, positions),
                width,
                config.integer("intermediate_size", 2048),
                config.integer("num_hidden_layers", 12),
                heads,
                config.text("hidden_act", "quick_gelu"),
                config.number("layer_norm_eps", 1e-5),
                sight);
    }

    /** The same under another name. */
    public ClipText named(String other) {
        return new ClipText(other, vocabulary, positions, tokens, width, inner, layers, heads, activation, eps, sight);
    }

    @Override
    public void build(TensorGraph graph, Weights weights) {
        graph.runsSeldom();
        boolean summary = sight == Sight.SUMMARY;
        Tensor ids = graph.input("ids", DType.I32, "batch", tokens);
        // Files that transformers 5 wrote lack the prefix.
        Weights w = weights.has("embeddings") ? weights : weights.at("text_model");

        Weights embeddings = w.at("embeddings");
        Tensor places = graph.weight(embeddings.at("position_embedding"), "weight", Shape.of(positions, width));
        Tensor tokenVectors = embedding(ids, embeddings.at("token_embedding"), vocabulary, width);
        Tensor vectors = graph.hook("token_embedding", tokenVectors, ids);
        int rows = summary ? tokens + 1 : tokens;
        Tensor x = (summary ? summarised(vectors, embeddings) : vectors)
                .plus(rows == positions ? places : places.slice(0, 0, rows));
        Optional<Tensor> bias = summary ? Optional.of(unseen(graph)) : Optional.empty();
        ClipLayer layer = new ClipLayer(inner, heads, activation, eps, sight == Sight.CAUSAL);
        for (int i = 0; i < layers; i++) {
            graph.output("hidden_states." + i, x);
            graph.output("normed." + i, layerNorm(x, w.at("final_layer_norm"), eps));
            x = layer.apply(x, w.at("encoder").at("layers", i), bias);
        }
        graph.output("hidden_states." + layers, x);
        Tensor out = layerNorm(x, w.at("final_layer_norm"), eps);
        graph.output("out", out);
        Tensor pooled = summary
                ? out.slice(1, tokens, rows).reshape(out.dim(0), width)
                : out.takeToken(graph.input("eos", DType.I32, "batch"));
        graph.output("pooled", pooled);
        if (weights.has("text_projection.weight")) {
            graph.output("text_embeds", projection(pooled, weights.at("text_projection")));
        }
        graph.requireAllUsed(weights, "position_ids");
    }

    /** With the learned token behind the others. */
    private Tensor summarised(Tensor vectors, Weights embeddings) {
        Tensor learned = vectors.graph().weight(embeddings, "summary", Shape.of(width));
        return Tensor.concat(1, List.of(vectors, vectors.slice(1, 0, 1).times(0).plus(learned)));
    }

    /** {@code [batch, 1, tokens + 1, tokens + 1]}: 0 where one token sees another. */
    private Tensor unseen(TensorGraph graph) {
        int rows = tokens + 1;
        Tensor padding = graph.input("padding", DType.F32, "batch", rows);
        float[] later = new float[rows * rows];
        for (int i = 0; i < later.length; i++) {
            later[i] = i % rows > i / rows ? (float) UNSEEN : 0;
        }
        return padding.reshape(Dim.symbol("batch"), 1, 1, rows)
                .times(UNSEEN)
                .plus(graph.constant(later, 1, 1, rows, rows));
    }
}
