package dev.zograf.models;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;

/**
 * What the {@code config.json} of a {@code PixArtTransformer2DModel} says of its structure.
 *
 * @param sampleSize the side of the latent that it was trained for
 * @param patch the side of the squares of the latent that become tokens
 * @param outChannels those of the latent, or twice as many with a learned variance
 * @param layers how many transformer blocks there are
 * @param headWidth how many numbers each head looks at
 * @param context how wide the tokens of the text are that it is given
 * @param scale by how much positions are closer together than those of the first models, which had 32 of them along a side
 */
public record PixArtTransformerConfig(
        int sampleSize,
        int patch,
        int inChannels,
        int outChannels,
        int layers,
        int heads,
        int headWidth,
        int context,
        double scale,
        double eps) {

    private static final String CONDITIONS = "use_additional_conditions";
    private static final String ACROSS = "cross_attention_dim";
    private static final String SCALE = "interpolation_scale";

    /** Diffusers takes models of this size that say nothing for such that are told the size of the picture. */
    private static final int SIZE_OF_ALPHA = 128;

    /** How wide a token has to be divisible: sines and cosines of rows and columns. */
    private static final int POSITIONS = 4;

    /**
     * Reads a configuration.
     *
     * @throws BadFileException if a value contradicts another or is not supported
     */
    public static PixArtTransformerConfig of(Config config) {
        Supported.only(config, "activation_fn", "gelu-approximate");
        Supported.only(config, "attention_bias", true);
        Supported.only(config, "attention_type", "default");
        Supported.only(config, "norm_type", "ada_norm_single");
        if (config.text("_class_name", "").equals("Transformer2DModel")) {
            // The class of many networks has other norms where it says nothing.
            config.text("norm_type");
        }
        Supported.absent(
                config,
                "norm_elementwise_affine",
                "only_cross_attention",
                "double_self_attention",
                "use_linear_projection",
                "num_vector_embeds");
        int size = Supported.positive(config, "sample_size", 128);
        if (config.flag(CONDITIONS, size == SIZE_OF_ALPHA)) {
            throw new BadFileException(
                    config.file(),
                    "\"" + CONDITIONS
                            + "\": models that are told the size of the picture, such as PixArt-alpha of 1024 pixels, are not"
                            + " supported; PixArt-Sigma is, whose configuration says false.");
        }
        double scale = config.number(SCALE, Math.max(size / 64, 1));
        if (!(scale > 0)) {
            throw new BadFileException(config.file(), "\"" + SCALE + "\" is " + scale + ", and has to be above 0.");
        }
        PixArtTransformerConfig made = new PixArtTransformerConfig(
                size,
                Supported.positive(config, "patch_size", 2),
                Supported.positive(config, "in_channels", 4),
                Supported.positive(config, "out_channels", 8),
                Supported.positive(config, "num_layers", 28),
                Supported.positive(config, "num_attention_heads", 16),
                Supported.positive(config, "attention_head_dim", 72),
                Supported.positive(config, "caption_channels", 4096),
                scale,
                config.number("norm_eps", 1e-6));
        int across = config.integer(ACROSS, 1152);
        if (across != made.width() || made.width() % POSITIONS != 0) {
            throw new BadFileException(
                    config.file(),
                    "\"" + ACROSS + "\" is " + across + ", and " + made.heads() + " heads of " + made.headWidth()
                            + " numbers are " + made.width()
                            + ": text and picture have to be equally wide, a multiple of " + POSITIONS + ".");
        }
        return made;
    }

    /** How wide a token is. */
    public int width() {
        return heads * headWidth;
    }

    /** How far the positions of a picture reach, along each side, whatever its size. */
    double reach() {
        return sampleSize / patch / scale;
    }
}
