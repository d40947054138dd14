package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.value.FloatTensor;

/**
 * Ancestral sampling: the mean of the posterior and noise of its variance (Ho et al. 2020, eq. 6 and 7), in terms of sigma: {@code
 * ddpm}.
 */
public record Ddpm() implements SigmaSampler {

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        for (int i = 0; i < walk.count(); i++) {
            double from = walk.sigma(i) / walk.alpha(walk.sigma(i));
            double to = walk.sigma(i + 1) / walk.alpha(walk.sigma(i + 1));
            double share = Double.isInfinite(from) ? 0 : to * to / (from * from);
            double scale = walk.alpha(walk.sigma(i + 1));
            FloatTensor x0 = walk.denoise(x, i).x0();
            FloatTensor mean = x0.times(scale * (1 - share));
            if (share > 0) {
                mean = mean.plus(scale * share / walk.alpha(walk.sigma(i)), x);
            }
            x = walk.noised(mean, scale * to * Math.sqrt(1 - share));
            x = walk.reached(i + 1, x);
        }
        return x;
    }
}
