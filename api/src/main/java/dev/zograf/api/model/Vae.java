package dev.zograf.api.model;

import dev.zograf.api.PortType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;

/** A variational autoencoder between pictures and latents (Kingma and Welling 2013; Rombach et al. 2022). Immutable. */
@PortType("vae")
public interface Vae {

    /**
     * The distribution of latents that the pictures have.
     *
     * @throws dev.zograf.api.InvalidInputException if a side is not a multiple of the factor
     * @throws dev.zograf.api.CancelledException if the run was cancelled
     */
    Posterior encode(Image image, RunContext ctx);

    /**
     * The pictures of the latents, values clipped to 0 to 1.
     *
     * @throws dev.zograf.api.CancelledException if the run was cancelled
     */
    Image decode(Latent latent, RunContext ctx);

    /** The latents that it makes. */
    LatentFormat latentFormat();
}
