package dev.zograf.models;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import java.util.List;

/**
 * What the {@code config.json} of an {@code SD3Transformer2DModel} says of its structure.
 *
 * @param sampleSize the side of the latent that it was trained for
 * @param patch the side of the squares of the latent that become tokens
 * @param layers how many joint transformer blocks there are
 * @param headWidth how many numbers each head looks at
 * @param context how wide the tokens of the text are that it is given
 * @param pooled how wide the pooled text is
 * @param positions the side, in patches, of the table of positions: what is larger cannot be painted
 * @param dual the blocks whose image tokens also look at themselves alone, as in Stable Diffusion 3.5 medium
 * @param normalised whether queries and keys are normalised, as in Stable Diffusion 3.5
 */
public record Sd3TransformerConfig(
        int sampleSize,
        int patch,
        int inChannels,
        int outChannels,
        int layers,
        int heads,
        int headWidth,
        int context,
        int pooled,
        int positions,
        List<Integer> dual,
        boolean normalised) {

    private static final String DUAL = "dual_attention_layers";
    private static final String CAPTION = "caption_projection_dim";

    /**
     * Reads a configuration.
     *
     * @throws BadFileException if a value contradicts another or is not supported
     */
    public static Sd3TransformerConfig of(Config config) {
        if (config.has("qk_norm")) {
            Supported.only(config, "qk_norm", "rms_norm");
        }
        int in = Supported.positive(config, "in_channels", 16);
        Sd3TransformerConfig made = new Sd3TransformerConfig(
                Supported.positive(config, "sample_size", 128),
                Supported.positive(config, "patch_size", 2),
                in,
                Supported.positive(config, "out_channels", in),
                Supported.positive(config, "num_layers", 18),
                Supported.positive(config, "num_attention_heads", 18),
                Supported.positive(config, "attention_head_dim", 64),
                Supported.positive(config, "joint_attention_dim", 4096),
                Supported.positive(config, "pooled_projection_dim", 2048),
                Supported.positive(config, "pos_embed_max_size", 96),
                config.has(DUAL) ? config.integers(DUAL) : List.of(),
                config.has("qk_norm"));
        int caption = config.integer(CAPTION, 1152);
        if (caption != made.width()) {
            throw new BadFileException(
                    config.file(),
                    "\"" + CAPTION + "\" is " + caption + ", but " + made.heads() + " heads of " + made.headWidth()
                            + " numbers are " + made.width() + ": text and picture have to be equally wide.");
        }
        for (int layer : made.dual()) {
            if (layer < 0 || layer >= made.layers()) {
                throw new BadFileException(
                        config.file(),
                        "\"" + DUAL + "\": there is no block " + layer + " among " + made.layers() + ".");
            }
        }
        return made;
    }

    /** How wide a token is. */
    public int width() {
        return heads * headWidth;
    }

    /** The longest side of a latent that there are positions for. */
    public int largestSide() {
        return positions * patch;
    }
}
