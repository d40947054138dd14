package dev.zograf.nodes.sampling;

import dev.zograf.api.model.DenoiseFunction;
import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.model.Sampler;
import dev.zograf.api.model.StepListener;
import dev.zograf.api.model.Steps;
import dev.zograf.api.value.FloatTensor;

/**
 * Euler's method on the probability flow (Song et al. 2021; Karras et al. 2022, algorithm 1 without its second half; Liu et al.
 * 2022 for rectified flow), for levels with {@code alpha = 1} or {@code alpha = 1 - sigma}.
 */
record EulerSampler() implements Sampler {

    @Override
    public FloatTensor sample(
            DenoiseFunction model, FloatTensor start, Steps steps, NoiseSource.Stream noise, StepListener listener) {
        FittingLevels.alongSigma(steps);
        FloatTensor x = start;
        for (int i = 0; i < steps.count(); i++) {
            NoiseLevel from = steps.get(i).from();
            NoiseLevel to = steps.get(i).to();
            Denoised denoised = model.denoise(x, from);
            x = listener.after(i, to, move(x, x, denoised, from, to.sigma()), denoised);
        }
        return x;
    }

    /** From {@code base} along the slope {@code (x - x0) / sigma} at {@code x} to another amount of noise. */
    static FloatTensor move(
            FloatTensor base, FloatTensor x, Denoised at, NoiseLevel level, double sigma, NoiseLevel from) {
        double slope = (sigma - from.sigma()) / level.sigma();
        return WeightedSum.of(1, base, slope, x, -slope, at.x0());
    }

    static FloatTensor move(FloatTensor base, FloatTensor x, Denoised at, NoiseLevel from, double sigma) {
        return move(base, x, at, from, sigma, from);
    }
}
