package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.model.Denoised;
import dev.zograf.api.value.FloatTensor;
import java.util.Optional;

/**
 * The refined exponential solver, second order multistep (Zhang et al. 2023, "Improved Order Analysis and Design of Exponential
 * Integrator for Diffusion Models Sampling"): {@code res_multistep}, and with {@code eta} its ancestral form. As published for flows,
 * too: they are walked along sigma like everything else.
 *
 * @param eta 0 is deterministic, 1 as much noise as DDPM
 * @param noise the deviation of the fresh noise, 1 by the book
 * @param cfgPlusPlus whether the noise is that of the negative side (Chung et al. 2024, "CFG++")
 */
public record ResMultistep(double eta, double noise, boolean cfgPlusPlus) implements SigmaSampler {

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        Optional<FloatTensor> before = Optional.empty();
        double lastDown = 0;
        for (int i = 0; i < walk.count(); i++) {
            Denoised denoised = walk.denoise(x, i);
            double from = walk.sigma(i);
            double to = walk.sigma(i + 1);
            Ancestral step = Ancestral.exploding(from, to, eta);
            double down = step.down();
            FloatTensor aim = cfgPlusPlus ? Walk.unconditional(denoised) : denoised.x0();
            if (down == 0 || before.isEmpty()) {
                x = denoised.x0().plus(down, Walk.slope(x, aim, from));
            } else {
                double h = Math.log(from / down);
                // As in the paper: phi1 = (1 - e^-h) / h, phi2 = (1 - phi1) / h, and c2 is where the earlier value
                // stands, in steps.
                double c2 = Math.log(lastDown / walk.sigma(i - 1)) / h;
                double phi1 = -Math.expm1(-h) / h;
                double phi2 = (1 - phi1) / h;
                // A step between equal levels has no length: nothing is added.
                double old = h == 0 || c2 == 0 ? 0 : phi2 / c2;
                double fresh = h == 0 ? 0 : phi1 - old;
                x = x.plus(denoised.x0().minus(aim)).times(down / from);
                x = x.plus(h * fresh, aim).plus(h * old, before.get());
            }
            x = walk.noised(x, noise * step.fresh());
            x = walk.reached(i + 1, x);
            before = Optional.of(aim);
            lastDown = down;
        }
        return x;
    }

    @Override
    public boolean needsUnconditional() {
        return cfgPlusPlus;
    }
}
