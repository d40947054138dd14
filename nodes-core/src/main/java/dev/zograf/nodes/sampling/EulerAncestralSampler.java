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
 * Euler's method with fresh noise: each step goes down further than wanted and is noised up again (Crowson 2022, k-diffusion's
 * "Euler ancestral", after the posterior of Ho et al. 2020), for levels with {@code alpha = 1}.
 */
record EulerAncestralSampler() implements Sampler {

    @Override
    public FloatTensor sample(
            DenoiseFunction model, FloatTensor start, Steps steps, NoiseSource.Stream noise, StepListener listener) {
        FittingLevels.alongSigma(steps);
        FloatTensor x = start;
        for (int i = 0; i < steps.count(); i++) {
            NoiseLevel from = steps.get(i).from();
            NoiseLevel to = steps.get(i).to();
            Denoised denoised = model.denoise(x, from);
            double up = up(from, to);
            FloatTensor down = EulerSampler.move(x, x, denoised, from, down(from, to));
            FloatTensor fresh = noise.normal(x.shape());
            x = listener.after(i, to, WeightedSum.of(1, down, up, fresh), denoised);
        }
        return x;
    }

    /** The noise that a step adds again. Single precision, as published, since the differences of squares depend on it. */
    static double up(NoiseLevel from, NoiseLevel to) {
        float start = (float) from.sigma();
        float end = (float) to.sigma();
        return (float) Math.sqrt(end * end * (start * start - end * end) / (start * start));
    }

    /** The noise that a step goes down to before. */
    static double down(NoiseLevel from, NoiseLevel to) {
        float up = (float) up(from, to);
        float end = (float) to.sigma();
        return (float) Math.sqrt(Math.max(end * end - up * up, 0));
    }
}
