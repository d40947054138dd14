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
 * Denoising diffusion implicit models (Song et al. 2020, eq. 12 and 16), for levels with unit variance.
 *
 * @param eta 0 is deterministic, 1 draws as much noise as DDPM
 * @param consistent whether the noise is taken from the clean sample after clipping rather than from the network
 */
record DdimSampler(double eta, boolean consistent) implements Sampler {

    @Override
    public FloatTensor sample(
            DenoiseFunction model, FloatTensor start, Steps steps, NoiseSource.Stream noise, StepListener listener) {
        FittingLevels.ofUnitVariance(steps);
        FloatTensor x = start;
        for (int i = 0; i < steps.count(); i++) {
            NoiseLevel from = steps.get(i).from();
            NoiseLevel to = steps.get(i).to();
            Denoised denoised = model.denoise(x, from);
            FloatTensor epsilon = consistent ? InputScale.noise(x, denoised.x0(), from) : denoised.epsilon();
            double fresh = eta * deviation(from, to);
            double direction = Math.sqrt(Math.max(to.sigma() * to.sigma() - fresh * fresh, 0));
            x = WeightedSum.of(to.alpha(), denoised.x0(), direction, epsilon);
            if (eta > 0) {
                x = WeightedSum.of(1, x, fresh, noise.normal(x.shape()));
            }
            x = listener.after(i, to, x, denoised);
        }
        return x;
    }

    /** The standard deviation of the posterior of a step. */
    private static double deviation(NoiseLevel from, NoiseLevel to) {
        double kept = from.alpha() / to.alpha();
        double variance = Math.pow(to.sigma() / from.sigma(), 2) * (1 - kept * kept);
        return Math.sqrt(Math.max(variance, 0));
    }
}
