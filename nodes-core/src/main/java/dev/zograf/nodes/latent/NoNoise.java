package dev.zograf.nodes.latent;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.NoiseSource;

/** The stream after a node that was given none: whoever draws from it is told to connect one. */
enum NoNoise implements NoiseSource {
    INSTANCE;

    @Override
    public Stream open() {
        throw new InvalidInputException(
                "noise", "The node that this comes from was given no noise itself; connect a source of noise to it.");
    }
}
