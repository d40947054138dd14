package dev.zograf.models;

import static dev.zograf.tensor.Nn.conv;
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
import java.util.List;
import java.util.Optional;

/**
 * The image tower of CLIP: a vision transformer (Dosovitskiy et al. 2021) with one more norm before its layers (Radford et al. 2021, section
 * 2.4), in the names of transformers' {@code CLIPVisionModelWithProjection}. The first token stands for the whole picture, the others
 * for its patches in reading order.
 *
 * <p>Input: {@code pixels [batch, channels, imageSize, imageSize]}, normalised. Outputs: {@code hidden_states.k [batch, tokens, width]}, raw,
 * from what goes into the first layer (0) to the last layer; {@code pooled [batch, width]}, the first token of the last one after the final
 * norm, or what else the pooling says; {@code image_embeds [batch, embedding]}, its projection into the space that texts and pictures share, if the checkpoint has one.
 *
 * @param patch the side of a patch in pixels
 * @param normFirst whether there is a norm before the first layer
 */
public record ClipVision(
        int channels,
        int imageSize,
        int patch,
        int width,
        int inner,
        int layers,
        int heads,
        String activation,
        double eps,
        boolean normFirst,
        VisionPooling pooling)
        implements NetworkDefinition {

    private static final int MAX_SIZE = 4096;

    public ClipVision {
        if (patch < 1
                || imageSize < patch
                || imageSize > MAX_SIZE
                || layers < 1
                || heads < 1
                || width < 1
                || width % heads != 0) {
            throw new IllegalArgumentException("No vision transformer has pictures of " + imageSize
                    + " pixels in patches of " + patch + ", " + layers + " layers and " + heads
                    + " heads for a width of "
                    + width + ".");
        }
    }

    /**
     * From the {@code config.json} of a vision tower.
     *
     * @throws BadFileException if a value is missing or not supported
     */
    public static ClipVision of(Config config) {
        Supported.only(config, "hidden_act", "quick_gelu", "gelu");
        try {
            return new ClipVision(
                    config.integer("num_channels", 3),
                    config.integer("image_size", 224),
                    config.integer("patch_size", 32),
                    config.integer("hidden_size", 768),
                    config.integer("intermediate_size", 3072),
                    config.integer("num_hidden_layers", 12),
                    config.integer("num_attention_heads", 12),
                    config.text("hidden_act", "quick_gelu"),
                    config.number("layer_norm_eps", 1e-5),
                    !config.flag("no_ln_pre", false),
                    VisionPooling.of(config));
        } catch (IllegalArgumentException e) {
            throw new BadFileException(config.file(), String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * From names and shapes alone; heads and activation, which these do not tell, are those of the published network of that width.
     *
     * @return empty if the tensors are no vision tower, or one of a width that was not published
     */
    public static Optional<ClipVision> detect(Weights weights) {
        Weights w = tower(weights);
        long[] patches = shape(w.at("embeddings").at("patch_embedding"));
        long[] places = shape(w.at("embeddings").at("position_embedding"));
        long[] inner = shape(w.at("encoder").at("layers", 0).at("mlp").at("fc1"));
        if (patches.length != 4 || places.length != 2 || inner.length != 2 || patches[0] > MAX_SIZE) {
            return Optional.empty();
        }
        int width = (int) patches[0];
        long side = Math.round(Math.sqrt(places[0] - 1));
        if (!List.of(768, 1024, 1280, 1408, 1664).contains(width)
                || side * side + 1 != places[0]
                || side * patches[2] > MAX_SIZE
                || patches[2] < 1
                || inner[0] > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        return Optional.of(new ClipVision(
                (int) patches[1],
                (int) (side * patches[2]),
                (int) patches[2],
                width,
                (int) inner[0],
                w.at("encoder").all("layers").size(),
                width == 768 ? 12 : 16,
                width <= 1024 ? "quick_gelu" : "gelu",
                1e-5,
                true,
                VisionPooling.FIRST));
    }

    private static long[] shape(Weights w) {
        return w.find("weight").map(weight -> weight.shape()).orElse(new long[0]);
    }

    @Override
    public String name() {
        return "image_encoder";
    }

    /** Files differ in how deep the tower lies: the safety checker has it twice as deep, some have no prefix. */
    private static Weights tower(Weights weights) {
        if (weights.has("embeddings")) {
            return weights;
        }
        Weights once = weights.at("vision_model");
        return once.has("vision_model") ? once.at("vision_model") : once;
    }

    @Override
    public void build(TensorGraph graph, Weights weights) {
        graph.runsSeldom();
        Tensor pixels = graph.input("pixels", DType.F32, "batch", channels, imageSize, imageSize);
        Weights w = tower(weights);
        Tensor x = embed(pixels, w.at("embeddings"));
        x = normFirst ? layerNorm(x, w.at("pre_layrnorm"), eps) : x;
        ClipLayer layer = new ClipLayer(inner, heads, activation, eps, false);
        for (int i = 0; i < layers; i++) {
            graph.output("hidden_states." + i, x);
            x = layer.apply(x, w.at("encoder").at("layers", i));
        }
        graph.output("hidden_states." + layers, x);
        Tensor pooled = pooling.apply(x, w, eps);
        graph.output("pooled", pooled);
        weights.find("visual_projection.weight").ifPresent(projection -> {
            long embedding = projection.shape()[0];
            graph.output("image_embeds", linearWithoutBias(pooled, weights.at("visual_projection"), embedding));
        });
        graph.requireAllUsed(weights, "position_ids");
    }

    private Tensor embed(Tensor pixels, Weights w) {
        TensorGraph graph = pixels.graph();
        int side = imageSize / patch;
        Tensor kernel = graph.weight(w.at("patch_embedding"), "weight", Shape.of(width, channels, patch, patch));
        Tensor patches = conv(pixels, kernel, Optional.empty(), patch, new int[4], 1, 1);
        patches = patches.reshape(pixels.dim(0), width, side * side).permute(0, 2, 1);
        // One token for each picture of the batch, whose size is not known here: nothing of a patch, and the class
        // token.
        Tensor first = patches.slice(1, 0, 1).times(0).plus(graph.weight(w, "class_embedding", Shape.of(width)));
        Tensor places = graph.weight(w.at("position_embedding"), "weight", Shape.of(side * side + 1L, width));
        return Tensor.concat(1, List.of(first, patches)).plus(places);
    }
}
