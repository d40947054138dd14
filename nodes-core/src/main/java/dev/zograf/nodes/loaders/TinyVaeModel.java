package dev.zograf.nodes.loaders;

import dev.zograf.api.BadFileException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Networks;
import dev.zograf.api.model.Posterior;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;
import dev.zograf.models.TinyVae;
import dev.zograf.models.TinyVaeKeys;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tiny autoencoder over its networks, of which one may be missing. Its latents are what denoisers work on, so that it can stand in for
 * the VAE of another model: then it reads and writes latents of that VAE.
 */
public final class TinyVaeModel implements Vae {

    private final Optional<Network> encoder;
    private final Optional<Network> decoder;
    private final LatentFormat own;
    private final LatentFormat format;

    private TinyVaeModel(Optional<Network> encoder, Optional<Network> decoder, LatentFormat own, LatentFormat format) {
        this.encoder = encoder;
        this.decoder = decoder;
        this.own = own;
        this.format = format;
    }

    /**
     * The autoencoder of some weights, or empty if they are of another kind of network.
     *
     * @param scale its {@code scaling_factor}
     * @param shift its {@code shift_factor}
     * @param standsFor the latents of the model whose VAE it stands in for
     * @throws BadFileException if tensors are missing or misshapen, or it does not go with that model
     */
    static Optional<TinyVaeModel> of(
            Weights weights, double scale, double shift, Optional<LatentFormat> standsFor, Networks networks) {
        Weights w = TinyVaeKeys.canonical(weights);
        return TinyVae.detect(w).map(vae -> {
            LatentFormat own = LatentFormat.of(vae.latentChannels(), vae.factor(), scale, shift);
            LatentFormat format = standsFor.orElse(own);
            if (format.channels() != own.channels() || format.factor() != own.factor()) {
                throw new BadFileException(
                        weights.file(),
                        "Its latents have " + own.channels() + " channels and factor " + own.factor()
                                + ", those of the model " + format.channels() + " and " + format.factor()
                                + ": take the one that was made for this model.");
            }
            return new TinyVaeModel(
                    half(w, "encoder").map(each -> networks.compile(vae.encoder(), w)),
                    half(w, "decoder").map(each -> networks.compile(vae.decoder(), w)),
                    own,
                    format);
        });
    }

    private static Optional<String> half(Weights weights, String name) {
        return weights.has(name) ? Optional.of(name) : Optional.empty();
    }

    /** The same with the encoder of another, for halves that come in files of their own. */
    TinyVaeModel withEncoderOf(TinyVaeModel other) {
        return new TinyVaeModel(other.encoder, decoder, own, format);
    }

    boolean hasEncoder() {
        return encoder.isPresent();
    }

    boolean hasDecoder() {
        return decoder.isPresent();
    }

    @Override
    public Posterior encode(Image image, RunContext ctx) {
        Network network = encoder.orElseThrow(() -> new InvalidInputException(
                "vae",
                "This tiny autoencoder is the decoder only: load its encoder, too, or encode with another VAE."));
        EncodableSize.require(image, format.factor());
        List<FloatTensor> latents = new ArrayList<>();
        for (Image picture : image.split()) {
            FloatTensor pixels = picture.pixels().map(v -> v * 2 - 1);
            latents.add(network.run(Map.of("image", pixels), "latent", ctx));
        }
        FloatTensor mean = format.fromDenoiser(own.toDenoiser(FloatTensor.concat(0, latents)));
        return Posterior.of(mean, mean.map(v -> -30));
    }

    @Override
    public Image decode(Latent latent, RunContext ctx) {
        Network network = decoder.orElseThrow(() -> new InvalidInputException(
                "vae",
                "This tiny autoencoder is the encoder only: load its decoder, too, or decode with another VAE."));
        FloatTensor samples = latent.samples();
        if (samples.dim(1) != format.channels()) {
            throw new InvalidInputException(
                    "latent",
                    "The latent has " + samples.dim(1) + " channels, but this VAE decodes " + format.channels()
                            + ": use the VAE of the model that made it.");
        }
        List<FloatTensor> pictures = new ArrayList<>();
        for (int i = 0; i < latent.batch(); i++) {
            FloatTensor raw = own.fromDenoiser(format.toDenoiser(samples.slice(0, i, i + 1)));
            FloatTensor pixels = network.run(Map.of("latent", raw), "image", ctx);
            pictures.add(pixels.map(v -> Math.min(Math.max(v / 2 + 0.5, 0), 1)));
        }
        return Image.of(FloatTensor.concat(0, pictures));
    }

    @Override
    public LatentFormat latentFormat() {
        return format;
    }
}
