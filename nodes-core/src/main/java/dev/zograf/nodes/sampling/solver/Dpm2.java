package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.value.FloatTensor;

/**
 * The midpoint method with the middle in the logarithm of the noise (Crowson 2022, k-diffusion's "DPM2", after Lu et al. 2022,
 * "DPM-Solver-2"): {@code dpm_2}. Two evaluations a step.
 */
public record Dpm2(Churn churn) implements SigmaSampler {

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        for (int i = 0; i < walk.count(); i++) {
            double from = churn.raised(walk, i);
            double to = walk.sigma(i + 1);
            x = churn.raise(walk, i, x);
            FloatTensor x0 = (from == walk.sigma(i) ? walk.denoise(x, i) : walk.denoise(x, from)).x0();
            x = to == 0 ? walk.reached(i + 1, x0) : midpoint(walk, x, x0, from, to, i);
        }
        return x;
    }

    private static FloatTensor midpoint(Walk walk, FloatTensor x, FloatTensor x0, double from, double to, int i) {
        double middle = Math.sqrt(from * to);
        FloatTensor halfway = walk.reached(middle, Walk.towards(x, x0, from, middle));
        FloatTensor slope = Walk.slope(halfway, walk.denoise(halfway, middle).x0(), middle);
        return walk.reached(i + 1, x.plus(to - from, slope));
    }
}
