package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * DPM-Solver++(3M) for the stochastic equation (Crowson 2023, k-diffusion's "DPM++ 3M SDE", after Lu et al. 2022b): {@code
 * dpmpp_3m_sde}. One evaluation a step; the noise is taken from a Brownian path.
 *
 * @param eta 0 is deterministic, 1 as much noise as DDPM
 * @param noise the deviation of the noise, 1 by the book
 */
public record DpmPlusPlus3mSde(double eta, double noise) implements SigmaSampler {

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        walk.leavePureNoise();
        List<FloatTensor> outputs = new ArrayList<>();
        for (int i = 0; i < walk.count(); i++) {
            outputs.add(0, walk.denoise(x, i).x0());
            if (walk.clean(i + 1)) {
                x = walk.reached(i + 1, outputs.get(0));
                continue;
            }
            double to = walk.sigma(i + 1);
            double h = walk.lambda(i + 1) - walk.lambda(i);
            double scaled = h * (eta + 1);
            double first = -Math.expm1(-scaled);
            x = x.times(to / walk.sigma(i) * Math.exp(-h * eta)).plus(walk.alpha(to) * first, outputs.get(0));
            if (i > 0) {
                x = x.plus(walk.alpha(to), curved(walk, outputs, i, h, scaled));
            }
            x = walk.noised(x, noise * to * Math.sqrt(-Math.expm1(-2 * h * eta)), walk.sigma(i), to);
            x = walk.reached(i + 1, x);
        }
        return x;
    }

    /** What the differences to the evaluations before add, the third only from the third step on. */
    private static FloatTensor curved(Walk walk, List<FloatTensor> outputs, int i, double h, double scaled) {
        double second = 1 + Math.expm1(-scaled) / scaled;
        double r0 = (walk.lambda(i) - walk.lambda(i - 1)) / h;
        FloatTensor near = outputs.get(0).minus(outputs.get(1)).over(r0);
        if (i == 1) {
            return near.times(second);
        }
        double r1 = (walk.lambda(i - 1) - walk.lambda(i - 2)) / h;
        FloatTensor far = outputs.get(1).minus(outputs.get(2)).over(r1);
        FloatTensor bend = near.minus(far).over(r0 + r1);
        double third = second / scaled - 0.5;
        return near.plus(r0, bend).times(second).plus(-third, bend);
    }
}
