package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The diffusion exponential integrator sampler, t-AB (Zhang and Chen 2022, "DEIS", section 3.3): slopes are interpolated by a polynomial
 * in the time of a variance preserving process whose beta grows evenly, with the ends at which the collection diff-sampler has it (noise
 * of 0.002 at time 0.001 and of 80 at time 1), and integrated on 10000 points, as there: {@code deis}.
 *
 * @param order how many slopes are used, 1 to 4
 */
public record Deis(int order) implements SigmaSampler {

    private static final int POINTS = 10000;
    private static final double FIRST = 1e-3;
    private static final double AT_FIRST = Math.log1p(0.002 * 0.002);
    private static final double AT_LAST = Math.log1p(80 * 80);

    /** The process's {@code beta(t) = START + SLOPE * t}, from its noise at both ends. */
    private static final double SLOPE = 2 * (AT_FIRST / FIRST - AT_LAST) / (FIRST - 1);

    private static final double START = AT_LAST - SLOPE / 2;

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        List<FloatTensor> slopes = new ArrayList<>();
        for (int i = 0; i < walk.count(); i++) {
            FloatTensor x0 = walk.denoise(x, i).x0();
            slopes.add(0, Walk.slope(x, x0, walk.sigma(i)));
            if (walk.clean(i + 1)) {
                x = x0;
            } else if (i == 0 || order == 1) {
                x = Walk.towards(x, x0, walk.sigma(i), walk.sigma(i + 1));
            } else {
                double[] weights = weights(walk, i);
                for (int k = 0; k < weights.length; k++) {
                    x = x.plus(weights[k], slopes.get(k));
                }
            }
            x = walk.reached(i + 1, x);
        }
        return x;
    }

    private double[] weights(Walk walk, int i) {
        double[] nodes = new double[Math.min(order, i + 1)];
        for (int k = 0; k < nodes.length; k++) {
            nodes[k] = time(walk.sigma(i - k));
        }
        double from = nodes[0];
        double to = time(walk.sigma(i + 1));
        double[] weights = new double[nodes.length];
        for (int k = 0; k < nodes.length; k++) {
            Lagrange basis = Lagrange.basis(nodes, k);
            double sum = 0;
            for (int p = 0; p < POINTS; p++) {
                double t = from + (to - from) * p / (POINTS - 1);
                sum += growth(t) * basis.at(t);
            }
            weights[k] = sum * (to - from) / POINTS;
        }
        return weights;
    }

    /** When the process has so much noise. */
    private static double time(double sigma) {
        return (Math.sqrt(START * START + 2 * SLOPE * Math.log1p(sigma * sigma)) - START) / SLOPE;
    }

    /** How fast the ratio of noise to signal grows, divided by the signal: the weight of a slope in the exact solution. */
    private static double growth(double t) {
        double logAlphaBar = -t * (START + SLOPE * t / 2);
        double alphaBar = Math.exp(logAlphaBar);
        return 0.5 * (START + SLOPE * t) / Math.sqrt(alphaBar * -Math.expm1(logAlphaBar));
    }
}
