package dev.zograf.nodes.loaders;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Networks;
import dev.zograf.api.model.Posterior;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;
import dev.zograf.nodes.tiling.TiledVae;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The VAE of Stable Diffusion, or of another family for single pictures, over its two networks. Pictures go through one by one, so that
 * memory does not grow with the batch.
 */
public final class SdVaeModel implements Vae {

    /** In latent pixels: below that a tile sees too little of the picture. */
    private static final int SMALLEST = 16;

    private static final int ALIGN = 8;

    private final Network encoder;
    private final Network decoder;
    private final LatentFormat format;
    private final Weights weights;

    private SdVaeModel(Network encoder, Network decoder, LatentFormat format, Weights weights) {
        this.encoder = encoder;
        this.decoder = decoder;
        this.format = format;
        this.weights = weights;
    }

    /**
     * The VAE of a configuration and its weights.
     *
     * @throws dev.zograf.api.BadFileException if they do not fit together, or if the configuration asks for what is not supported
     */
    public static SdVaeModel of(Config config, Weights weights, Networks networks) {
        VaeNetworks vae = VaeNetworks.of(config);
        return new SdVaeModel(
                networks.compile(vae.encoder(), weights),
                networks.compile(vae.decoder(), weights),
                vae.format(),
                weights);
    }

    /**
     * The same VAE, its latents scaled as a denoiser expects.
     *
     * @throws InvalidInputException if the denoiser's latents have other sizes
     */
    SdVaeModel scaledLike(LatentFormat other) {
        if (other.channels() != format.channels() || other.factor() != format.factor()) {
            throw new InvalidInputException(
                    "model",
                    "This VAE makes latents of " + format.channels() + " channels, " + format.factor()
                            + " times smaller than the picture; the model takes " + other.channels() + " channels, "
                            + other.factor() + " times smaller: they do not fit together.");
        }
        return new SdVaeModel(encoder, decoder, other, weights);
    }

    @Override
    public Posterior encode(Image image, RunContext ctx) {
        EncodableSize.require(image, format.factor());
        OptionalInt tile = tile(
                encoder,
                "image",
                3,
                format.factor(),
                image.height() / format.factor(),
                image.width() / format.factor(),
                "encodes");
        if (tile.isPresent()) {
            return new TiledVae(this, tile.getAsInt(), tile.getAsInt() / 4).encode(image, ctx);
        }
        List<FloatTensor> moments = new ArrayList<>();
        for (Image picture : image.split()) {
            ctx.throwIfRequested();
            FloatTensor pixels = picture.pixels().map(v -> v * 2 - 1);
            moments.add(encoder.run(Map.of("image", pixels), "moments", ctx));
        }
        FloatTensor all = FloatTensor.concat(0, moments);
        int channels = format.channels();
        return Posterior.of(all.slice(1, 0, channels), all.slice(1, channels, 2 * channels));
    }

    @Override
    public Image decode(Latent latent, RunContext ctx) {
        FloatTensor samples = latent.samples();
        if (samples.dim(1) != format.channels()) {
            throw new InvalidInputException(
                    "latent",
                    "The latent has " + samples.dim(1) + " channels, but this VAE decodes " + format.channels()
                            + ": use the VAE of the model that made it.");
        }
        OptionalInt tile = tile(decoder, "latent", format.channels(), 1, samples.dim(2), samples.dim(3), "decodes");
        if (tile.isPresent()) {
            return new TiledVae(this, tile.getAsInt(), tile.getAsInt() / 4).decode(latent, ctx);
        }
        List<FloatTensor> pictures = new ArrayList<>();
        for (int i = 0; i < latent.batch(); i++) {
            ctx.throwIfRequested();
            FloatTensor pixels = decoder.run(Map.of("latent", samples.slice(0, i, i + 1)), "image", ctx);
            pictures.add(pixels.map(v -> Math.min(Math.max(v / 2 + 0.5, 0), 1)));
        }
        return Image.of(FloatTensor.concat(0, pictures));
    }

    /**
     * The side in pixels of the largest tiles that fit the engine's budget of memory, or empty if the whole does or is no larger than the smallest
     * tile.
     *
     * @param scale pixels of the network's input for each latent pixel
     */
    private OptionalInt tile(
            Network network, String input, int channels, int scale, int height, int width, String does) {
        int side = Math.max(height, width);
        if (side <= SMALLEST || network.fits(Map.of(input, new int[] {1, channels, height * scale, width * scale}))) {
            return OptionalInt.empty();
        }
        do {
            side = Math.max(SMALLEST, side / 2 / ALIGN * ALIGN);
        } while (side > SMALLEST
                && !network.fits(Map.of(
                        input,
                        new int[] {1, channels, Math.min(side, height) * scale, Math.min(side, width) * scale})));
        int pixels = side * format.factor();
        network.instead(does + " in tiles of " + pixels + " pixels");
        return OptionalInt.of(pixels);
    }

    @Override
    public LatentFormat latentFormat() {
        return format;
    }

    @Override
    public Weights weights() {
        return weights;
    }
}
