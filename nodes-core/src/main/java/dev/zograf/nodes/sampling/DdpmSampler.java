package dev.zograf.nodes.sampling;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.DenoiseFunction;
import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.model.Sampler;
import dev.zograf.api.model.StepListener;
import dev.zograf.api.model.Steps;
import dev.zograf.api.value.FloatTensor;

/**
 * Ancestral sampling of denoising diffusion probabilistic models (Ho et al. 2020, eq. 6 and 7; Nichol and Dhariwal 2021, eq. 15, for
 * learned variances), for levels with unit variance.
 */
record DdpmSampler(Variance variance) implements Sampler {

    private static final double LEAST = 1e-20;

    /** How much fresh noise a step adds. */
    enum Variance {
        /** The posterior's, the lower bound. */
        FIXED_SMALL,
        /** That of the forward step, the upper bound. */
        FIXED_LARGE,
        /** What the network says. */
        LEARNED,
        /** Between the bounds, in the logarithm, where the network says. */
        LEARNED_RANGE
    }

    @Override
    public FloatTensor sample(
            DenoiseFunction model, FloatTensor start, Steps steps, NoiseSource.Stream noise, StepListener listener) {
        FittingLevels.ofUnitVariance(steps);
        FloatTensor x = start;
        for (int i = 0; i < steps.count(); i++) {
            NoiseLevel from = steps.get(i).from();
            NoiseLevel to = steps.get(i).to();
            Denoised denoised = model.denoise(x, from);
            double kept = from.alpha() / to.alpha();
            double beta = 1 - kept * kept;
            double total = from.sigma() * from.sigma();
            FloatTensor mean =
                    WeightedSum.of(to.alpha() * beta / total, denoised.x0(), kept * to.sigma() * to.sigma() / total, x);
            if (from.timestep() > 0) {
                double small = Math.max(to.sigma() * to.sigma() / total * beta, LEAST);
                mean = mean.plus(scaled(noise.normal(x.shape()), denoised, small, beta));
            }
            x = listener.after(i, to, mean, denoised);
        }
        return x;
    }

    private FloatTensor scaled(FloatTensor fresh, Denoised denoised, double small, double large) {
        return switch (variance) {
            case FIXED_SMALL -> fresh.times(Math.sqrt(small));
            case FIXED_LARGE -> fresh.times(Math.sqrt(large));
            case LEARNED -> fresh.zip(learned(denoised), (n, v) -> Math.sqrt(v) * n);
            case LEARNED_RANGE ->
                fresh.zip(learned(denoised), (n, v) -> {
                    double share = (v + 1) / 2;
                    return Math.exp(0.5 * (share * Math.log(large) + (1 - share) * Math.log(small))) * n;
                });
        };
    }

    private static FloatTensor learned(Denoised denoised) {
        return denoised.variance()
                .orElseThrow(() -> new InvalidInputException(
                        "model",
                        "The scheduler wants a learned variance, but the network's output has no channels for it; choose the"
                                + " variance_type fixed_small."));
    }
}
