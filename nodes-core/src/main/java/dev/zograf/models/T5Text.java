package dev.zograf.models;

import static dev.zograf.tensor.Nn.embedding;
import static dev.zograf.tensor.Nn.rmsNorm;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Dim;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Shape;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;

/**
 * The encoder of T5 (Raffel et al. 2020, section 2.1), in the form of version 1.1 too (Shazeer 2020), in the names of transformers' {@code
 * T5EncoderModel}: each token sees all others, with a learned bias for how far apart they are. A checkpoint with the decoder will do; it is
 * not read.
 *
 * <p>Inputs: {@code ids [batch, tokens]}; {@code buckets [tokens, tokens]}, which bias stands between one token and another, as {@link
 * #bucketsBetween} tells; if it is {@linkplain #masked() masked}, {@code mask [batch, tokens]}, 1 for what is seen and 0 for padding. Output: {@code out [batch,
 * tokens, width]}, the last layer after the final norm.
 *
 * <p>Places for {@linkplain dev.zograf.tensor.GraphEdit edits}, beside every linear layer: {@code token_embedding}, the vectors of the
 * tokens (the ids).
 *
 * @param name {@code text_encoder}, or another where a model has several
 * @param headWidth how many numbers of a token each head looks at; all heads together may have more or fewer than the token
 * @param inner the width of the perceptrons
 * @param buckets how many biases each head has
 * @param farthest the distance in tokens from which on all are the same
 * @param gated whether the perceptrons are gated by the GELU, as in version 1.1, or have a ReLU
 * @param masked whether there is a mask
 */
public record T5Text(
        String name,
        int vocabulary,
        int width,
        int heads,
        int headWidth,
        int inner,
        int layers,
        int buckets,
        int farthest,
        boolean gated,
        boolean masked,
        double eps)
        implements NetworkDefinition {

    private static final int MOST = 1 << 20;
    private static final int MOST_LAYERS = 1000;

    /** What softmax makes nothing of. */
    private static final double UNSEEN = -1e9;

    /**
     * From a {@code config.json}, without a mask.
     *
     * @throws BadFileException if a value is missing, contradicts another or is not supported
     */
    public static T5Text of(Config config) {
        Supported.only(config, "model_type", "t5");
        Supported.absent(config, "is_decoder");
        Supported.only(config, "feed_forward_proj", "relu", "gated-gelu");
        boolean gated = config.text("feed_forward_proj", "relu").equals("gated-gelu");
        // Both follow from the former; files have them since transformers 4.20.
        Supported.only(config, "is_gated_act", gated);
        Supported.only(config, "dense_act_fn", gated ? "gelu_new" : "relu");
        int buckets = within(config, "relative_attention_num_buckets", 32, MOST);
        int farthest = within(config, "relative_attention_max_distance", 128, MOST);
        if (buckets < 4 || farthest <= buckets / 4) {
            throw new BadFileException(
                    config.file(),
                    "\"relative_attention_num_buckets\": " + buckets + " buckets do not go with distances up to "
                            + farthest + " (\"relative_attention_max_distance\"); there have to be 4 or more, and a "
                            + "quarter of them less than that.");
        }
        return new T5Text(
                "text_encoder",
                within(config, "vocab_size", 32128, Integer.MAX_VALUE),
                within(config, "d_model", 512, MOST),
                within(config, "num_heads", 8, MOST_LAYERS),
                within(config, "d_kv", 64, MOST),
                within(config, "d_ff", 2048, MOST),
                within(config, "num_layers", 6, MOST_LAYERS),
                buckets,
                farthest,
                gated,
                false,
                config.number("layer_norm_epsilon", 1e-6));
    }

    private static int within(Config config, String name, int otherwise, int most) {
        int value = config.integer(name, otherwise);
        if (value < 1 || value > most) {
            throw new BadFileException(
                    config.file(), "\"" + name + "\" is " + value + ", and has to be from 1 to " + most + ".");
        }
        return value;
    }

    /** The same under another name. */
    public T5Text named(String other) {
        return new T5Text(
                other, vocabulary, width, heads, headWidth, inner, layers, buckets, farthest, gated, masked, eps);
    }

    /** The same with a mask, so that padding is not seen. */
    public T5Text withMask() {
        return new T5Text(
                name, vocabulary, width, heads, headWidth, inner, layers, buckets, farthest, gated, true, eps);
    }

    /**
     * The input {@code buckets} for prompts of so many tokens, padding included, row by row.
     *
     * @throws IllegalArgumentException if there is no token
     */
    public int[] bucketsBetween(int tokens) {
        return T5Buckets.between(tokens, buckets, farthest);
    }

    /** Its perceptrons' inner values go beyond 16 bits in the published weights. */
    @Override
    public boolean exceedsHalf() {
        return true;
    }

    @Override
    public void build(TensorGraph graph, Weights weights) {
        graph.runsSeldom();
        Tensor ids = graph.input("ids", DType.I32, "batch", "tokens");
        Weights encoder = weights.at("encoder");
        Weights table = weights.has("shared.weight") ? weights.at("shared") : encoder.at("embed_tokens");
        Tensor x = graph.hook("token_embedding", embedding(ids, table, vocabulary, width), ids);
        Tensor bias = bias(graph, encoder);
        T5Layer layer = new T5Layer(width, heads, headWidth, inner, gated, eps);
        for (int i = 0; i < layers; i++) {
            x = layer.apply(x, encoder.at("block", i).at("layer"), bias);
        }
        graph.output("out", rmsNorm(x, encoder.at("final_layer_norm"), eps));
        graph.requireAllUsed(encoder, "embed_tokens.weight");
    }

    /** {@code [1 or batch, heads, tokens, tokens]}; the first layer has it for all. */
    private Tensor bias(TensorGraph graph, Weights encoder) {
        Dim tokens = Dim.symbol("tokens");
        Tensor between = graph.input("buckets", DType.I32, tokens, tokens);
        Weights first =
                encoder.at("block", 0).at("layer", 0).at("SelfAttention").at("relative_attention_bias");
        graph.weight(first, "weight", Shape.of(buckets, heads));
        Tensor bias = embedding(between, first).permute(2, 0, 1).reshape(1, heads, tokens, tokens);
        if (!masked) {
            return bias;
        }
        Tensor unseen = graph.input("mask", DType.F32, "batch", "tokens")
                .times(-1)
                .plus(1)
                .times(UNSEEN);
        return bias.plus(unseen.reshape(Dim.symbol("batch"), 1, 1, tokens));
    }
}
