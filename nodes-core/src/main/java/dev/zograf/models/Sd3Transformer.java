package dev.zograf.models;

import static dev.zograf.tensor.Nn.linear;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Spatial;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;

/**
 * The denoising transformer of Stable Diffusion 3 and 3.5 (MMDiT, Esser et al. 2024, section 4; 3.5 medium is its MMDiT-X), in the names of
 * diffusers' {@code SD3Transformer2DModel}: patches of the latent and tokens of the text as two streams, which look at each other in each
 * block.
 *
 * <p>Inputs: {@code sample [batch, in, h, w]}, {@code timestep [batch]}, 0 to 1000, {@code encoder_hidden_states [batch, tokens, context]},
 * {@code pooled_projections [batch, pooled]}. Output: {@code out [batch, out, h, w]}, the velocity from picture to noise. Sides that are no multiple of the
 * patch are filled up with zeros at the right and lower edge, and what is made of these is cut off again; diffusers' pipeline refuses
 * them. Sides above {@link Sd3TransformerConfig#largestSide()} have no positions: whoever runs the network has to refuse them.
 *
 * <p>Places for {@linkplain dev.zograf.tensor.GraphEdit edits}, beside every linear layer and convolution, with values and (context);
 * the feature map is {@code [batch, width, h/patch, w/patch]} and tells the sides:
 * <ul>
 *   <li>{@code time_text_embed}: the embedded timestep and pooled text, before the activation (both);
 *   <li>{@code pos_embed}: the image tokens with their positions (the feature map);
 *   <li>{@code transformer_blocks.I}: the image tokens and the text tokens after a block (the feature map, both before the block), where
 *       ControlNets add theirs to the image; the last block leaves the text as it is;
 *   <li>for each attention, {@code A.input}: what image and text bring along (the feature map, both before they were normalised); {@code A.mixed}:
 *       what was mixed for image and text (queries of the image, queries of the text, keys and values of both, the image's first; the feature
 *       map); {@code A}: its results for both (the feature map), where {@code A} is {@code transformer_blocks.I.attn}; in the last block the
 *       latter two have no value for the text;
 *   <li>the same for {@code transformer_blocks.I.attn2}, where the image looks at itself alone: one value each, and of {@code A.mixed} the context
 *       queries, keys, values and the feature map;
 *   <li>{@code transformer_blocks.I.ff.input}: the input of the image's feed-forward layers (the feature map, the input before it was normalised);
 *       {@code ….ff}: their result (the feature map); {@code ….ff_context.input} and {@code ….ff_context}: the same of the text.
 * </ul>
 */
public record Sd3Transformer(Sd3TransformerConfig config) implements NetworkDefinition {

    @Override
    public String name() {
        return "transformer";
    }

    @Override
    public void build(TensorGraph graph, Weights w) {
        Sd3Blocks blocks = new Sd3Blocks(config);
        Tensor sample = graph.input("sample", DType.F32, "batch", config.inChannels(), "height", "width");
        Tensor timestep = graph.input("timestep", DType.F32, "batch");
        Tensor text = graph.input("encoder_hidden_states", DType.F32, "batch", "tokens", config.context());
        Tensor pooled = graph.input("pooled_projections", DType.F32, "batch", config.pooled());

        Tensor embedded = blocks.told(timestep, pooled, w.at("time_text_embed"));
        Tensor told = graph.hook("time_text_embed", embedded, timestep, pooled).silu();
        Tensor map = blocks.patches(sample, w.at("pos_embed"));
        Tensor image = graph.hook("pos_embed", blocks.placed(map, w.at("pos_embed")), map);
        Sd3Blocks.Streams x = new Sd3Blocks.Streams(image, linear(text, w.at("context_embedder"), config.width()));
        for (int i = 0; i < config.layers(); i++) {
            boolean last = i == config.layers() - 1;
            x = blocks.joint(x, told, map, i, last, w.at("transformer_blocks", i));
        }

        int square = config.patch() * config.patch();
        Tensor patches = blocks.projected(x.image(), told, w, (long) square * config.outChannels());
        graph.output("out", pixels(patches, map, sample));
        graph.requireAllUsed(w);
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
