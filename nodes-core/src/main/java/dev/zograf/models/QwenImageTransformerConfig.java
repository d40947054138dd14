package dev.zograf.models;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import java.util.List;

/**
 * What the {@code config.json} of a {@code QwenImageTransformer2DModel} says of its structure. The file counts channels of the input after squares of
 * 2 x 2 latent pixels were put behind one another; here they are those of the latent.
 *
 * @param inChannels of the latent
 * @param outChannels of the latent
 * @param layers how many blocks there are
 * @param heads of each attention
 * @param headWidth how many numbers a head has
 * @param axes how many of these are turned by index, row and column
 * @param context how wide the text's tokens are
 * @param cleanReferences whether pictures that are looked at are told that they have no noise, as Qwen-Image-Edit-2511 was trained
 */
public record QwenImageTransformerConfig(
        int inChannels,
        int outChannels,
        int layers,
        int heads,
        int headWidth,
        List<Integer> axes,
        int context,
        boolean cleanReferences) {

    /** Copies the list. */
    public QwenImageTransformerConfig {
        axes = List.copyOf(axes);
    }

    /**
     * Reads a configuration.
     *
     * @throws BadFileException if a value contradicts another or is not supported: no published model is told the guidance; layers, as
     *     Qwen-Image-Layered has them, are not known here
     */
    public static QwenImageTransformerConfig of(Config config) {
        Supported.only(config, "patch_size", 2);
        Supported.absent(config, "guidance_embeds", "use_additional_t_cond", "use_layer3d_rope");
        int headWidth = Supported.positive(config, "attention_head_dim", 128);
        return new QwenImageTransformerConfig(
                FluxTransformerConfig.latent(config, "in_channels", Supported.positive(config, "in_channels", 64)),
                Supported.positive(config, "out_channels", 16),
                Supported.positive(config, "num_layers", 60),
                Supported.positive(config, "num_attention_heads", 24),
                headWidth,
                FluxTransformerConfig.axes(config, headWidth),
                Supported.positive(config, "joint_attention_dim", 3584),
                config.flag("zero_cond_t", false));
    }

    /** How wide the tokens are between the layers. */
    int width() {
        return heads * headWidth;
    }
}
