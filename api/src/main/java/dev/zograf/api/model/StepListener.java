package dev.zograf.api.model;

import dev.zograf.api.value.FloatTensor;

/** Is called by a {@link Sampler} after each evaluation of the model: progress, previews, and edits such as inpainting. */
@FunctionalInterface
public interface StepListener {

    /**
     * One evaluation is done.
     *
     * @param call how many evaluations there were before it, from 0
     * @param now the level at which {@code x} stands
     * @param x the latent after it
     * @param denoised what the model said
     * @return the latent to go on with: {@code x}, or an edited one
     */
    FloatTensor after(int call, NoiseLevel now, FloatTensor x, Denoised denoised);
}
