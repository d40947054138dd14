package dev.zograf.models;

import static dev.zograf.tensor.Nn.linear;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Spatial;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.List;

/**
 * The denoising transformer of FLUX.1 (Black Forest Labs 2024 and 2025, "FLUX.1 Kontext", section 2), in the names of diffusers' {@code
 * FluxTransformer2DModel}: squares of 2 x 2 latent pixels and the text's tokens go through blocks that keep both apart and meet in attention, then
 * through blocks that take them as one sequence.
 *
 * <p>Inputs: {@code sample [batch, in, h, w]} of any size, {@code timestep [batch]} from 0 to 1000, {@code encoder_hidden_states [batch, tokens,
 * context]}, {@code pooled_projections [batch, pooled]}, the text as a whole; of a network that is told the scale of guidance {@code guidance
 * [batch]}, that scale, 3.5 for instance, and {@code guided [batch]}, 1 if it is told and 0 if it is not. Output: {@code out [batch, out, h, w]}. A latent with an odd side is filled up with its first row or
 * column, and the result is cut.
 *
 * <p>Places for {@linkplain dev.zograf.tensor.GraphEdit edits}, beside every linear layer, with values and (context); the feature map is
 * {@code [batch, 4 * in, ceil(h/2), ceil(w/2)]} and tells the sides:
 * <ul>
 *   <li>{@code squares}: what becomes the image tokens, {@code [batch, n, 4 * in]}, and where each is: index, row and column, {@code [batch, n, 3]}
 *       (the feature map). What an edit puts behind them is looked at like the picture, and its result is dropped;
 *   <li>{@code time_text_embed}: the embedded timestep, pooled text and guidance, before the activation (the timestep, the text, the guidance if
 *       the network is told it);
 *   <li>{@code transformer_blocks.I} and {@code single_transformer_blocks.I}: the image tokens and the text tokens after a block (the feature map,
 *       both before the block), where ControlNets add theirs to the image;
 *   <li>for each attention {@code A.input}: what image and text bring along (the feature map, both before they were normalised); {@code A.mixed}:
 *       what was mixed for image and text (queries of the image, queries of the text, keys and values of both, the text's first; the feature
 *       map); {@code A}: its results for both (the feature map), where {@code A} is {@code transformer_blocks.I.attn};
 *   <li>the same for {@code single_transformer_blocks.I.attn} with one value, the sequence of text and image: {@code A.input} (the feature map,
 *       the sequence before) and {@code A.mixed} (queries, keys, values, the feature map);
 *   <li>{@code transformer_blocks.I.ff.input}: the input of the image's feed-forward layers (the feature map, the input before it was normalised);
 *       {@code ….ff}: their result (the feature map); {@code ….ff_context.input} and {@code ….ff_context}: the same of the text.
 * </ul>
 */
public record FluxTransformer(FluxTransformerConfig config) implements NetworkDefinition {

    @Override
    public String name() {
        return "transformer";
    }

    /** The original is computed in bfloat16; among the values of the text are some that 16-bit floats do not hold. */
    @Override
    public boolean exceedsHalf() {
        return true;
    }

    @Override
    public void build(TensorGraph graph, Weights w) {
        Tensor sample = graph.input("sample", DType.F32, "batch", config.inChannels(), "height", "width");
        FluxTold told = FluxTold.declare(graph, config);
        Tensor text = graph.input("encoder_hidden_states", DType.F32, "batch", "tokens", config.context());
        Tensor map = FluxSquares.of(sample);
        Tensor own = FluxSquares.tokens(map);
        List<Tensor> squares = graph.hook(
                "squares", List.of(own, FluxRotary.grid(map, FluxRotary.origin(told.timestep()))), List.of(map));

        Tensor embedded = graph.hook(
                        "time_text_embed", List.of(told.embedded(config.width(), w.at("time_text_embed"))), told.all())
                .get(0);
        FluxBlocks blocks = new FluxBlocks(config, FluxTold.sequence(embedded), map);
        FluxBlocks.Streams streams = new FluxBlocks.Streams(
                linear(squares.get(0), w.at("x_embedder"), config.width()),
                linear(text, w.at("context_embedder"), config.width()));
        FluxRotary imagePlaces = FluxRotary.of(squares.get(1), config.axes());
        for (int i = 0; i < config.layers(); i++) {
            streams = blocks.apart(streams, imagePlaces, w.at("transformer_blocks", i));
        }
        FluxRotary places = FluxRotary.of(FluxRotary.none(text, told.timestep()), config.axes())
                .followedBy(imagePlaces);
        Tensor x = streams.joined();
        for (int i = 0; i < config.singleLayers(); i++) {
            x = blocks.together(x, streams, places, w.at("single_transformer_blocks", i));
        }

        Tensor image = blocks.last(streams.cut(x).image(), w.at("norm_out"));
        Tensor out = linear(image, w.at("proj_out"), 4L * config.outChannels());
        graph.output("out", FluxSquares.latent(Spatial.startLike(out, 1, own), map, sample));
        graph.requireAllUsed(w);
    }
}
