package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.value.FloatTensor;

/**
 * DPM-Solver++(2S) with fresh noise after each step (Lu et al. 2022b, algorithm 1; Crowson 2022, k-diffusion): {@code
 * dpmpp_2s_ancestral}. Two evaluations a step.
 *
 * @param eta 0 is deterministic, 1 as much noise as DDPM
 * @param noise the deviation of the fresh noise, 1 by the book
 */
public record DpmPlusPlus2sAncestral(double eta, double noise) implements SigmaSampler {

    /** Where flows have their first middle: halfway to pure noise there is none in lambda. */
    private static final double FIRST_MIDDLE = 0.9999;

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        for (int i = 0; i < walk.count(); i++) {
            double from = walk.sigma(i);
            Ancestral step = Ancestral.of(walk, i, eta);
            FloatTensor x0 = walk.denoise(x, i).x0();
            if (step.down() == 0) {
                x = walk.reached(i + 1, x0);
                continue;
            }
            double middle = middle(walk, from, step.down());
            FloatTensor halfway = walk.reached(middle, Walk.towards(x, x0, from, middle));
            FloatTensor second = walk.denoise(halfway, middle).x0();
            x = Walk.towards(x, second, from, step.down()).times(step.keep());
            x = walk.reached(i + 1, walk.noised(x, noise * step.fresh()));
        }
        return x;
    }

    /** The noise halfway in lambda. */
    static double middle(Walk walk, double from, double to) {
        return walk.flow() && from >= 1 ? FIRST_MIDDLE : walk.sigmaAt((walk.lambda(from) + walk.lambda(to)) / 2);
    }
}
