package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.value.FloatTensor;

/**
 * Noise that is added before a step, so that the step starts a little higher (Karras et al. 2022, algorithm 2).
 *
 * @param amount over the whole run; 0 for none
 * @param least the noise below which none is added
 * @param most the noise above which none is added
 * @param noise the deviation of what is added, 1 by the book
 */
public record Churn(double amount, double least, double most, double noise) {

    private static final double LARGEST = Math.sqrt(2) - 1;

    /** None. */
    public static final Churn NONE = new Churn(0, 0, Double.POSITIVE_INFINITY, 1);

    /** The noise at which step {@code i} starts. */
    double raised(Walk walk, int i) {
        double sigma = walk.sigma(i);
        boolean inside = least <= sigma && sigma <= most;
        return inside ? sigma * (1 + Math.min(amount / walk.count(), LARGEST)) : sigma;
    }

    /** The latent with the noise that leads up there. */
    FloatTensor raise(Walk walk, int i, FloatTensor x) {
        double from = walk.sigma(i);
        double to = raised(walk, i);
        return to == from ? x : walk.noised(x, noise * Math.sqrt(to * to - from * from));
    }
}
