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
 * Multistep sampling of consistency models: clean at once, noise again, repeat (Song et al. 2023, algorithm 1; Luo et al. 2023,
 * algorithm 3). The last step adds no noise.
 *
 * @param timestepScaling how fast the boundary condition of Luo et al. (section 4.1) fades with the timestep
 */
record LcmSampler(double timestepScaling) implements Sampler {

    private static final double SIGMA_DATA = 0.5;

    @Override
    public FloatTensor sample(
            DenoiseFunction model, FloatTensor start, Steps steps, NoiseSource.Stream noise, StepListener listener) {
        FittingLevels.ofUnitVariance(steps);
        FloatTensor x = start;
        for (int i = 0; i < steps.count(); i++) {
            NoiseLevel from = steps.get(i).from();
            NoiseLevel to = steps.get(i).to();
            Denoised denoised = model.denoise(x, from);
            double t = from.timestep() * timestepScaling;
            double size = t * t + SIGMA_DATA * SIGMA_DATA;
            FloatTensor clean = WeightedSum.of(t / Math.sqrt(size), denoised.x0(), SIGMA_DATA * SIGMA_DATA / size, x);
            x = steps.isLast(i) ? clean : WeightedSum.of(to.alpha(), clean, to.sigma(), noise.normal(x.shape()));
            x = listener.after(i, to, x, denoised);
        }
        return x;
    }
}
