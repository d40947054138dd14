package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.model.Denoised;
import dev.zograf.api.value.FloatTensor;
import java.util.Optional;

/**
 * Euler's method along a better estimate of the slope, from the last two (Permenter and Yuan 2024, "Interpreting and Improving Diffusion
 * Models from an Optimization Perspective", section 5): {@code gradient_estimation}.
 *
 * @param gamma how far the change of the slope is carried on; 1 is Euler's method, the paper has 2
 * @param cfgPlusPlus whether the noise is that of the negative side (Chung et al. 2024, "CFG++")
 */
public record GradientEstimation(double gamma, boolean cfgPlusPlus) implements SigmaSampler {

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        Optional<FloatTensor> before = Optional.empty();
        for (int i = 0; i < walk.count(); i++) {
            Denoised denoised = walk.denoise(x, i);
            double to = walk.sigma(i + 1);
            FloatTensor aim = cfgPlusPlus ? Walk.unconditional(denoised) : denoised.x0();
            FloatTensor slope = Walk.slope(x, aim, walk.sigma(i));
            FloatTensor next = denoised.x0().plus(to, slope);
            if (before.isPresent() && to > 0) {
                next = next.plus((gamma - 1) * (to - walk.sigma(i)), slope.minus(before.get()));
            }
            x = walk.reached(i + 1, next);
            before = Optional.of(slope);
        }
        return x;
    }

    @Override
    public boolean needsUnconditional() {
        return cfgPlusPlus;
    }
}
