package dev.zograf.api.model;

import dev.zograf.api.value.FloatTensor;

/** What a network was trained to predict (noise, velocity, the clean latent, a flow), as a wrapper around its calls. */
public interface Prediction {

    /** The latent as the network wants it at the level: of unit variance for most. */
    FloatTensor scaleInput(FloatTensor x, NoiseLevel level);

    /**
     * What the network's output says of the latent.
     *
     * @param x the latent before {@link #scaleInput}
     * @param output of the network, with twice the channels if it learned a variance
     */
    Denoised denoised(FloatTensor x, FloatTensor output, NoiseLevel level);
}
