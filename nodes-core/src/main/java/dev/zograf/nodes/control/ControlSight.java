package dev.zograf.nodes.control;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.FloatTensor;
import java.util.Optional;

/** How a ControlNet sees pictures, and of how many kinds of them it is told. */
interface ControlSight {

    /**
     * A picture as the network sees it at each step, {@code [batch, channels, height, width]}.
     *
     * @param height of the latent
     * @param width of the latent
     * @param vae the model's, of which only networks for latents have need
     */
    FloatTensor condition(ControlPicture picture, ControlKind kind, int height, int width, Optional<Vae> vae);

    /** Whether pictures go through the VAE. */
    boolean needsVae();

    /** How many kinds of pictures it is told apart; 0 if it knows one. */
    int kinds();

    /** What the network is told of a kind, {@code [1, kinds]}. */
    FloatTensor told(ControlKind kind);

    /**
     * Refuses a kind that it was not trained on.
     *
     * @throws InvalidInputException that names those that it was
     */
    void require(ControlKind kind);
}
