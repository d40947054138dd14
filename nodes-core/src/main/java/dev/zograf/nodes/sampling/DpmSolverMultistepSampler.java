package dev.zograf.nodes.sampling;

import dev.zograf.api.model.DenoiseFunction;
import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.model.Sampler;
import dev.zograf.api.model.StepListener;
import dev.zograf.api.model.Steps;
import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * DPM-Solver's multistep methods: 2M, 3M and their stochastic variants (Lu et al. 2022b, "DPM-Solver++", algorithm 2). One evaluation
 * a step; earlier outputs give the differences.
 *
 * @param solver the terms it is written in
 * @param order 1 to 3
 * @param exact whether the second-order step integrates its difference exactly ("heun") or at the middle ("midpoint")
 * @param lowerOrderFinal whether short runs end with lower orders, for stability
 * @param eulerAtFinal whether the last step is of first order
 */
record DpmSolverMultistepSampler(
        DpmSolver solver, int order, boolean exact, boolean lowerOrderFinal, boolean eulerAtFinal) implements Sampler {

    /** Runs with fewer steps than this are short. */
    static final int SHORT = 15;

    @Override
    public FloatTensor sample(
            DenoiseFunction model, FloatTensor start, Steps steps, NoiseSource.Stream noise, StepListener listener) {
        FloatTensor x = start;
        List<FloatTensor> outputs = new ArrayList<>();
        for (int i = 0; i < steps.count(); i++) {
            NoiseLevel from = steps.get(i).from();
            NoiseLevel to = steps.get(i).to();
            Denoised denoised = model.denoise(x, from);
            History.push(outputs, solver.output(x, denoised, from), order);
            List<FloatTensor> parts = new ArrayList<>(List.of(x));
            double h = to.lambda() - from.lambda();
            double[] weights = weights(steps, i, h);
            parts.addAll(outputs.subList(0, weights.length - 1));
            weights[0] = solver.keep(from, to, h);
            FloatTensor next = WeightedSum.of(parts, weights);
            if (solver.stochastic()) {
                next = WeightedSum.of(1, next, solver.noise(to, h), noise.normal(x.shape()));
            }
            x = listener.after(i, to, next, denoised);
        }
        return x;
    }

    private int orderOf(Steps steps, int i) {
        boolean shortRun = lowerOrderFinal && steps.before() + steps.count() + steps.after() < SHORT;
        int remaining = steps.count() + steps.after() - i;
        if (remaining == 1 && (eulerAtFinal || shortRun || steps.get(i).to().sigma() == 0)) {
            return 1;
        }
        return Math.min(Math.min(order, i + 1), remaining == 2 && shortRun ? 2 : order);
    }

    /** The weights of the outputs, the newest first, from index 1 on. */
    private double[] weights(Steps steps, int i, double h) {
        NoiseLevel to = steps.get(i).to();
        double zeroth = solver.zeroth(to, h);
        int current = h == 0 ? 1 : orderOf(steps, i);
        if (current == 1) {
            return new double[] {0, zeroth};
        }
        double r0 = (lambda(steps, i) - lambda(steps, i - 1)) / h;
        if (current == 2) {
            double first = solver.first(to, h, exact) / r0;
            return new double[] {0, zeroth + first, -first};
        }
        double r1 = (lambda(steps, i - 1) - lambda(steps, i - 2)) / h;
        // With d0 and d1 the differences over r0 and r1: D1 = d0 + r0 / (r0 + r1) (d0 - d1), D2 = (d0 - d1) / (r0 +
        // r1).
        double first = solver.first(to, h);
        double second = solver.second(to, h);
        double curve = (first * r0 + second) / (r0 + r1);
        double d0 = (first + curve) / r0;
        double d1 = -curve / r1;
        return new double[] {0, zeroth + d0, -d0 + d1, -d1};
    }

    private static double lambda(Steps steps, int i) {
        return steps.get(i).from().lambda();
    }
}
