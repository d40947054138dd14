package dev.zograf.models;

import static dev.zograf.tensor.Nn.linear;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.tensor.Shape;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * A ControlNet of FLUX.1 (Zhang et al. 2023, over the blocks of a {@link FluxTransformer}), in the names of diffusers' {@code
 * FluxControlNetModel}: it sees the latent of a picture beside the latent that is painted, and what its blocks make of both is added to the image
 * tokens of the transformer. One network may know several kinds of pictures ("union").
 *
 * @param config its own sizes; it may have no blocks of the second kind
 * @param modes how many kinds of pictures it is told apart, 0 if it knows one
 */
public record FluxControlNet(FluxTransformerConfig config, int modes) {

    /**
     * What it adds.
     *
     * @param apart after blocks that keep image and text apart, {@code [batch, image tokens, width]} each
     * @param together after blocks that take both as one sequence
     */
    record Residuals(List<Tensor> apart, List<Tensor> together) {}

    /**
     * Reads a configuration.
     *
     * @throws BadFileException if a value is missing, contradicts another or is not supported
     */
    public static FluxControlNet of(Config config) {
        // XLabs' see the picture itself, through convolutions.
        Supported.absent(config, "conditioning_embedding_channels");
        int modes = config.has("num_mode") ? config.integer("num_mode") : 0;
        if (modes < 0) {
            throw new BadFileException(config.file(), "\"num_mode\" is " + modes + ", and cannot be below 0.");
        }
        return new FluxControlNet(FluxTransformerConfig.ofControlNet(config), modes);
    }

    /** How many residuals it has. */
    public int residuals() {
        return config.layers() + config.singleLayers();
    }

    /**
     * Writes it into a graph.
     *
     * @param map the latent that is painted, as {@link FluxSquares} has it
     * @param condition the latent of the picture in the same form
     * @param kind which kind of picture it is, {@code [batch, modes]}, 1 for that and else 0; of no meaning if it knows one
     */
    Residuals write(FluxTold told, Tensor map, Tensor condition, Tensor text, Tensor kind, Weights w) {
        int width = config.width();
        FluxBlocks blocks =
                new FluxBlocks(config, FluxTold.sequence(told.embedded(width, w.at("time_text_embed"))), map);
        Tensor image = linear(FluxSquares.tokens(map), w.at("x_embedder"), width)
                .plus(linear(FluxSquares.tokens(condition), w.at("controlnet_x_embedder"), width));
        Tensor words = linear(text, w.at("context_embedder"), width);
        if (modes > 0) {
            Tensor table = text.graph().weight(w, "controlnet_mode_embedder.weight", Shape.of(modes, width));
            words = Tensor.concat(1, List.of(kind.matmul(table).reshape(kind.dim(0), 1, width), words));
        }
        FluxRotary imagePlaces = FluxRotary.of(FluxRotary.grid(map, FluxRotary.origin(told.timestep())), config.axes());
        FluxBlocks.Streams streams = new FluxBlocks.Streams(image, words);
        List<Tensor> apart = new ArrayList<>();
        for (int i = 0; i < config.layers(); i++) {
            streams = blocks.apart(streams, imagePlaces, w.at("transformer_blocks", i));
            apart.add(linear(streams.image(), w.at("controlnet_blocks", i), width));
        }
        List<Tensor> together = new ArrayList<>();
        if (config.singleLayers() > 0) {
            FluxRotary places = FluxRotary.of(FluxRotary.none(words, told.timestep()), config.axes())
                    .followedBy(imagePlaces);
            Tensor x = streams.joined();
            for (int i = 0; i < config.singleLayers(); i++) {
                x = blocks.together(x, streams, places, w.at("single_transformer_blocks", i));
                together.add(linear(streams.cut(x).image(), w.at("controlnet_single_blocks", i), width));
            }
        }
        text.graph().requireAllUsed(w);
        return new Residuals(apart, together);
    }
}
