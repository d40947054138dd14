package dev.zograf.api.model;

import dev.zograf.api.value.FloatTensor;

/**
 * The model as a sampler sees it: guidance, input scaling and the kind of prediction are inside, so that no sampler knows
 * what the network predicts.
 */
@FunctionalInterface
public interface DenoiseFunction {

    /**
     * One evaluation of the model.
     *
     * @param x the noisy latent {@code [batch, channels, h, w]}, in the convention of the level
     * @throws dev.zograf.api.CancelledException if the run was cancelled
     */
    Denoised denoise(FloatTensor x, NoiseLevel level);
}
