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
 * Strategic stochastic sampling of trajectory consistency models: down past the next level without noise, then up to it with noise
 * (Zheng et al. 2024, "Trajectory Consistency Distillation", algorithm 4).
 *
 * @param eta the paper's gamma: 0 is deterministic, 1 cleans fully at each step
 */
record TcdSampler(double eta) implements Sampler {

    @Override
    public FloatTensor sample(
            DenoiseFunction model, FloatTensor start, Steps steps, NoiseSource.Stream noise, StepListener listener) {
        FittingLevels.ofUnitVariance(steps);
        FloatTensor x = start;
        for (int i = 0; i < steps.count(); i++) {
            NoiseLevel to = steps.get(i).to();
            NoiseLevel past = steps.atTimestep(Math.floor((float) (1 - eta) * (float) to.timestep()));
            Denoised denoised = model.denoise(x, steps.get(i).from());
            x = WeightedSum.of(past.alpha(), denoised.x0(), past.sigma(), denoised.epsilon());
            if (eta > 0 && !steps.isLast(i)) {
                double kept = to.alpha() / past.alpha();
                x = WeightedSum.of(kept, x, Math.sqrt(Math.max(1 - kept * kept, 0)), noise.normal(x.shape()));
            }
            x = listener.after(i, to, x, denoised);
        }
        return x;
    }
}
