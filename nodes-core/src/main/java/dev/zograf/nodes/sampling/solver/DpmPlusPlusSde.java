package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.value.FloatTensor;

/**
 * DPM-Solver++ for the stochastic equation, singlestep (Lu et al. 2022b; Crowson 2022, k-diffusion's "DPM++ SDE"): {@code
 * dpmpp_sde}. Two evaluations a step; the noise of both is taken from one Brownian path.
 *
 * @param eta 0 is deterministic, 1 as much noise as DDPM
 * @param noise the deviation of the noise, 1 by the book
 * @param r where in a step the second evaluation lies, in lambda
 */
public record DpmPlusPlusSde(double eta, double noise, double r) implements SigmaSampler {

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        walk.leavePureNoise();
        for (int i = 0; i < walk.count(); i++) {
            FloatTensor x0 = walk.denoise(x, i).x0();
            if (walk.clean(i + 1)) {
                x = walk.reached(i + 1, x0);
                continue;
            }
            double from = walk.sigma(i);
            double middle = walk.sigmaAt(walk.lambda(i) + r * (walk.lambda(i + 1) - walk.lambda(i)));
            FloatTensor halfway = walk.reached(middle, step(walk, x, x0, from, middle));
            FloatTensor second = walk.denoise(halfway, middle).x0();
            double share = 1 / (2 * r);
            x = step(walk, x, x0.times(1 - share).plus(share, second), from, walk.sigma(i + 1));
            x = walk.reached(i + 1, x);
        }
        return x;
    }

    /** An exponential step down and up again, between ratios of noise to signal. */
    private FloatTensor step(Walk walk, FloatTensor x, FloatTensor x0, double from, double to) {
        double start = walk.alpha(from);
        double end = walk.alpha(to);
        Ancestral ratio = Ancestral.exploding(from / start, to / end, eta);
        double kept = ratio.down() / (from / start);
        FloatTensor down = x.times(end / start * kept).plus(end * (1 - kept), x0);
        return walk.noised(down, end * noise * ratio.fresh(), from, to);
    }
}
