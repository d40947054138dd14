package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.value.FloatTensor;

/**
 * Euler's method with fresh noise after each step (Crowson 2022, k-diffusion): {@code euler_ancestral}.
 *
 * @param eta 0 is Euler's method, 1 as much noise as DDPM
 * @param noise the deviation of the fresh noise, 1 by the book
 */
public record EulerAncestral(double eta, double noise) implements SigmaSampler {

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        for (int i = 0; i < walk.count(); i++) {
            FloatTensor x0 = walk.denoise(x, i).x0();
            Ancestral step = Ancestral.of(walk, i, eta);
            x = Walk.towards(x, x0, walk.sigma(i), step.down()).times(step.keep());
            x = walk.noised(x, noise * step.fresh());
            x = walk.reached(i + 1, x);
        }
        return x;
    }
}
