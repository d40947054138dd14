package dev.zograf.models;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import java.util.List;

/**
 * What the {@code config.json} of a {@code FluxTransformer2DModel} says of its structure. The file counts channels after squares of 2 x 2 latent
 * pixels were put behind one another; here they are those of the latent.
 *
 * @param inChannels of the latent and of what is seen beside it, such as the mask and the picture of FLUX.1 Fill
 * @param outChannels of the latent
 * @param layers how many blocks keep text and pixels apart
 * @param singleLayers how many blocks take both as one sequence
 * @param heads of each attention
 * @param headWidth how many numbers a head has
 * @param axes how many of these are turned by index, row and column
 * @param context how wide the text's tokens are
 * @param pooled how wide the text as a whole is
 * @param guidanceEmbeds whether it is told the scale of guidance
 */
public record FluxTransformerConfig(
        int inChannels,
        int outChannels,
        int layers,
        int singleLayers,
        int heads,
        int headWidth,
        List<Integer> axes,
        int context,
        int pooled,
        boolean guidanceEmbeds) {

    /** Latent pixels of a square. */
    private static final int SQUARE = 4;

    private static final int COORDINATES = 3;

    /** Copies the list. */
    public FluxTransformerConfig {
        axes = List.copyOf(axes);
    }

    /**
     * Reads a configuration.
     *
     * @throws BadFileException if a value contradicts another or is not supported
     */
    public static FluxTransformerConfig of(Config config) {
        return of(config, 1);
    }

    /** Reads that of a ControlNet, which may have no blocks of the second kind. */
    static FluxTransformerConfig ofControlNet(Config config) {
        return of(config, 0);
    }

    private static FluxTransformerConfig of(Config config, int leastSingle) {
        Supported.only(config, "patch_size", 1);
        int packed = positive(config, "in_channels", 64);
        int headWidth = positive(config, "attention_head_dim", 128);
        return new FluxTransformerConfig(
                latent(config, "in_channels", packed),
                latent(config, "out_channels", positive(config, "out_channels", packed)),
                positive(config, "num_layers", 19),
                count(config, "num_single_layers", 38, leastSingle),
                positive(config, "num_attention_heads", 24),
                headWidth,
                axes(config, headWidth),
                positive(config, "joint_attention_dim", 4096),
                positive(config, "pooled_projection_dim", 768),
                config.flag("guidance_embeds", false));
    }

    /** Channels of the latent from those of squares of 2 x 2 latent pixels. */
    static int latent(Config config, String name, int packed) {
        if (packed % SQUARE != 0) {
            throw new BadFileException(
                    config.file(),
                    "\"" + name + "\": " + packed
                            + " channels are not those of squares of 2 x 2 latent pixels, which are a" + " multiple of "
                            + SQUARE + ".");
        }
        return packed / SQUARE;
    }

    /** How many numbers of a head are turned by each coordinate. */
    static List<Integer> axes(Config config, int headWidth) {
        List<Integer> axes =
                config.has("axes_dims_rope") ? config.integers("axes_dims_rope", COORDINATES) : List.of(16, 56, 56);
        int sum = axes.stream().mapToInt(Integer::intValue).sum();
        if (sum != headWidth || axes.stream().anyMatch(axis -> axis < 2 || axis % 2 != 0)) {
            throw new BadFileException(
                    config.file(),
                    "\"axes_dims_rope\": " + axes
                            + " are not three even numbers that add up to \"attention_head_dim\", " + headWidth + ".");
        }
        return axes;
    }

    private static int positive(Config config, String name, int otherwise) {
        return count(config, name, otherwise, 1);
    }

    private static int count(Config config, String name, int otherwise, int least) {
        int value = config.integer(name, otherwise);
        if (value < least) {
            throw new BadFileException(
                    config.file(), "\"" + name + "\" is " + value + ", and has to be above " + (least - 1) + ".");
        }
        return value;
    }

    /** How wide the tokens are between the layers. */
    int width() {
        return heads * headWidth;
    }
}
