package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Adams and Bashforth's rules for uneven steps as the collection diff-sampler publishes them (Zhou et al. 2024): {@code ipndm_v}. Its
 * third coefficient is exact for even steps only, and is kept so, because pictures depend on it; {@link LinearMultistep} is the exact
 * rule.
 *
 * @param order how many slopes are used, 1 to 4
 */
public record IpndmVariable(int order) implements SigmaSampler {

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        List<FloatTensor> slopes = new ArrayList<>();
        for (int i = 0; i < walk.count(); i++) {
            FloatTensor x0 = walk.denoise(x, i).x0();
            slopes.add(0, Walk.slope(x, x0, walk.sigma(i)));
            if (walk.clean(i + 1)) {
                x = x0;
            } else {
                double[] rule = rule(walk, i, Math.min(order, i + 1));
                for (int k = 0; k < rule.length; k++) {
                    x = x.plus((walk.sigma(i + 1) - walk.sigma(i)) * rule[k], slopes.get(k));
                }
            }
            x = walk.reached(i + 1, x);
        }
        return x;
    }

    /** The weights of the slopes, the newest first; each order adds a multiple of the next backward difference. */
    private static double[] rule(Walk walk, int i, int order) {
        double[] weights = new double[order];
        weights[0] = 1;
        if (order == 1) {
            return weights;
        }
        double h = walk.sigma(i + 1) - walk.sigma(i);
        double h1 = walk.sigma(i) - walk.sigma(i - 1);
        double r1 = h / h1;
        weights[0] += r1 / 2;
        weights[1] -= r1 / 2;
        if (order == 2) {
            return weights;
        }
        double h2 = walk.sigma(i - 1) - walk.sigma(i - 2);
        double r2 = h1 / h2;
        double second = (1 - h / (3 * (h + h1)) * (h * (h + h1)) / (h1 * (h1 + h2))) / 2;
        weights[0] += second;
        weights[1] -= (1 + r2) * second;
        weights[2] += r2 * second;
        if (order == 3) {
            return weights;
        }
        double h3 = walk.sigma(i - 2) - walk.sigma(i - 3);
        double outer = h1 * (h1 + h2) / (h2 * (h2 + h3));
        double third = ((1 - h / (3 * (h + h1))) / 2 + (1 - h / (2 * (h + h1))) * h / (6 * (h + h1 + h2)))
                * (h * (h + h1) * (h + h1 + h2))
                / (h1 * (h1 + h2) * (h1 + h2 + h3));
        weights[0] += third;
        weights[1] -= (1 + r2 + outer) * third;
        weights[2] += (r2 + outer * (1 + h2 / h3)) * third;
        weights[3] -= outer * r2 * third;
        return weights;
    }
}
