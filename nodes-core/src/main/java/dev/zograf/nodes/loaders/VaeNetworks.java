package dev.zograf.nodes.loaders;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.models.QwenVae;
import dev.zograf.models.SdVae;
import dev.zograf.tensor.NetworkDefinition;

/**
 * The two networks of an autoencoder as its configuration describes them, and its latents.
 *
 * @param encoder {@code image [1, 3, h, w]} in -1 to 1 to {@code moments}
 * @param decoder {@code latent} to {@code image}
 */
record VaeNetworks(NetworkDefinition encoder, NetworkDefinition decoder, LatentFormat format) {

    /** The classes of diffusers, the first of them where a configuration says none. */
    private static final String[] CLASSES = {"AutoencoderKL", "AutoencoderKLQwenImage", "AutoencoderKLWan"};

    /** The classes of diffusers that are known. */
    static String[] classes() {
        return CLASSES.clone();
    }

    /**
     * Reads a {@code config.json}.
     *
     * @throws BadFileException if it asks for what is not supported
     */
    static VaeNetworks of(Config config) {
        VaeNetworks made =
                config.text("_class_name", CLASSES[0]).equals(CLASSES[0]) ? latentDiffusion(config) : qwen(config);
        return LatentColourFields.of(config, made.format.channels())
                .map(colours -> new VaeNetworks(made.encoder, made.decoder, made.format.withColours(colours)))
                .orElse(made);
    }

    private static VaeNetworks latentDiffusion(Config config) {
        SdVae vae = SdVae.of(config);
        LatentFormat format = LatentFormat.of(
                vae.latentChannels(),
                vae.factor(),
                config.number("scaling_factor", 0.18215),
                config.number("shift_factor", 0));
        return new VaeNetworks(vae.encoder(), vae.decoder(), format);
    }

    private static VaeNetworks qwen(Config config) {
        QwenVae vae = QwenVae.of(config);
        LatentFormat format = QwenLatents.of(config, vae.latentChannels(), vae.factor());
        return new VaeNetworks(vae.encoder(), vae.decoder(), format);
    }
}
