package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The solver of the extended reverse-time equation (Cui et al. 2023, "Elucidating the Solution Space of Extended Reverse-Time SDE for
 * Diffusion Models", algorithm 3, with the paper's noise scale 5 and 200 points of integration): {@code er_sde}.
 *
 * @param noise the deviation of the fresh noise, 1 by the book
 * @param stages the order, 1 to 3
 */
public record ErSde(double noise, int stages) implements SigmaSampler {

    private static final int POINTS = 200;

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        walk.leavePureNoise();
        List<FloatTensor> outputs = new ArrayList<>();
        List<FloatTensor> slopes = new ArrayList<>();
        for (int i = 0; i < walk.count(); i++) {
            FloatTensor x0 = walk.denoise(x, i).x0();
            outputs.add(0, x0);
            if (walk.clean(i + 1)) {
                x = walk.reached(i + 1, x0);
                continue;
            }
            double from = ratio(walk, i);
            double to = ratio(walk, i + 1);
            double alpha = walk.alpha(walk.sigma(i + 1));
            double r = scale(to) / scale(from);
            x = x.times(alpha / walk.alpha(walk.sigma(i)) * r).plus(alpha * (1 - r), x0);
            if (i > 0 && stages > 1) {
                slopes.add(0, x0.minus(outputs.get(1)).over(from - ratio(walk, i - 1)));
                x = x.plus(alpha * (to - from + scale(to) * integral(from, to, 0)), slopes.get(0));
                if (i > 1 && stages > 2) {
                    FloatTensor bend = slopes.get(0).minus(slopes.get(1)).over((from - ratio(walk, i - 2)) / 2);
                    double weight = (to - from) * (to - from) / 2 + scale(to) * integral(from, to, 1);
                    x = x.plus(alpha * weight, bend);
                }
            }
            double fresh = Math.sqrt(Math.max(to * to - from * from * r * r, 0));
            x = walk.noised(x, noise * alpha * fresh);
            x = walk.reached(i + 1, x);
        }
        return x;
    }

    private static double ratio(Walk walk, int i) {
        return walk.sigma(i) / walk.alpha(walk.sigma(i));
    }

    /** The paper's fifth noise scale function. */
    private static double scale(double ratio) {
        return ratio * (Math.exp(Math.pow(ratio, 0.3)) + 10);
    }

    /** The integral from {@code to} up to {@code from} of {@code (t - from)^power / scale(t)}, as a sum of left rectangles. */
    private static double integral(double from, double to, int power) {
        double width = (from - to) / POINTS;
        double sum = 0;
        for (int p = 0; p < POINTS; p++) {
            double t = to + p * width;
            sum += Math.pow(t - from, power) / scale(t);
        }
        return sum * width;
    }
}
