package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The stochastic Adams method with predictor and corrector (Xue et al. 2023, "SA-Solver", algorithm 1, in the clean latent), with noise
 * from a fifth to four fifths of the training process: {@code sa_solver}, or {@code sa_solver_pece}.
 *
 * @param eta the paper's tau within that part; 0 is deterministic
 * @param noise the deviation of the noise, 1 by the book
 * @param predictor its order
 * @param corrector its order
 * @param twice whether the model is evaluated again after each correction: two evaluations a step
 */
public record SaSolver(double eta, double noise, int predictor, int corrector, boolean twice) implements SigmaSampler {

    private static final double LAST_TIMESTEP = 999;
    private static final double STARTS = 0.2;
    private static final double ENDS = 0.8;

    @Override
    public FloatTensor walk(Walk walk, FloatTensor start) {
        walk.leavePureNoise();
        double most = eta == 0 ? 0 : walk.sigmaAtTimestep((1 - STARTS) * LAST_TIMESTEP);
        double least = eta == 0 ? 0 : walk.sigmaAtTimestep((1 - ENDS) * LAST_TIMESTEP);
        boolean toClean = walk.clean(walk.count());
        List<FloatTensor> outputs = new ArrayList<>();
        FloatTensor x = start;
        FloatTensor predicted = start;
        FloatTensor fresh = start.times(0);
        double tau = 0;
        for (int i = 0; i < walk.count(); i++) {
            FloatTensor x0 = walk.denoise(predicted, i).x0();
            outputs.add(0, x0);
            boolean last = walk.clean(i + 1);
            int left = toClean ? walk.count() - i : Integer.MAX_VALUE;
            int order = i == 0 || (last && !twice) ? 0 : Math.min(Math.min(corrector, i + 1), left);
            if (order == 0) {
                x = predicted;
            } else {
                x = step(walk, x, outputs, i, i - 1, order, tau).plus(fresh);
                if (twice) {
                    x0 = walk.denoise(walk.reached(i, x), i).x0();
                    outputs.set(0, x0);
                }
            }
            if (last) {
                predicted = x0;
            } else {
                double to = walk.sigma(i + 1);
                tau = to <= most && to > least ? eta : 0;
                double h = walk.lambda(i + 1) - walk.lambda(i);
                double amount = noise * to * Math.sqrt(-Math.expm1(-2 * tau * tau * h));
                fresh = walk.noised(x.times(0), amount);
                order = Math.min(Math.min(predictor, i + 1), toClean ? left - 1 : left);
                predicted = step(walk, x, outputs, i, i, order, tau).plus(fresh);
            }
            predicted = walk.reached(i + 1, predicted);
        }
        return predicted;
    }

    /** From level {@code from} to the next one, the outputs interpolated at {@code order} levels up to {@code newest}. */
    private static FloatTensor step(
            Walk walk, FloatTensor x, List<FloatTensor> outputs, int newest, int from, int order, double tau) {
        double end = walk.lambda(from + 1);
        double h = end - walk.lambda(from);
        double[] nodes = new double[order];
        for (int k = 0; k < order; k++) {
            nodes[k] = walk.lambda(newest - k) - end;
        }
        double rate = 1 + tau * tau;
        FloatTensor sum = x.times(walk.sigma(from + 1) / walk.sigma(from) * Math.exp(-tau * tau * h));
        for (int k = 0; k < order; k++) {
            double weight = Lagrange.basis(nodes, k).weighted(h, rate);
            sum = sum.plus(walk.alpha(walk.sigma(from + 1)) * weight, outputs.get(k));
        }
        return sum;
    }
}
