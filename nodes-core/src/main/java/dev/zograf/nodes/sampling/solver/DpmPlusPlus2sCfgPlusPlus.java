package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.model.Denoised;
import dev.zograf.api.value.FloatTensor;

/**
 * {@link DpmPlusPlus2sAncestral} along the negative side, to which the direction of guidance is added once a step (Chung et al. 2024,
 * "CFG++", appendix on higher orders): {@code dpmpp_2s_ancestral_cfg_pp}. Two evaluations a step.
 *
 * @param eta 0 is deterministic, 1 as much noise as DDPM
 * @param noise the deviation of the fresh noise, 1 by the book
 */
public record DpmPlusPlus2sCfgPlusPlus(double eta, double noise) implements SigmaSampler {

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        for (int i = 0; i < walk.count(); i++) {
            double from = walk.sigma(i);
            double to = walk.sigma(i + 1);
            Ancestral step = Ancestral.of(walk, i, eta);
            Denoised denoised = walk.denoise(x, i);
            FloatTensor away = Walk.unconditional(denoised);
            FloatTensor guidance = denoised.x0().minus(away);
            if (step.down() == 0) {
                x = walk.reached(i + 1, away.plus(guidance));
                continue;
            }
            double middle = DpmPlusPlus2sAncestral.middle(walk, from, step.down());
            FloatTensor halfway = walk.reached(middle, Walk.towards(x, away, from, middle));
            FloatTensor second = Walk.unconditional(walk.denoise(halfway, middle));
            x = Walk.towards(x, second, from, step.down()).times(step.keep());
            x = walk.noised(x, noise * step.fresh()).plus(walk.alpha(to), guidance);
            x = walk.reached(i + 1, x);
        }
        return x;
    }

    @Override
    public boolean needsUnconditional() {
        return true;
    }
}
