package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.value.FloatTensor;

/** Heun's method: the mean of the slopes at both ends of a step (Karras et al. 2022, algorithm 2): {@code heun}. */
public record Heun(Churn churn) implements SigmaSampler {

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        for (int i = 0; i < walk.count(); i++) {
            double from = churn.raised(walk, i);
            double to = walk.sigma(i + 1);
            x = churn.raise(walk, i, x);
            FloatTensor x0 = (from == walk.sigma(i) ? walk.denoise(x, i) : walk.denoise(x, from)).x0();
            FloatTensor guess = walk.reached(i + 1, Walk.towards(x, x0, from, to));
            if (to == 0) {
                x = guess;
            } else {
                FloatTensor first = Walk.slope(x, x0, from);
                FloatTensor second =
                        Walk.slope(guess, walk.denoise(guess, i + 1).x0(), to);
                x = walk.reached(i + 1, x.plus((to - from) / 2, first).plus((to - from) / 2, second));
            }
        }
        return x;
    }
}
