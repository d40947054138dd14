package dev.zograf.nodes.sampling;

import dev.zograf.api.RunContext;
import dev.zograf.api.model.LatentColours;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;
import java.util.Arrays;
import java.util.Optional;

/**
 * What is shown of a latent while it is painted: what a VAE decodes if one is given, a tiny one for choice; else a rough colour for each
 * latent pixel; and grey where nothing is known of the model's colours.
 */
final class LatentPreview {

    /** Latents have about unit variance: three standard deviations to either side fill the range. */
    private static final double CONTRAST = 1 / 6.0;

    private final LatentColours colours;
    private final Optional<Vae> vae;
    private final RunContext ctx;

    LatentPreview(LatentFormat format, Optional<Vae> vae, RunContext ctx) {
        this.colours = KnownColours.of(format).orElseGet(() -> grey(format.channels()));
        this.vae = vae;
        this.ctx = ctx;
    }

    /** @param latent as the denoiser has it */
    Image of(FloatTensor latent) {
        return vae.map(decoder ->
                        decoder.decode(Latent.of(decoder.latentFormat().fromDenoiser(latent)), ctx))
                .orElseGet(() -> colours.of(latent));
    }

    private static LatentColours grey(int channels) {
        double[][] factors = new double[channels][3];
        for (double[] row : factors) {
            Arrays.fill(row, CONTRAST / Math.sqrt(channels));
        }
        return LatentColours.of(factors, new double[] {0.5, 0.5, 0.5});
    }
}
