package dev.zograf.models;

import static dev.zograf.tensor.Nn.embedding;
import static dev.zograf.tensor.Nn.layerNorm;
import static dev.zograf.tensor.Nn.linearWithoutBias;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Shape;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;

/**
 * The text tower of CLIP: a causal transformer with its norms before each part (Radford et al. 2021, section 2.4), in the names of
 * transformers' {@code CLIPTextModel}.
 *
 * <p>Inputs: {@code ids [batch, tokens]} and {@code eos [batch]}, the position of the end token. Outputs: {@code hidden_states.k}, raw,
 * from the embeddings (0) to the last layer; {@code normed.k}, the same after the final norm, for all but the last; {@code out}, the last
 * one after the final norm; {@code pooled}, {@code out} at the end token; {@code text_embeds [batch, embedding]}, its projection into the
 * space that texts and pictures share, if the checkpoint has one.
 *
 * <p>Places for {@linkplain dev.zograf.tensor.GraphEdit edits}, beside every linear layer: {@code token_embedding}, the vectors of the
 * tokens before their positions are added (the ids).
 *
 * @param name {@code text_encoder}, or another where a model has several
 * @param tokens how many a prompt has, padding included: at most {@code positions}
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
        double eps)
        implements NetworkDefinition {

    /**
     * From a {@code config.json}.
     *
     * @throws BadFileException if a value is missing or not supported
     */
    public static ClipText of(Config config, int tokens) {
        Supported.only(config, "hidden_act", "quick_gelu", "gelu");
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
                config.number("layer_norm_eps", 1e-5));
    }

    /** The same under another name. */
    public ClipText named(String other) {
        return new ClipText(other, vocabulary, positions, tokens, width, inner, layers, heads, activation, eps);
    }

    @Override
    public void build(TensorGraph graph, Weights weights) {
        Tensor ids = graph.input("ids", DType.I32, "batch", tokens);
        Tensor eos = graph.input("eos", DType.I32, "batch");
        // Files that transformers 5 wrote lack the prefix.
        Weights w = weights.has("embeddings") ? weights : weights.at("text_model");

        Weights embeddings = w.at("embeddings");
        Tensor places = graph.weight(embeddings.at("position_embedding"), "weight", Shape.of(positions, width));
        Tensor tokenVectors = embedding(ids, embeddings.at("token_embedding"), vocabulary, width);
        Tensor x = graph.hook("token_embedding", tokenVectors, ids)
                .plus(tokens == positions ? places : places.slice(0, 0, tokens));
        ClipLayer layer = new ClipLayer(inner, heads, activation, eps, true);
        for (int i = 0; i < layers; i++) {
            graph.output("hidden_states." + i, x);
            graph.output("normed." + i, layerNorm(x, w.at("final_layer_norm"), eps));
            x = layer.apply(x, w.at("encoder").at("layers", i));
        }
        graph.output("hidden_states." + layers, x);
        Tensor out = layerNorm(x, w.at("final_layer_norm"), eps);
        graph.output("out", out);
        Tensor pooled = out.takeToken(eos);
        graph.output("pooled", pooled);
        weights.find("text_projection.weight").ifPresent(projection -> {
            long embedding = projection.shape()[0];
            graph.output("text_embeds", linearWithoutBias(pooled, weights.at("text_projection"), embedding));
        });
        graph.requireAllUsed(weights, "position_ids");
    }
}
