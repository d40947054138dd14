package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The method of Adams and Bashforth on uneven steps: the slopes so far are interpolated by a polynomial, which is integrated exactly
 * (Crowson 2022, k-diffusion's "LMS"): {@code lms}.
 *
 * @param order how many slopes are used, 1 to 4
 */
public record LinearMultistep(int order) implements SigmaSampler {

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        List<FloatTensor> slopes = new ArrayList<>();
        for (int i = 0; i < walk.count(); i++) {
            FloatTensor x0 = walk.denoise(x, i).x0();
            slopes.add(0, Walk.slope(x, x0, walk.sigma(i)));
            if (walk.clean(i + 1)) {
                x = x0;
            } else {
                double[] nodes = new double[Math.min(i + 1, order)];
                for (int k = 0; k < nodes.length; k++) {
                    nodes[k] = walk.sigma(i - k);
                }
                for (int k = 0; k < nodes.length; k++) {
                    double weight = Lagrange.basis(nodes, k).integral(walk.sigma(i), walk.sigma(i + 1));
                    x = x.plus(weight, slopes.get(k));
                }
            }
            x = walk.reached(i + 1, x);
        }
        return x;
    }
}
