package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Adams and Bashforth's rules for even steps, on whatever steps there are (Zhang and Chen 2022, "DEIS", section 4: "improved PNDM"):
 * {@code ipndm}.
 *
 * @param order how many slopes are used, 1 to 4
 */
public record Ipndm(int order) implements SigmaSampler {

    private static final double[][] RULES = {
        {1}, {3 / 2.0, -1 / 2.0}, {23 / 12.0, -16 / 12.0, 5 / 12.0}, {55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0}
    };

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        List<FloatTensor> slopes = new ArrayList<>();
        for (int i = 0; i < walk.count(); i++) {
            FloatTensor x0 = walk.denoise(x, i).x0();
            slopes.add(0, Walk.slope(x, x0, walk.sigma(i)));
            if (walk.clean(i + 1)) {
                x = x0;
            } else {
                double[] rule = RULES[Math.min(order, i + 1) - 1];
                for (int k = 0; k < rule.length; k++) {
                    x = x.plus((walk.sigma(i + 1) - walk.sigma(i)) * rule[k], slopes.get(k));
                }
            }
            x = walk.reached(i + 1, x);
        }
        return x;
    }
}
