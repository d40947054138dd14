package dev.zograf.models;

import static dev.zograf.tensor.Nn.conv;
import static dev.zograf.tensor.Nn.layerNorm;
import static dev.zograf.tensor.Nn.linear;
import static dev.zograf.tensor.Nn.sinusoidal;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Shape;
import dev.zograf.tensor.Spatial;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.List;

/**
 * The denoising transformer of PixArt-Sigma (Chen et al. 2024; its structure is that of PixArt-alpha, Chen et al. 2023, section 2.3) in the names
 * of diffusers' {@code PixArtTransformer2DModel}: patches of the latent look at each other and at the tokens of the text, and all blocks
 * share what the timestep says.
 *
 * <p>Inputs: {@code sample [batch, in, h, w]}, {@code timestep [batch]}, 0 to 1000, {@code encoder_hidden_states [batch, tokens, context]},
 * {@code encoder_attention_mask [batch, tokens]}, 1 for tokens that are seen and 0 for others. Output: {@code out [batch, out, h, w]}, the
 * noise and, in as many channels more, a learned variance. Sides that are no multiple of the patch are filled up with zeros at the right and
 * lower edge, and what is made of these is cut off again.
 *
 * <p>Places for {@linkplain dev.zograf.tensor.GraphEdit edits}, beside every linear layer and convolution, with values and (context);
 * the feature map is {@code [batch, width, h/patch, w/patch]} and tells the sides:
 * <ul>
 *   <li>{@code adaln_single.emb}: the embedded timestep, before the activation (the timestep);
 *   <li>{@code pos_embed}: the image tokens with their positions (the feature map);
 *   <li>{@code transformer_blocks.I}: the image tokens after a block (the feature map, the tokens before it);
 *   <li>for each attention {@code A}, which is {@code transformer_blocks.I.attn1} for the image itself and {@code ….attn2} for the text, {@code A.input}: the
 *       image tokens that ask (the feature map); {@code A.mixed}: what was mixed (queries, keys, values, the feature map); {@code A}: the result (the feature
 *       map);
 *   <li>{@code transformer_blocks.I.ff.input} and {@code ….ff}: input and result of the feed-forward layers (the feature map).
 * </ul>
 */
public record PixArtTransformer(PixArtTransformerConfig config) implements NetworkDefinition {

    private static final int WAVES = 256;
    private static final double EPS = 1e-6;

    @Override
    public String name() {
        return "transformer";
    }

    @Override
    public void build(TensorGraph graph, Weights w) {
        Tensor sample = graph.input("sample", DType.F32, "batch", config.inChannels(), "height", "width");
        Tensor timestep = graph.input("timestep", DType.F32, "batch");
        Tensor text = graph.input("encoder_hidden_states", DType.F32, "batch", "tokens", config.context());
        Tensor mask = graph.input("encoder_attention_mask", DType.F32, "batch", "tokens");

        Weights single = w.at("adaln_single");
        Tensor embedded = perceptron(
                sinusoidal(timestep, WAVES, true, 0), single.at("emb").at("timestep_embedder"), false);
        Tensor told = graph.hook("adaln_single.emb", embedded, timestep);
        Tensor shared = linear(told.silu(), single.at("linear"), 6L * config.width());
        Tensor map = patches(sample, w.at("pos_embed"));
        Tensor x = graph.hook("pos_embed", Sd3Blocks.tokens(map).plus(PixArtPositions.of(map, config)), map);
        Tensor words = perceptron(text, w.at("caption_projection"), true);
        PixArtBlock block = new PixArtBlock(config, map, words, PixArtBlock.hiding(mask, x), shared);
        for (int i = 0; i < config.layers(); i++) {
            x = block.apply(x, w.at("transformer_blocks", i));
        }

        Tensor table = graph.weight(w, "scale_shift_table", Shape.of(2, config.width()));
        List<Tensor> m = table.reshape(1, 2, config.width())
                .plus(told.reshape(told.dim(0), 1, config.width()))
                .chunk(1, 2);
        Tensor last = Sd3Blocks.modulated(layerNorm(x, EPS), m.get(0), m.get(1));
        int square = config.patch() * config.patch();
        graph.output("out", pixels(linear(last, w.at("proj_out"), (long) square * config.outChannels()), map, sample));
        // Files of older versions of diffusers have the positions, which are computed, and what stood for no text in
        // training.
        graph.requireAllUsed(w, "pos_embed.pos_embed", "caption_projection.y_embedding");
    }

    private Tensor patches(Tensor sample, Weights w) {
        int patch = config.patch();
        int[] pads = {0, 0, patch - 1, patch - 1};
        return conv(sample, w.at("proj"), config.width(), patch, patch, pads);
    }

    private Tensor perceptron(Tensor x, Weights w, boolean gelu) {
        Tensor inner = linear(x, w.at("linear_1"), config.width());
        return linear(gelu ? inner.geluTanh() : inner.silu(), w.at("linear_2"), config.width());
    }

    /** Tokens, each a patch with its channels last, as a latent of the size of the sample. */
    private Tensor pixels(Tensor tokens, Tensor map, Tensor sample) {
        int square = config.patch() * config.patch();
        Tensor patches = tokens.reshape(tokens.dim(0), map.dim(2), map.dim(3), square, config.outChannels())
                .permute(0, 4, 3, 1, 2)
                .reshape(tokens.dim(0), config.outChannels() * square, map.dim(2), map.dim(3));
        Tensor whole = patches.pixelShuffle(config.patch());
        return Spatial.startLike(Spatial.startLike(whole, 2, sample), 3, sample);
    }
}
