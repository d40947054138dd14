package dev.zograf.api.model;

import dev.zograf.api.value.FloatTensor;

/** A diagonal Gaussian over latents {@code [batch, channels, h, w]}, in the VAE's own space. */
public final class Posterior {

    private final FloatTensor mean;
    private final FloatTensor logVariance;

    private Posterior(FloatTensor mean, FloatTensor logVariance) {
        this.mean = mean;
        this.logVariance = logVariance;
    }

    /** A Gaussian; the logarithm of the variance is clamped to -30 to 20 (Rombach et al. 2022, published code). */
    public static Posterior of(FloatTensor mean, FloatTensor logVariance) {
        return new Posterior(mean, logVariance.clamp(-30, 20));
    }

    /** The mean, which is also the mode. */
    public FloatTensor mean() {
        return mean;
    }

    /** The logarithm of the variance. */
    public FloatTensor logVariance() {
        return logVariance;
    }

    /** {@code mean + exp(logVariance / 2) * noise} with the next noise of the stream. */
    public FloatTensor sample(NoiseSource.Stream noise) {
        FloatTensor normal = noise.normal(mean.shape());
        return mean.plus(logVariance.map(v -> Math.exp(0.5 * v)).zip(normal, (s, n) -> s * n));
    }
}
