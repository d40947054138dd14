package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.value.FloatTensor;

/** Euler's method on the probability flow (Karras et al. 2022, algorithm 2 without its second half): {@code euler}, {@code ddim}. */
public record Euler(Churn churn) implements SigmaSampler {

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        for (int i = 0; i < walk.count(); i++) {
            double start = churn.raised(walk, i);
            x = churn.raise(walk, i, x);
            FloatTensor x0 = (start == walk.sigma(i) ? walk.denoise(x, i) : walk.denoise(x, start)).x0();
            x = walk.reached(i + 1, Walk.towards(x, x0, start, walk.sigma(i + 1)));
        }
        return x;
    }
}
