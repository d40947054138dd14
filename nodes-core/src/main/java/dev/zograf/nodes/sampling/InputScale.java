package dev.zograf.nodes.sampling;

import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.value.FloatTensor;

/** What predictions share: networks are told latents of unit variance, whichever convention the sampler works in. */
final class InputScale {

    private InputScale() {}

    /** The size of a latent at a level: {@code sqrt(1 + sigma^2)} where the signal stays whole, else 1. */
    static double norm(NoiseLevel level) {
        return level.alpha() == 1 ? Math.sqrt(1 + level.sigma() * level.sigma()) : 1;
    }

    /** The latent divided by its size. */
    static FloatTensor scale(FloatTensor x, NoiseLevel level) {
        double norm = norm(level);
        return norm == 1 ? x : x.over(norm);
    }

    /** The clean latent under the noise: {@code (x - sigma * epsilon) / alpha}; infinite where there is no signal left. */
    static FloatTensor clean(FloatTensor x, FloatTensor epsilon, NoiseLevel level) {
        return x.zip(epsilon, (a, e) -> (a - level.sigma() * e) / level.alpha());
    }

    /** The noise over the clean latent: {@code (x - alpha * x0) / sigma}. */
    static FloatTensor noise(FloatTensor x, FloatTensor x0, NoiseLevel level) {
        return WeightedSum.of(1 / level.sigma(), x, -level.alpha() / level.sigma(), x0);
    }
}
