package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.model.Denoised;
import dev.zograf.api.value.FloatTensor;

/**
 * Euler's method whose noise is that of the negative side, so that guidance moves the clean latent only (Chung et al. 2024, "CFG++",
 * algorithm 2): {@code euler_cfg_pp} with {@code eta} 0, else {@code euler_ancestral_cfg_pp}.
 *
 * @param eta 0 is deterministic, 1 as much noise as DDPM
 * @param noise the deviation of the fresh noise, 1 by the book
 */
public record EulerCfgPlusPlus(double eta, double noise) implements SigmaSampler {

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        for (int i = 0; i < walk.count(); i++) {
            Denoised denoised = walk.denoise(x, i);
            double from = walk.sigma(i);
            double to = walk.sigma(i + 1);
            if (to == 0) {
                x = denoised.x0();
            } else {
                double start = walk.alpha(from);
                double end = walk.alpha(to);
                Ancestral step = Ancestral.exploding(from / start, to / end, eta);
                FloatTensor slope = x.plus(-start, Walk.unconditional(denoised)).over(from);
                x = denoised.x0().times(end).plus(end * step.down(), slope);
                x = walk.noised(x, end * noise * step.fresh());
            }
            x = walk.reached(i + 1, x);
        }
        return x;
    }

    @Override
    public boolean needsUnconditional() {
        return true;
    }
}
