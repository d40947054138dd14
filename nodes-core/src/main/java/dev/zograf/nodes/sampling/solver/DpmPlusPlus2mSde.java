package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.value.FloatTensor;
import java.util.Optional;

/**
 * DPM-Solver++(2M) for the stochastic equation (Lu et al. 2022b; Crowson 2022, k-diffusion's "DPM++ 2M SDE"): {@code dpmpp_2m_sde},
 * or {@code dpmpp_2m_sde_heun}. One evaluation a step; the noise is taken from a Brownian path.
 *
 * @param eta 0 is deterministic, 1 as much noise as DDPM
 * @param noise the deviation of the noise, 1 by the book
 * @param heun whether the difference to the evaluation before is integrated exactly, rather than at the middle
 */
public record DpmPlusPlus2mSde(double eta, double noise, boolean heun) implements SigmaSampler {

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        walk.leavePureNoise();
        Optional<FloatTensor> before = Optional.empty();
        for (int i = 0; i < walk.count(); i++) {
            FloatTensor x0 = walk.denoise(x, i).x0();
            if (walk.clean(i + 1)) {
                x = walk.reached(i + 1, x0);
                continue;
            }
            double to = walk.sigma(i + 1);
            double alpha = walk.alpha(to);
            double h = walk.lambda(i + 1) - walk.lambda(i);
            double whole = -Math.expm1(-h * (eta + 1));
            x = x.times(to / walk.sigma(i) * Math.exp(-h * eta)).plus(alpha * whole, x0);
            if (before.isPresent()) {
                double last = walk.lambda(i) - walk.lambda(i - 1);
                double share = heun ? 1 - whole / (h * (eta + 1)) : whole / 2;
                x = x.plus(alpha * share * h / last, x0.minus(before.get()));
            }
            x = walk.noised(x, noise * to * Math.sqrt(-Math.expm1(-2 * h * eta)), walk.sigma(i), to);
            x = walk.reached(i + 1, x);
            before = Optional.of(x0);
        }
        return x;
    }
}
