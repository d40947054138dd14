package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.value.FloatTensor;

/**
 * {@link Dpm2} with fresh noise after each step (Crowson 2022, k-diffusion): {@code dpm_2_ancestral}. Two evaluations a step.
 *
 * @param eta 0 is deterministic, 1 as much noise as DDPM
 * @param noise the deviation of the fresh noise, 1 by the book
 */
public record Dpm2Ancestral(double eta, double noise) implements SigmaSampler {

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
            double middle = Math.sqrt(from * step.down());
            FloatTensor halfway = walk.reached(middle, Walk.towards(x, x0, from, middle));
            FloatTensor slope =
                    Walk.slope(halfway, walk.denoise(halfway, middle).x0(), middle);
            x = x.plus(step.down() - from, slope).times(step.keep());
            x = walk.reached(i + 1, walk.noised(x, noise * step.fresh()));
        }
        return x;
    }
}
