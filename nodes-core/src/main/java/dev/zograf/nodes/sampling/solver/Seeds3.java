package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.value.FloatTensor;

/**
 * The stochastic exponential derivative-free solver of three stages (Gonzalez et al. 2023, "SEEDS", in the clean latent): {@code seeds_3}.
 * Three evaluations a step.
 *
 * @param eta 0 is deterministic, 1 as much noise as DDPM
 * @param noise the deviation of the noise, 1 by the book
 */
public record Seeds3(double eta, double noise) implements SigmaSampler {

    private static final double SECOND = 1 / 3.0;
    private static final double THIRD = 2 / 3.0;

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        walk.leavePureNoise();
        for (int i = 0; i < walk.count(); i++) {
            FloatTensor x0 = walk.denoise(x, i).x0();
            x = walk.clean(i + 1) ? walk.reached(i + 1, x0) : step(walk, i, x, x0);
        }
        return x;
    }

    private FloatTensor step(Walk walk, int i, FloatTensor x, FloatTensor x0) {
        double h = walk.lambda(i + 1) - walk.lambda(i);
        double from = walk.sigma(i);
        double to = walk.sigma(i + 1);
        double early = walk.sigmaAt(walk.lambda(i) + SECOND * h);
        double late = walk.sigmaAt(walk.lambda(i) + THIRD * h);
        SeedsNoise fresh = new SeedsNoise(walk, x, h * eta, noise);

        fresh.extend(0, SECOND);
        FloatTensor stage = fresh.addTo(stage(walk, x, x0, x0, from, early, SECOND * h, 1), early);
        FloatTensor second = walk.denoise(walk.reached(early, stage), early).x0();

        fresh.extend(SECOND, THIRD);
        stage = fresh.addTo(stage(walk, x, x0, second, from, late, THIRD * h, THIRD / SECOND), late);
        FloatTensor third = walk.denoise(walk.reached(late, stage), late).x0();

        fresh.extend(THIRD, 1);
        return walk.reached(i + 1, fresh.addTo(stage(walk, x, x0, third, from, to, h, 1 / THIRD), to));
    }

    /** From the step's start over a length in lambda, where the clean latent changes evenly between two stages. */
    private FloatTensor stage(
            Walk walk, FloatTensor x, FloatTensor x0, FloatTensor other, double from, double to, double h, double far) {
        double whole = -Math.expm1(-h * (eta + 1));
        double share = far * (1 - whole / (h * (eta + 1)));
        return x.times(to / from * Math.exp(-h * eta))
                .plus(walk.alpha(to) * (whole - share), x0)
                .plus(walk.alpha(to) * share, other);
    }
}
