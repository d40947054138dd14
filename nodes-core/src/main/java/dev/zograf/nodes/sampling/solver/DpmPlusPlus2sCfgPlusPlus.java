package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.model.Denoised;
import dev.zograf.api.value.FloatTensor;

/**
 * {@link DpmPlusPlus2sAncestral} from a latent that guidance has moved already, by what the newest evaluation says of the negative side
 * (Chung et al. 2024, "CFG++", in second order): {@code dpmpp_2s_ancestral_cfg_pp}. Two evaluations a step. As published for flows, too:
 * they are walked along sigma like everything else.
 *
 * @param eta 0 is deterministic, 1 as much noise as DDPM
 * @param noise the deviation of the fresh noise, 1 by the book
 */
public record DpmPlusPlus2sCfgPlusPlus(double eta, double noise) implements SigmaSampler {

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        for (int i = 0; i < walk.count(); i++) {
            double from = walk.sigma(i);
            Ancestral step = Ancestral.exploding(from, walk.sigma(i + 1), eta);
            double down = step.down();
            Denoised denoised = walk.denoise(x, i);
            if (down == 0) {
                // All of the way back is fresh noise, or none of it is left to go.
                x = walk.reached(i + 1, walk.noised(denoised.x0(), noise * step.fresh()));
                continue;
            }
            double middle = Math.sqrt(from * down);
            FloatTensor moved = guided(x, denoised.x0(), Walk.unconditional(denoised));
            FloatTensor halfway = walk.reached(middle, Walk.towards(moved, denoised.x0(), from, middle));
            Denoised second = walk.denoise(halfway, middle);
            // The negative side of the second evaluation, as everybody's pictures have it.
            moved = guided(x, denoised.x0(), Walk.unconditional(second));
            x = walk.noised(Walk.towards(moved, second.x0(), from, down), noise * step.fresh());
            x = walk.reached(i + 1, x);
        }
        return x;
    }

    private static FloatTensor guided(FloatTensor x, FloatTensor x0, FloatTensor away) {
        return x.plus(x0.minus(away));
    }

    @Override
    public boolean needsUnconditional() {
        return true;
    }
}
