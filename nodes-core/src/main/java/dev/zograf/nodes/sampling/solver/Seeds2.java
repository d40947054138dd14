package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.value.FloatTensor;

/**
 * The stochastic exponential derivative-free solver of two stages (Gonzalez et al. 2023, "SEEDS", in the clean latent): {@code seeds_2}.
 * With the second stage at the end of the step it is the exponential Heun method, {@code exp_heun_2_x0} and {@code exp_heun_2_x0_sde}.
 *
 * @param eta 0 is deterministic, 1 as much noise as DDPM
 * @param noise the deviation of the noise, 1 by the book
 * @param r where in a step the second stage lies, in lambda
 * @param exact whether the difference of the stages is integrated exactly, rather than at the middle
 */
public record Seeds2(double eta, double noise, double r, boolean exact) implements SigmaSampler {

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        walk.leavePureNoise();
        for (int i = 0; i < walk.count(); i++) {
            FloatTensor x0 = walk.denoise(x, i).x0();
            if (walk.clean(i + 1)) {
                x = walk.reached(i + 1, x0);
                continue;
            }
            double h = walk.lambda(i + 1) - walk.lambda(i);
            double from = walk.sigma(i);
            double to = walk.sigma(i + 1);
            double middle = r == 1 ? to : walk.sigmaAt(walk.lambda(i) + r * h);
            SeedsNoise fresh = new SeedsNoise(walk, x, h * eta, noise);
            fresh.extend(0, r);
            FloatTensor stage = x.times(middle / from * Math.exp(-r * h * eta))
                    .plus(-walk.alpha(middle) * Math.expm1(-r * h * (eta + 1)), x0);
            stage = fresh.addTo(stage, middle);
            stage = r == 1 ? walk.reached(i + 1, stage) : walk.reached(middle, stage);
            FloatTensor second = (r == 1 ? walk.denoise(stage, i + 1) : walk.denoise(stage, middle)).x0();
            double whole = -Math.expm1(-h * (eta + 1));
            double share = (exact ? 1 - whole / (h * (eta + 1)) : whole / 2) / r;
            x = x.times(to / from * Math.exp(-h * eta))
                    .plus(walk.alpha(to) * (whole - share), x0)
                    .plus(walk.alpha(to) * share, second);
            fresh.extend(r, 1);
            x = walk.reached(i + 1, fresh.addTo(x, to));
        }
        return x;
    }
}
