package dev.zograf.models;

import static dev.zograf.tensor.Nn.linear;
import static dev.zograf.tensor.Nn.rmsNorm;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Spatial;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.Optional;

/**
 * The denoising transformer of Qwen-Image (Wu et al. 2025, "Qwen-Image Technical Report", section 2), in the names of diffusers' {@code
 * QwenImageTransformer2DModel}: squares of 2 x 2 latent pixels and the text's tokens go through blocks that keep both apart and meet in attention.
 *
 * <p>Inputs: {@code sample [batch, in, h, w]} of any size, {@code timestep [batch]} from 0 to 1000, {@code encoder_hidden_states [batch, tokens,
 * context]}, all of which are seen unless a {@link QwenImageTextMask} hides some. Output: {@code out [batch, out, h, w]}. A latent with an odd
 * side is filled up with its first row or column, and the result is cut.
 *
 * <p>Places for {@linkplain dev.zograf.tensor.GraphEdit edits}, beside every linear layer, with values and (context); the feature map is
 * {@code [batch, 4 * in, ceil(h/2), ceil(w/2)]} and tells the sides:
 * <ul>
 *   <li>{@code squares}: what becomes the image tokens, {@code [batch, n, 4 * in]}, and where each is: index, row and column, {@code [1, n, 3]}
 *       (the feature map). What an edit puts behind them, with another index than 0, is looked at like the picture, and its result is dropped; the text
 *       begins behind the farthest of them;
 *   <li>{@code time_text_embed}: the embedded timestep, before the activation (the timestep);
 *   <li>{@code transformer_blocks.I}: the image tokens and the text tokens after a block (the feature map, both before the block);
 *   <li>{@code transformer_blocks.I.attn.input}: what image and text bring along (the feature map, both before they were normalised); {@code
 *       ….attn.mixed}: what was mixed for image and text (queries of the image, queries of the text, keys and values of both, the text's first; the
 *       feature map); {@code ….attn}: its results for both (the feature map);
 *   <li>{@code transformer_blocks.I.img_mlp.input}: the input of the image's feed-forward layers (the feature map, the input before it was
 *       normalised); {@code ….img_mlp}: their result (the feature map); {@code ….txt_mlp.input} and {@code ….txt_mlp}: the same of the text.
 * </ul>
 */
public record QwenImageTransformer(QwenImageTransformerConfig config) implements NetworkDefinition {

    private static final double EPS = 1e-6;

    /** A tensor without a meaning of its own, by which ComfyUI's files say that pictures to look at are told to have no noise. */
    private static final String SIGN = "__index_timestep_zero__";

    @Override
    public String name() {
        return "transformer";
    }

    /** The original is computed in bfloat16; what goes from block to block has numbers that 16-bit floats do not hold. */
    @Override
    public boolean exceedsHalf() {
        return true;
    }

    @Override
    public void build(TensorGraph graph, Weights w) {
        Tensor sample = graph.input("sample", DType.F32, "batch", config.inChannels(), "height", "width");
        Tensor timestep = graph.input("timestep", DType.F32, "batch");
        Tensor text = graph.input("encoder_hidden_states", DType.F32, "batch", "tokens", config.context());
        Tensor map = FluxSquares.of(sample);
        Tensor own = FluxSquares.tokens(map);
        List<Tensor> squares = graph.hook("squares", List.of(own, QwenImagePositions.grid(map, 0)), List.of(map));
        Tensor positions = squares.get(1);

        Weights time = w.at("time_text_embed").at("timestep_embedder");
        Tensor embedded = graph.hook("time_text_embed", FluxTold.step(timestep, config.width(), time), timestep);
        QwenImageBlocks blocks = new QwenImageBlocks(
                config,
                FluxTold.sequence(embedded),
                squares.get(0).equals(own) ? Optional.empty() : clean(timestep, positions, time),
                FluxRotary.of(positions, config.axes()),
                FluxRotary.of(QwenImagePositions.text(text, positions), config.axes()),
                map);
        QwenImageBlocks.Streams streams = new QwenImageBlocks.Streams(
                linear(squares.get(0), w.at("img_in"), config.width()),
                linear(rmsNorm(text, w.at("txt_norm"), EPS), w.at("txt_in"), config.width()));
        for (int i = 0; i < config.layers(); i++) {
            streams = blocks.apply(streams, w.at("transformer_blocks", i));
        }

        Tensor image = blocks.last(Spatial.startLike(streams.image(), 1, own), w.at("norm_out"));
        Tensor out = linear(image, w.at("proj_out"), 4L * config.outChannels());
        graph.output("out", FluxSquares.latent(out, map, sample));
        graph.requireAllUsed(w, SIGN);
    }

    /** What squares of an index other than 0 are told by a network that was trained so. */
    private Optional<QwenImageBlocks.Clean> clean(Tensor timestep, Tensor positions, Weights time) {
        if (!config.cleanReferences()) {
            return Optional.empty();
        }
        Tensor none = FluxTold.sequence(FluxTold.step(timestep.times(0), config.width(), time));
        return Optional.of(
                new QwenImageBlocks.Clean(none, positions.slice(2, 0, 1).clamp(0, 1)));
    }
}
