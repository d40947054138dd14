package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.nodes.latent.Interpolation;

/**
 * {@link Lcm} whose clean latent grows evenly over its first steps, before noise is added again, as ComfyUI's SamplerLCMUpscale has it.
 *
 * @param scale by what both sides have grown in the end; below 1 they shrink
 * @param steps over how many steps; below 0, half of them
 * @param method how it is resized
 */
public record LcmUpscale(double scale, int steps, Interpolation method) implements SigmaSampler {

    @Override
    public FloatTensor walk(Walk walk, FloatTensor start) {
        int levels = walk.count() + 1;
        int growing = steps < 0 ? Math.max(levels / 2, 1) : Math.min(steps, levels);
        FloatTensor x = start;
        for (int i = 0; i < walk.count(); i++) {
            FloatTensor x0 = walk.denoise(x, i).x0();
            if (i < growing) {
                double now = 1 + (i + 1) * (scale - 1) / growing;
                x0 = method.resize(x0, side(start.dim(2), now), side(start.dim(3), now));
            }
            x = walk.reached(i + 1, walk.noised(x0, walk.sigma(i + 1)));
        }
        return x;
    }

    private static int side(int side, double by) {
        return Math.max(1, (int) Math.rint(side * by));
    }
}
