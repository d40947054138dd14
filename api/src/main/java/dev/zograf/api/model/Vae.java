package dev.zograf.api.model;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.PortType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;
import dev.zograf.tensor.Weights;

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

    /**
     * The weights of both its networks, in diffusers' names.
     *
     * @throws InvalidInputException if it shows none, which is the default
     */
    default Weights weights() {
        throw new InvalidInputException("vae", "This VAE does not show its weights.");
    }
}
